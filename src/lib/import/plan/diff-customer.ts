import { type Customer, type FieldName, type FieldValue, fieldNames } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import type { Change } from '../plan.ts';

/** The fields that an import may change: all but the e-mail, by which customers are matched (spec S1). */
export const changeableFields = fieldNames.filter((field) => field !== 'email');

/** What differs between two states of a customer, by meaning (spec S5), in the order of the fields. */
export function diffCustomer(before: Customer, after: Customer): Change[] {
	const changes: Change[] = [];
	for (const field of changeableFields) {
		const from = before[field];
		const to = after[field];
		if (!sameValue(field, from, to)) changes.push({ field, from, to });
	}
	return changes;
}

/**
 * Whether a stored value and a value that was read mean the same: null is empty, `100` is `100.00`, line
 * ends and surrounding space do not matter (spec S5). Stored values need not have come from an import.
 */
function sameValue(field: FieldName, stored: FieldValue, read: FieldValue): boolean {
	if (stored === read) return true;
	const { read: normalize, emptyValue } = fieldDefinition(field);
	const meaning = normalize(stored ?? '');
	return meaning.ok && (meaning.value ?? emptyValue) === read;
}
