import type { ImportObstacle } from '../../../browser/import-obstacle.ts';
import type { ServerFailure } from '../../../browser/import-server.ts';
import type { ReadingProblem } from '../../../browser/import-step.ts';
import type { FieldName } from '../../../customer/customer.ts';
import { fieldDefinition } from '../../../customer/field-catalogue.ts';
import type { RowIssueCode } from '../../../import/issue.ts';
import type { ImportLimits, SizeLimits } from '../../../import/limits.ts';
import type { IgnoredReason, MappingReason } from '../../../import/mapping.ts';
import { fileProblemMessage } from '../../../import/messages.ts';
import type { Losses, OutcomeCounts, OutcomeKind } from '../../../import/plan.ts';
import type { Encoding } from '../../../import/table.ts';
import type { RowFilter } from '../../../import/worker-api.ts';

// The words of the import screens that no code of the core has; `messages.ts` has those of problems.

const numbers = new Intl.NumberFormat('en-US');

/** A number as people read it: 1,204. */
export function count(n: number): string {
	return numbers.format(n);
}

/** A number of things: "1 row", "1,204 rows". */
export function countOf(n: number, one: string, many = `${one}s`): string {
	return `${count(n)} ${n === 1 ? one : many}`;
}

/** The size of a file: "512 bytes", "38 KB", "1.4 MB". */
export function fileSize(bytes: number): string {
	if (bytes < 1024) return countOf(bytes, 'byte');
	const kilobytes = bytes / 1024;
	if (kilobytes < 1024) return `${count(Math.round(kilobytes))} KB`;
	return `${(kilobytes / 1024).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
}

/** A time that a person waited: "85 ms", "1.8 s", "12 s". */
export function duration(ms: number): string {
	if (ms < 1000) return `${count(Math.round(ms))} ms`;
	const seconds = ms / 1000;
	return `${seconds.toLocaleString('en-US', { maximumFractionDigits: seconds < 10 ? 1 : 0 })} s`;
}

/** How much one import may hold, and a file that comes as several (spec I2, I30). */
export function limitsSentence({ maxBytes, maxRows, file }: ImportLimits): string {
	const isMore = file.maxRows > maxRows || file.maxBytes > maxBytes;
	const more = isMore ? ` in one import; larger files of up to ${sizeSentence(file)} come as several` : '';
	return `Up to ${sizeSentence({ maxBytes, maxRows })}${more}. Only an email column is required.`;
}

function sizeSentence({ maxBytes, maxRows }: SizeLimits): string {
	return `${countOf(maxRows, 'row')} and ${fileSize(maxBytes)}`;
}

export const encodingLabels: Record<Encoding, string> = {
	'utf-8': 'UTF-8',
	'utf-16le': 'UTF-16 LE',
	'utf-16be': 'UTF-16 BE',
	'windows-1252': 'Windows-1252'
};

export const delimiterLabels: Record<string, string> = {
	',': 'Comma',
	';': 'Semicolon',
	'\t': 'Tab',
	'|': 'Pipe'
};

/** How many rows have something in a column: "All 412", "410 of 412"; null rows are not counted yet. */
export function filledSentence(filled: number, rows: number | null): string {
	if (rows === null) return '…';
	return filled === rows ? `All ${count(rows)}` : `${count(filled)} of ${count(rows)}`;
}

/** The counts of a plan as a sentence, for screen readers and the page's title. */
export function countsSentence({ create, update, unchanged, issue }: OutcomeCounts): string {
	const issues = issue > 0 ? `, ${countOf(issue, 'row')} with issues` : '';
	return `${count(create)} to create, ${count(update)} to update, ${count(unchanged)} unchanged${issues}`;
}

export const outcomeFilters: { filter: 'all' | OutcomeKind; label: string; sign: string }[] = [
	{ filter: 'all', label: 'All', sign: '' },
	{ filter: 'create', label: 'Create', sign: '+' },
	{ filter: 'update', label: 'Update', sign: '~' },
	{ filter: 'unchanged', label: 'Unchanged', sign: '=' },
	{ filter: 'issue', label: 'Issues', sign: '!' }
];

/** The filters that are there only where they leave any rows. */
export const moreFilters: { filter: RowFilter; label: string; sign: string }[] = [
	{ filter: 'creditLimitsRemoved', label: 'Limits removed', sign: '−' },
	{ filter: 'notesRemoved', label: 'Notes cleared', sign: '−' },
	{ filter: 'namesRemoved', label: 'Names removed', sign: '−' },
	{ filter: 'customersUnblocked', label: 'Unblocked', sign: '−' },
	{ filter: 'fixed', label: 'Fixed', sign: '✓' },
	{ filter: 'aside', label: 'Left out', sign: '×' }
];

export const lossKinds: (keyof Losses)[] = [
	'creditLimitsRemoved',
	'notesRemoved',
	'namesRemoved',
	'customersUnblocked'
];

/** What customers would lose, in words that say how many (spec W1). */
export function lossSentence(kind: keyof Losses, n: number): string {
	switch (kind) {
		case 'creditLimitsRemoved':
			return `${countOf(n, 'credit limit')} will be removed`;
		case 'notesRemoved':
			return n === 1
				? 'notes of 1 customer will be cleared'
				: `notes of ${count(n)} customers will be cleared`;
		case 'namesRemoved':
			return `${countOf(n, 'name')} will be removed`;
		case 'customersUnblocked':
			return `${countOf(n, 'customer')} will be unblocked`;
	}
}

/** All losses in a few words, for the line above Import; empty where there are none. */
export function lossesInBrief(losses: Losses): string {
	const words: Record<keyof Losses, (n: number) => string> = {
		creditLimitsRemoved: (n) => countOf(n, 'credit limit'),
		notesRemoved: (n) => `notes of ${countOf(n, 'customer')}`,
		namesRemoved: (n) => countOf(n, 'name'),
		customersUnblocked: (n) => `${count(n)} unblocked`
	};
	return lossKinds
		.filter((kind) => losses[kind] > 0)
		.map((kind) => words[kind](losses[kind]))
		.join(', ');
}

/** What a filter shows, for the table's caption. */
export function filterTitle(filter: RowFilter): string {
	switch (filter) {
		case 'all':
			return 'All rows';
		case 'create':
			return 'Rows to create';
		case 'update':
			return 'Rows to update';
		case 'unchanged':
			return 'Unchanged rows';
		case 'issue':
			return 'Rows with issues';
		case 'creditLimitsRemoved':
			return 'Rows that remove a credit limit';
		case 'notesRemoved':
			return 'Rows that clear notes';
		case 'namesRemoved':
			return 'Rows that remove a name';
		case 'customersUnblocked':
			return 'Rows that unblock a customer';
		case 'fixed':
			return 'Fixed rows';
		case 'aside':
			return 'Rows left out';
	}
}

/** Why a field has the column it has. */
export const mappingReasons: Record<MappingReason, string> = {
	'known-name': 'Known name',
	chosen: 'Your choice',
	remembered: 'Remembered',
	suggested: 'Suggested, accepted',
	none: ''
};

/** Why a column is not imported; all of these stay in the browser but the first, which is not even looked at (spec P9). */
export const ignoredReasons: Record<IgnoredReason | 'not-chosen', string> = {
	password: 'Ignored for safety. Passwords are never imported, and these cells are not even shown',
	'set-aside-reason': 'Written by Distribu, ignored',
	'not-status-words': 'Stays in this browser: named like the status, but its values are something else',
	'last-name': 'Stays in this browser: it holds last names only',
	'better-match': 'Stays in this browser: another column fits the same field better',
	'unknown-name': 'Stays in this browser',
	'not-chosen': 'Stays in this browser'
};

/** The choices for empty cells of a field (spec S3). */
export function emptyCellsLabels(field: FieldName): { clear: string; keep: string } {
	return {
		clear: field === 'status' ? 'Set to Active' : `Clear the ${fieldDefinition(field).label.toLowerCase()}`,
		keep: 'Leave as it is'
	};
}

/** What is wrong with a group of rows, without the particulars of each. */
export const issueTitles: Record<RowIssueCode, string> = {
	EMAIL_MISSING: 'Email is missing',
	EMAIL_INVALID: 'Not a valid email',
	EMAIL_INVISIBLE: 'Invisible characters in the email',
	EMAIL_TOO_LONG: 'Email is too long',
	EMAIL_DUPLICATE: 'Same email more than once',
	NAME_TOO_LONG: 'Name is too long',
	NOTES_TOO_LONG: 'Notes are too long',
	TEXT_NOT_STORABLE: 'A character that cannot be stored',
	CREDIT_NOT_NUMBER: 'Credit limit is not a plain number',
	CREDIT_NEGATIVE: 'Credit limit is below 0',
	CREDIT_DECIMALS: 'Credit limit has too many decimals',
	CREDIT_TOO_LARGE: 'Credit limit is too large',
	QUOTE_OPEN: 'A quote is never closed',
	ROW_WIDTH: 'More cells than columns'
};

/** Issues whose message differs from row to row. */
export const particularIssues: ReadonlySet<RowIssueCode> = new Set<RowIssueCode>([
	'EMAIL_DUPLICATE',
	'EMAIL_TOO_LONG',
	'NAME_TOO_LONG',
	'NOTES_TOO_LONG',
	'ROW_WIDTH'
]);

/** Why a file cannot be read, and what to do. */
export function readingProblemMessage(problem: ReadingProblem): string {
	if (problem.code !== 'READER_FAILED') return fileProblemMessage(problem);
	return "Couldn't read this file. It may have been moved or changed since you chose it. Try again, or choose it once more.";
}

/** Why Import cannot be pressed, and what to do. */
export function obstacleSentence(obstacle: ImportObstacle, issueCount: number): string {
	switch (obstacle) {
		case 'no-email':
			return 'Choose the column that holds email addresses.';
		case 'checking':
			return 'Checking against your customers…';
		case 'not-checked':
			return 'The rows could not be checked against your customers yet.';
		case 'issues':
			return `Fix ${countOf(issueCount, 'issue')} to import.`;
		case 'nothing':
			return 'Nothing to change: every row matches its customer already.';
		case 'refused':
			return 'Review again before you import.';
		case 'applying':
			return 'The import is running.';
		case 'plan-limit':
			return 'Your plan does not allow so many customers. Nothing is sent until the whole file fits.';
	}
}

/** Why the rows could not be compared with the customers. */
export function lookupFailureMessage(failure: ServerFailure): { title: string; text: string } {
	switch (failure.kind) {
		case 'signed-out':
			return {
				title: 'Your session ended. Sign in to go on',
				text: 'Your file and its columns are still here.'
			};
		case 'forbidden':
			return { title: 'You may no longer import', text: 'Ask an owner or admin of your company.' };
		case 'busy':
			return {
				title: 'Distribu is busy right now',
				text: 'Your file is still here. Try again in a moment.'
			};
		case 'unreachable':
			return { title: "We couldn't reach Distribu", text: 'Your file is still here. Check your connection.' };
		case 'error':
			return {
				title: 'The rows could not be checked against your customers',
				text: `Your file is still here, and no customer was changed by it.${referenceOf(failure)}`
			};
	}
}

/**
 * Why an import came to nothing, or may have.
 *
 * @param batch the one of several at which they stopped (spec I30): "batch 4"; none for a whole import
 */
export function applyFailureMessage(
	failure: ServerFailure,
	written: 'no' | 'unknown',
	batch?: string
): { title: string; text: string } {
	const it = batch ?? 'the import';
	const nothing = batch === undefined ? 'Nothing was imported' : `Nothing of ${batch} was imported`;
	const onlyOnce = `Trying again is safe: the same ${batch === undefined ? 'import' : 'batch'} is never written twice.`;
	if (failure.kind === 'forbidden') {
		return written === 'no'
			? lookupFailureMessage(failure)
			: {
					title: 'You may no longer import',
					text: `An owner or admin of your company sees in the audit log whether ${it} was written.`
				};
	}
	if (failure.kind === 'signed-out') {
		const state = written === 'no' ? `${nothing}.` : `We will then see whether ${it} was already written.`;
		return { title: 'Your session ended. Sign in to go on', text: `Your file is still here. ${state}` };
	}
	if (written === 'unknown') {
		const why =
			failure.kind === 'unreachable' ? "We couldn't reach Distribu" : "Distribu can't say right now";
		return {
			title: `${why}, so we don't know whether ${it} was written`,
			text: `Your file is still here. ${onlyOnce}`
		};
	}
	if (failure.kind === 'busy') {
		return {
			title: `Distribu is busy right now, so ${it} was not begun`,
			text: `${nothing}, and your file is still here. Try again in a moment.`
		};
	}
	if (failure.kind === 'unreachable') {
		return {
			title: `The connection was lost before ${it} was written`,
			text: `Distribu has no record of it. ${onlyOnce}`
		};
	}
	return {
		title: `${batch === undefined ? 'The import' : capitalized(batch)} failed and was rolled back`,
		text: `${batch === undefined ? 'No customer was changed' : `No customer of ${batch} was changed`}. Your file is still here.${referenceOf(failure)}`
	};
}

function capitalized(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function referenceOf(failure: ServerFailure): string {
	return failure.kind === 'error' && failure.reference ? ` Reference ${failure.reference}.` : '';
}
