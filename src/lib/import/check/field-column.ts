import type { FieldValue } from '../../customer/customer.ts';
import type { ReadValue } from '../../customer/issue-code.ts';
import { type FieldColumn, type ValueIssue, cellState } from '../plan.ts';

/** What only the columns of plain files have, and those with fixes. */
export const noFindings = { plain: null, words: null, maybeSlips: null, fixes: null };

/**
 * A column whose values are in memory as texts.
 *
 * @param readAt reads the cell of a row; called once for each
 */
export function listedColumn(length: number, readAt: (index: number) => ReadValue): FieldColumn {
	const values = new Array<FieldValue>(length).fill(null);
	const states = new Uint8Array(length);
	const issues = new Map<number, ValueIssue>();
	for (let i = 0; i < length; i++) values[i] = noteResult(states, issues, i, readAt(i));
	return { ...noFindings, length, states, issues, value: (i) => values[i] ?? null };
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
	const source = before.fixes?.source ?? before;
	const values = new Map(before.fixes?.values);
	const states = before.states.slice();
	const issues = new Map<number, ValueIssue>();
	for (const i of indices) values.set(i, noteResult(states, issues, i, readAt(i)));
	return {
		...source,
		states,
		issues: withOthers(before.issues, indices, issues),
		value(i) {
			const value = values.get(i);
			return value === undefined ? source.value(i) : value;
		},
		fixes: { source, values }
	};
}

/** The issues with those of some rows in place of what these had; the same ones where that changes nothing. */
function withOthers(
	issues: ReadonlyMap<number, ValueIssue>,
	indices: readonly number[],
	others: ReadonlyMap<number, ValueIssue>
): ReadonlyMap<number, ValueIssue> {
	const had = indices.filter((i) => issues.has(i));
	if (had.length === 0 && others.size === 0) return issues;
	const all = new Map(issues);
	for (const i of had) all.delete(i);
	for (const [i, issue] of others) all.set(i, issue);
	return all;
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

/** Notes what the cell of a row was read as; returns its value. */
export function noteResult(
	states: Uint8Array,
	issues: Map<number, ValueIssue>,
	i: number,
	result: ReadValue
): FieldValue {
	if (result.ok) {
		states[i] = result.value === null ? cellState.empty : cellState.read;
		return result.value;
	}
	const { code, length } = result;
	states[i] = cellState.issue;
	issues.set(i, length === undefined ? { code } : { code, length });
	return null;
}
