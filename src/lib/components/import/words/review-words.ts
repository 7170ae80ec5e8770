import type { ImportNews } from '../../../browser/import-step.ts';
import type { FieldName } from '../../../customer/customer.ts';
import { maxEmailLength } from '../../../customer/email.ts';
import { fieldDefinition, maxNameLength, maxNotesLength } from '../../../customer/field-catalogue.ts';
import type { FixRequest } from '../../../import/fix.ts';
import type { RowIssue } from '../../../import/issue.ts';
import type {
	CheckedSummary,
	FieldDetails,
	FoundIssue,
	ReviewSummary,
	RowDetails
} from '../../../import/worker-api.ts';
import { count, countOf } from './words.ts';

// The words of the grid of rows, of a row's details, and of what a fix did.

/** What is wrong with a cell in the few words that stand in it; `issueMessage` says what to do, too. */
export function shortIssue(issue: RowIssue): string {
	switch (issue.code) {
		case 'EMAIL_MISSING':
			return 'Email is missing';
		case 'EMAIL_INVALID':
			return 'Not a valid email';
		case 'EMAIL_INVISIBLE':
			return 'Invisible characters';
		case 'EMAIL_TOO_LONG':
			return tooLong(issue.length, maxEmailLength);
		case 'EMAIL_DUPLICATE':
			return `Also on row ${issue.otherRow}${issue.copies > 2 ? `, ${count(issue.copies)} rows in all` : ''}`;
		case 'NAME_TOO_LONG':
			return tooLong(issue.length, maxNameLength);
		case 'NOTES_TOO_LONG':
			return tooLong(issue.length, maxNotesLength);
		case 'TEXT_NOT_STORABLE':
			return 'A character that cannot be stored';
		case 'CREDIT_NOT_NUMBER':
			return 'Not a plain number';
		case 'CREDIT_NEGATIVE':
			return 'Below 0';
		case 'CREDIT_DECIMALS':
			return 'More than 2 decimals';
		case 'CREDIT_TOO_LARGE':
			return 'Too large';
		case 'QUOTE_OPEN':
			return 'A quote is never closed';
		case 'ROW_WIDTH':
			return `${count(issue.cells)} cells for ${countOf(issue.expected, 'column')}`;
	}
}

function tooLong(length: number | undefined, most: number): string {
	return `${countOf(length ?? 0, 'character')}, ${count(most)} at most`;
}

/** Where among the issues the person is; the walk goes on at the other end (spec W3). */
export function issueWalkSentence({ number, of, wrapped }: FoundIssue): string {
	if (!wrapped) return `Issue ${count(number)} of ${count(of)}`;
	return number === 1 ? `Back to the first of ${count(of)}` : `On to the last of ${count(of)}`;
}

/** What is known of a file while it is compared with the customers, as it is told. */
export function checkedNews({ sound, issueCount }: CheckedSummary): string {
	return `${countOf(sound, 'row')} without issues, ${countOf(issueCount, 'issue')}. Checking against your customers`;
}

/** What is said to who would go through rows that are only checked. */
export const notComparedYet =
	'The rows are still being compared with your customers. Then you can go through them and fix them';

/** What a fix did, and how many issues are left (spec W4). */
export function fixSentence({ request, before, after }: Extract<ImportNews, { kind: 'fixed' }>): string {
	return `${deedSentence(request, before, after)} ${issuesLeft(before, after)}`.trim();
}

function deedSentence(request: FixRequest, before: ReviewSummary, after: ReviewSummary): string {
	if (request.kind === 'undo') return `${undoneFix(request, before)} taken back.`;
	if (request.kind === 'undo-all') return 'All fixes taken back.';
	if (before.fixes.length === after.fixes.length) return 'Nothing to change there.';
	switch (request.kind) {
		case 'edit':
		case 'edit-cell':
		case 'accept':
			return `Row ${request.row} ${after.issueCount < before.issueCount ? 'fixed' : 'changed'}.`;
		case 'accept-alike': {
			const { field, reason } = request;
			const group = before.suggestions.find((one) => one.field === field && one.reason === reason);
			return `${countOf(group?.count ?? 0, 'cell')} fixed alike.`;
		}
		case 'block-word':
			return `“${request.word}” is read as Blocked now.`;
		case 'set-aside':
			return request.rows.length === 1
				? `Row ${request.rows[0]} left out.`
				: `${countOf(request.rows.length, 'row')} left out.`;
		case 'set-aside-issues':
			return `${countOf(before.counts.issue, 'row')} left out.`;
	}
}

function undoneFix({ id, row }: Extract<FixRequest, { kind: 'undo' }>, before: ReviewSummary): string {
	const fix = before.fixes.find((one) => one.id === id);
	const only = row ?? (fix?.count === 1 ? fix.first[0]?.row : undefined);
	return only === undefined ? `Fix of ${countOf(fix?.count ?? 0, 'row')}` : `Fix of row ${only}`;
}

function issuesLeft(before: ReviewSummary, after: ReviewSummary): string {
	if (after.issueCount > 0) return `${countOf(after.issueCount, 'issue')} left.`;
	return before.issueCount > 0 ? 'No issues left.' : '';
}

/** What a field's cell comes to, in a row's details. */
export function fieldOutcomeWords({ field, outcome }: FieldDetails): string {
	const none = fieldDefinition(field).show(fieldDefinition(field).emptyValue);
	switch (outcome) {
		case 'issue':
			return 'Waits until the row has no issues';
		case 'match':
			return 'The customer is found by it';
		case 'new':
			return 'The new customer gets it';
		case 'default':
			return `The new customer gets: ${none.toLowerCase()}`;
		case 'same':
			return 'Stays as it is';
		case 'changed':
			return 'Changes';
		case 'cleared':
			return field === 'status' ? 'Empty cell: becomes active' : 'Empty cell: is removed';
		case 'kept':
			return 'Empty cell: stays as it is';
		case 'untouched':
			return 'Not in the file: stays as it is';
		case 'aside':
			return 'Not imported';
	}
}

/** Why the row's outcome is what it is, in one sentence (spec W2). */
export function rowReason({ kind, changes, issues }: RowDetails): string {
	switch (kind) {
		case 'create':
			return 'No customer has this email, so a new one is created.';
		case 'update':
			return `Matched by email; ${listOf(changes.map(({ field }) => field))} ${changes.length === 1 && changes[0]?.field !== 'notes' ? 'differs' : 'differ'}.`;
		case 'unchanged':
			return 'Matched by email; nothing differs, so nothing is written.';
		case 'issue':
			return `${countOf(issues.length, 'issue')} to fix before anything is imported.`;
		case 'aside':
			return 'You left this row out. It is not imported.';
	}
}

function listOf(fields: FieldName[]): string {
	const labels = fields.map((field) => fieldDefinition(field).label.toLowerCase());
	return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`;
}

/** How many rows a search found. */
export function foundSentence(search: string, total: number): string {
	const rows = total === 0 ? 'No rows' : countOf(total, 'row');
	return `${rows} with “${search}”`;
}
