import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { fixedFields } from './fix-desk.ts';
import { type Review, indicesOf } from './review.ts';
import { reviewRow } from './review-row.ts';
import { shortenText } from '../shorten-text.ts';
import { cellText } from '../table.ts';
import type { ComparedRow, ReviewRow } from '../worker-api.ts';

// Longer than the longest value that can be stored; a cell beyond it is an issue and need not be read to its end.
const maxCellLength = 2500;

/** A window of rows as the preview shows them. */
export function reviewRows(review: Review, found: Int32Array, offset: number, limit: number): ComparedRow[] {
	return Array.from(found.subarray(offset, offset + limit), (index) => rowAt(review, index));
}

/** The planned rows with these spreadsheet row numbers, in the order of the file; numbers that are not there are left out. */
export function rowsByNumber(review: Review, rowNumbers: readonly number[]): ComparedRow[] {
	return indicesOf(review, rowNumbers).map((index) => rowAt(review, index));
}

/** One row as the preview shows it. */
export function rowAt(review: Review, index: number): ComparedRow {
	const { desk, plan, suggestions } = review;
	const marks = { fixed: writtenCells(review, index), suggestions: suggestions.get(index) ?? {} };
	const outcome = plan.outcome(index);
	if (outcome === undefined) {
		const cells = cellsOf(review, index);
		const row = desk.source.rowNumbers[index] ?? 0;
		const issues = desk.folded.aside.get(index) ?? [];
		return { row, kind: 'aside', email: cells.email ?? '', values: cells, changes: [], issues, ...marks };
	}
	return { ...reviewRow(outcome, outcome.kind === 'issue' ? cellsOf(review, index) : undefined), ...marks };
}

/** What the file says in the cells that were fixed. */
function writtenCells({ desk }: Review, index: number): ReviewRow['fixed'] {
	const written: ReviewRow['fixed'] = {};
	for (const field of fixedFields(desk, index)) {
		const column = desk.mapping[field] ?? 0;
		written[field] = shortenText(cellText(desk.source, index, column), maxCellLength);
	}
	return written;
}

function cellsOf(review: Review, index: number): Record<FieldName, string | null> {
	const cells = fieldNames.map((field) => [field, fixedCell(review, index, field)] as const);
	return Object.fromEntries(cells) as Record<FieldName, string | null>;
}

/** A mapped field's cell with its fix, cut where it is longer than anything that could be stored; null where no column is mapped. */
export function fixedCell({ desk }: Review, index: number, field: FieldName): string | null {
	const column = desk.mapping[field];
	return column === null ? null : shortenText(cellText(desk.table, index, column), maxCellLength);
}
