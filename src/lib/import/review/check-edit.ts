import type { FieldName } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { valueText } from '../check/check-rows.ts';
import type { RowIssue } from '../issue.ts';
import { type Review, isPlanned } from './review.ts';

/**
 * What would be wrong with a row if a field had this text, without changing anything: told while it is typed
 * (spec W4). An address that another row has is wrong in both.
 */
export function checkEdit(review: Review, row: number, field: FieldName, text: string): RowIssue[] {
	const read = fieldDefinition(field).read(valueText(field, text));
	if (!read.ok) {
		const { code, length } = read;
		return [length === undefined ? { row, field, code } : { row, field, code, length }];
	}
	if (field !== 'email' || read.value === null) return [];
	const others = otherRows(review, row, read.value);
	const [otherRow] = others;
	if (otherRow === undefined) return [];
	return [{ row, field, code: 'EMAIL_DUPLICATE', otherRow, copies: others.length + 1 }];
}

/** The rows of the plan that have an address, but for one. */
function otherRows(review: Review, row: number, email: string): number[] {
	const { addresses, source } = review.desk;
	const address = addresses?.index.find(email) ?? -1;
	const rows: number[] = [];
	if (addresses === null || address === -1) return rows;
	addresses.numbers.forEach((number, index) => {
		const other = source.rowNumbers[index] ?? 0;
		if (number === address && other !== row && isPlanned(review, index)) rows.push(other);
	});
	return rows;
}
