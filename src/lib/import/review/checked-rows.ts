import { type FieldName, fieldNames } from '../../customer/customer.ts';
import type { ReviewRow } from '../worker-api.ts';
import { reviewRows } from './review-rows.ts';
import type { Review } from './review.ts';

/**
 * A window of rows of which nobody knows yet what happens to them: as they were read, and what is wrong with them.
 *
 * @param review one without customers
 */
export function checkedRows(review: Review, found: Int32Array, offset: number, limit: number): ReviewRow[] {
	return reviewRows(review, found, offset, limit).map((row, at) =>
		row.kind === 'create'
			? { ...row, kind: 'checked', values: valuesAt(review, found[offset + at] ?? 0) }
			: row
	);
}

/** What the cells were read as; null where one is empty or no column is mapped. */
function valuesAt({ desk }: Review, index: number): ReviewRow['values'] {
	const values = fieldNames.map((field) => [field, desk.columns[field]?.value(index) ?? null] as const);
	return Object.fromEntries(values) as Record<FieldName, string | null>;
}
