import type { FieldName } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { valueText } from '../check/check-rows.ts';
import type { RowIssue } from '../issue.ts';
import type { Review } from './review.ts';

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

function otherRows({ rows: { rowNumbers, columns } }: Review, row: number, email: string): number[] {
	return Array.from(rowNumbers).filter((other, i) => other !== row && columns.email?.value(i) === email);
}
