import { isPasswordHeader } from '../headers/header-names.ts';
import { type Review, loses } from './review.ts';
import { indexOfRow } from '../read/row-index.ts';
import { rowKind } from '../plan.ts';
import type { RowFilter, RowQuery } from '../worker-api.ts';

/** The rows that a query leaves, in the order of the review, as indices in the table (spec W2). */
export function findRows(review: Review, { filter, search }: RowQuery): Int32Array {
	const rows = filterRows(review, filter);
	const needle = search.trim().toLowerCase();
	return needle === '' ? rows : searchRows(review, rows, needle);
}

/** The position of a spreadsheet row among the rows that a query leaves; -1 when it is not there. */
export function positionOfRow(review: Review, found: Int32Array, row: number): number {
	const index = indexOfRow(review.desk.source.rowNumbers, row);
	return index === -1 ? -1 : found.indexOf(index);
}

function filterRows(review: Review, filter: RowFilter): Int32Array {
	switch (filter) {
		case 'all':
			return review.all;
		case 'issue':
		case 'update':
		case 'create':
		case 'unchanged':
		case 'aside':
			return review.groups[filter];
		case 'fixed':
			return review.all.filter((index) => review.desk.folded.cells.has(index));
		default:
			return review.groups.update.filter((index) => loses(review, index, filter));
	}
}

function searchRows(review: Review, rows: Int32Array, needle: string): Int32Array {
	const { header, rows: cells } = review.desk.table;
	const secret = new Set(header.flatMap((name, column) => (isPasswordHeader(name) ? [column] : [])));
	return rows.filter((index) => {
		const isWritten = cells.row(index).some((cell, column) => !secret.has(column) && contains(cell, needle));
		return isWritten || storedTexts(review, index).some((text) => contains(text, needle));
	});
}

function contains(text: string, needle: string): boolean {
	return text.length >= needle.length && text.toLowerCase().includes(needle);
}

/** What the customer has now, where it is about to change. */
function storedTexts(review: Review, index: number): string[] {
	if (review.plan.kinds[index] !== rowKind.update) return [];
	const outcome = review.plan.outcome(index);
	if (outcome?.kind !== 'update') return [];
	return outcome.changes.flatMap(({ field }) => outcome.before[field] ?? []);
}
