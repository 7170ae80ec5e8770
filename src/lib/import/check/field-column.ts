import type { FieldValue } from '../../customer/customer.ts';
import type { ReadValue } from '../../customer/issue-code.ts';
import { type FieldColumn, type ValueIssue, cellState } from '../plan.ts';

/**
 * A column whose values are in memory as texts.
 *
 * @param readAt reads the cell of a row; called once for each
 */
export function listedColumn(length: number, readAt: (index: number) => ReadValue): FieldColumn {
	const values = new Array<FieldValue>(length).fill(null);
	const states = new Uint8Array(length);
	const issues = new Map<number, ValueIssue>();
	for (let i = 0; i < length; i++) values[i] = note(states, issues, i, readAt(i));
	return { length, states, issues, value: (i) => values[i] ?? null, plain: null };
}

/**
 * A column with a few cells read again, after fixes.
 *
 * @param before not changed
 * @param indices of the rows that may be others now
 */
export function recheckedColumn(
	before: FieldColumn,
	indices: readonly number[],
	readAt: (index: number) => ReadValue
): FieldColumn {
	const states = before.states.slice();
	const issues = new Map(before.issues);
	const others = new Map<number, FieldValue>();
	for (const i of indices) {
		issues.delete(i);
		others.set(i, note(states, issues, i, readAt(i)));
	}
	return {
		...before,
		states,
		issues,
		value: (i) => (others.has(i) ? (others.get(i) ?? null) : before.value(i))
	};
}

/** Some rows of a column, by index, in their order. */
export function columnAt(column: FieldColumn, indices: readonly number[]): FieldColumn {
	const states = Uint8Array.from(indices, (index) => column.states[index] ?? cellState.empty);
	const issues = new Map<number, ValueIssue>();
	if (column.issues.size > 0) {
		indices.forEach((index, i) => {
			const issue = column.issues.get(index);
			if (issue) issues.set(i, issue);
		});
	}
	return {
		length: indices.length,
		states,
		issues,
		value: (i) => column.value(indices[i] ?? -1),
		plain: null
	};
}

/** The values of a column without those that are null; none of no column. */
export function valuesOf(column: FieldColumn | undefined): string[] {
	const values: string[] = [];
	for (let i = 0; i < (column?.length ?? 0); i++) {
		const value = column?.value(i) ?? null;
		if (value !== null) values.push(value);
	}
	return values;
}

function note(states: Uint8Array, issues: Map<number, ValueIssue>, i: number, result: ReadValue): FieldValue {
	if (result.ok) {
		states[i] = result.value === null ? cellState.empty : cellState.read;
		return result.value;
	}
	const { code, length } = result;
	states[i] = cellState.issue;
	issues.set(i, length === undefined ? { code } : { code, length });
	return null;
}
