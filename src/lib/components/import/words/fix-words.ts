import type { ImportNews } from '../../../browser/import-step.ts';
import type { FieldName } from '../../../customer/customer.ts';
import type { FixReason, FixSummary } from '../../../import/fix.ts';
import type { ImportWarning } from '../../../import/issue.ts';
import type { AdoptedFixes, StatusWord, SuggestionGroup } from '../../../import/worker-api.ts';
import { count, countOf } from './words.ts';

// The words of what the person may do, and did, about the file: suggestions, fixes, another file in its place.

const fieldNouns: Record<FieldName, [one: string, many: string]> = {
	email: ['email', 'emails'],
	name: ['name', 'names'],
	status: ['status', 'statuses'],
	notes: ['note', 'notes'],
	creditLimit: ['credit limit', 'credit limits']
};

/** What a group of suggested fixes is about, with how many cells there are (spec W4). */
export function suggestionTitle({ field, reason, count: n, first }: SuggestionGroup): string {
	const cells = countOf(n, ...fieldNouns[field]);
	switch (reason) {
		case 'amount':
			return `${cells} with currency signs or separators`;
		case 'invisible':
			return `${cells} with invisible characters`;
		case 'mailto':
			return `${cells} with “mailto:” in front`;
		case 'name-and-address':
			return `${cells} with a name beside the address`;
		case 'inner-space':
			return `${cells} with spaces inside`;
		case 'trailing-mark':
			return `${cells} with a dot or other mark at the end`;
		case 'near-domain': {
			const pairs = first.map(({ before, after }) => `${domainOf(before)} → ${domainOf(after)}`);
			return `${countOf(n, 'address', 'addresses')} may be mistyped: ${[...new Set(pairs)].join(', ')}`;
		}
	}
}

function domainOf(address: string): string {
	return address.slice(address.lastIndexOf('@') + 1);
}

const fixReasons: Record<FixReason, string> = {
	amount: 'currency signs and separators',
	invisible: 'invisible characters',
	mailto: '“mailto:” in front',
	'name-and-address': 'a name beside the address',
	'inner-space': 'spaces inside',
	'trailing-mark': 'a mark at the end',
	'near-domain': 'mistyped domain',
	typed: 'typed here',
	'status-word': 'read as Blocked'
};

/** A fix in the list of fixes: "Credit limit, 12 rows: currency signs and separators". */
export function fixTitle({ reason, column, count: n, first }: FixSummary): string {
	const [only] = first;
	const rows = n === 1 && only ? `row ${only.row}` : countOf(n, 'row');
	if (reason === null) return n === 1 && only ? `Row ${only.row} left out` : `${rows} left out`;
	return `${column}, ${rows}: ${fixReasons[reason]}`;
}

/** How the issues changed: "14 issues → 2". */
function issuesSentence(before: number, after: number): string {
	if (before === after) return after === 0 ? 'no issues' : `still ${countOf(after, 'issue')}`;
	return `${countOf(before, 'issue')} → ${after === 0 ? 'none' : count(after)}`;
}

/** What another file did: how many issues it resolved, and which fixes still fit it (spec W4). */
export function replacedWords({ before, after, adopted }: Extract<ImportNews, { kind: 'replaced' }>): {
	title: string;
	text: string;
} {
	return {
		title: `The file was replaced: ${issuesSentence(before.issueCount, after.issueCount)}.`,
		text: adopted === null ? '' : adoptedSentence(adopted)
	};
}

function adoptedSentence({ kept, settled, dropped }: AdoptedFixes): string {
	const parts: [n: number, became: string][] = [
		[kept, 'made again'],
		[settled, `no longer needed (the file has ${settled === 1 ? 'it' : 'them'})`],
		[dropped, dropped === 1 ? 'no longer fits' : 'no longer fit']
	];
	const told = parts
		.filter(([n]) => n > 0)
		.map(([n, became], index) => `${index === 0 ? countOf(n, 'fix', 'fixes') : count(n)} ${became}`);
	return told.length === 0 ? '' : `${told.join(', ')}.`;
}

/** How many values of the status column are not known, and what becomes of them (spec V3). */
export function statusTitle({
	count: n,
	unblocks
}: Extract<ImportWarning, { code: 'UNKNOWN_STATUS' }>): string {
	const read = `${countOf(n, 'unknown status', 'unknown statuses')}, read as Active`;
	return unblocks === 0 ? read : `${read}: ${countOf(unblocks, 'customer')} would be unblocked`;
}

/** What a status word would do to customers; empty where it does nothing that hurts (spec V3). */
export function unblocksSentence({ unblocks }: StatusWord): string {
	return unblocks === 0 ? '' : `would unblock ${countOf(unblocks, 'customer')}`;
}

const textExtension = /\.(csv|tsv|tab|txt)$/i;
const workbookExtension = /\.xls[xmb]?$/i;

/** The name of a file that is made from the person's own: `customers.csv` gives `customers-corrected.csv`. */
export function derivedName(fileName: string, what: 'corrected' | 'left-out'): string {
	const [extension = '.csv'] = textExtension.exec(fileName) ?? [];
	const stem = fileName
		.replace(textExtension, '')
		.replace(workbookExtension, '')
		.replace(/-corrected$/, '');
	return `${stem || 'customers'}-${what}${extension}`;
}
