import { fieldDefinition } from '../../customer/field-catalogue.ts';
import type { Desk } from './desk.ts';
import type { Fix, FixSummary, FixedRow } from '../fix.ts';
import { issueMessage } from '../messages.ts';
import { shortenText } from '../shorten-text.ts';
import { columnLetters } from '../headers/column-letters.ts';

const firstRows = 3;
const maxTextLength = 60;

/** The fixes of a desk as their list shows them, in the order in which they were made (spec W4). */
export function summarizeFixes({ fixes, source }: Desk): FixSummary[] {
	return fixes.map((fix) => ({
		id: fix.id,
		kind: fix.kind,
		reason: fix.kind === 'cells' ? fix.reason : null,
		column: columnLabel(fix, source.header),
		count: countRows(fix),
		first: fixedRows(fix, 0, firstRows)
	}));
}

/** A window of what a fix did, row by row. */
export function fixedRows(fix: Fix, offset: number, limit: number): FixedRow[] {
	if (fix.kind === 'set-aside') {
		return fix.rows.slice(offset, offset + limit).map(({ row, problems }) => ({
			row,
			before: problems.map(issueMessage).join(' '),
			after: ''
		}));
	}
	return fix.edits.slice(offset, offset + limit).map(({ row, before, after }) => ({
		row,
		before: shortenText(before, maxTextLength),
		after: shortenText(after, maxTextLength)
	}));
}

function columnLabel(fix: Fix, header: readonly string[]): string {
	if (fix.kind === 'set-aside') return '';
	if (fix.field !== null) return fieldDefinition(fix.field).label;
	const column = fix.edits[0]?.column ?? 0;
	return header[column] || `Column ${columnLetters(column)}`;
}

function countRows(fix: Fix): number {
	return fix.kind === 'set-aside' ? fix.rows.length : new Set(fix.edits.map(({ row }) => row)).size;
}
