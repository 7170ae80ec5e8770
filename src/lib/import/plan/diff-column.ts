import { type FieldName, type FieldValue, fieldNames } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import {
	type CompareCell,
	compareAmounts,
	compareStatus,
	compareTexts,
	comparison
} from './compare-bytes.ts';
import { lossOf } from './losses.ts';
import { type ExistingCustomers, type FieldColumn, cellState } from '../plan.ts';

/** The fields that an import may change: all but the e-mail, by which customers are matched (spec S1). */
export const changeableFields: FieldName[] = fieldNames.filter((field) => field !== 'email');

/** The bits of `ImportPlan.changes` by which an update changes some field. */
export const anyChange = 0x0f;

/** The bit by which an update changes a field. */
export function changeBit(field: FieldName): number {
	return 1 << changeableFields.indexOf(field);
}

/** The bit by which an update takes away what a field has, or unblocks somebody (spec W1). */
export function lossBit(field: FieldName): number {
	return changeBit(field) << changeableFields.length;
}

/** What one field of rows is compared with. */
export interface FieldDiff {
	field: FieldName;
	column: FieldColumn;
	/** What an empty cell does (spec S3). */
	emptyCells: 'clear' | 'keep';
	existing: ExistingCustomers;
	/** By row: the number of its customer; -1 where there is none. */
	customers: Int32Array;
}

/**
 * Compares one field of rows with their customers by meaning (spec S5), and notes in `changes` where they differ.
 * Its two bits must be 0 there. Where both are bytes, these tell nearly always, and no text is made.
 *
 * @param rows their indices; null for all
 */
export function diffColumn(diff: FieldDiff, changes: Uint8Array, rows: ArrayLike<number> | null): void {
	const { field, column, customers, existing, emptyCells } = diff;
	const { states } = column;
	const { emptyValue } = fieldDefinition(field);
	const compare = comparerOf(diff);
	const change = changeBit(field);
	const loss = lossBit(field);
	const count = rows?.length ?? column.length;
	for (let i = 0; i < count; i++) {
		const row = rows === null ? i : (rows[i] ?? 0);
		const number = customers[row] ?? -1;
		const state = states[row] ?? cellState.empty;
		if (number === -1 || state === cellState.issue) continue;
		if (state === cellState.empty && emptyCells === 'keep') continue;
		const told = compare(row, number, state);
		if (told === comparison.same) continue;
		const isEmpty = state === cellState.empty;
		// Of a value that only some status makes a loss, no text is needed.
		const to = isEmpty
			? emptyValue
			: told === comparison.unclear || field === 'status'
				? column.value(row)
				: '';
		if (told === comparison.unclear && sameValue(field, existing.value(field, number), to)) continue;
		const isLoss = lossOf({ field, to }) !== null;
		changes[row] = (changes[row] ?? 0) | change | (isLoss ? loss : 0);
	}
}

function comparerOf({ field, column, existing }: FieldDiff): CompareCell {
	const stored = existing.bytes?.fields[field];
	if (stored === undefined) return () => comparison.unclear;
	switch (field) {
		case 'status':
			return compareStatus(column, stored);
		case 'creditLimit':
			return compareAmounts(column, stored);
		default:
			return compareTexts(column, stored);
	}
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
