import { type FieldName, type FieldValue, fieldNames } from '../../src/lib/customer/customer.ts';
import type { CheckedRows, ValueIssue } from '../../src/lib/import/plan.ts';

interface CheckedValues {
	values: FieldValue[];
	issues: Map<number, ValueIssue>;
}

/** What the cells of mapped fields were read as, all at once, to compare it. */
export function checkedValues(columns: CheckedRows['columns']): Partial<Record<FieldName, CheckedValues>> {
	const all: Partial<Record<FieldName, CheckedValues>> = {};
	for (const field of fieldNames) {
		const column = columns[field];
		if (column === undefined) continue;
		const values = Array.from({ length: column.length }, (_, index) => column.value(index));
		all[field] = { values, issues: new Map(column.issues) };
	}
	return all;
}
