import { equalBytes } from '../plain/cell-bytes.ts';
import { CellCursor } from '../plain/cell-cursor.ts';
import { type FieldBytes, type FieldColumn, cellState } from '../plan.ts';

/** What bytes tell of a cell's value and a customer's: `unclear` where only the texts tell. */
export const comparison = { same: 0, different: 1, unclear: 2 } as const;

/** Compares the cell of a row, of which the state is given, with a customer's value (spec S5). */
export type CompareCell = (row: number, customer: number, state: number) => number;

const quote = 0x22;
const apostrophe = 0x27;
const carriageReturn = 0x0d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const capitalA = 0x41;
const capitalB = 0x42;

/**
 * Compares names and notes. Stored values need not have come from an import: white space around them and their line
 * ends do not count. Where neither value has any of that up to the first byte that differs, they are different.
 */
export function compareTexts(column: FieldColumn, { bytes, starts, nulls }: FieldBytes): CompareCell {
	const { plain, fixes } = column;
	const cursor = plain && new CellCursor(plain);
	return (row, customer, state) => {
		const isNull = nulls[customer] === 1;
		let other = starts[customer] ?? 0;
		const otherEnd = (starts[customer + 1] ?? 0) - 1;
		if (state === cellState.empty) {
			if (isNull) return comparison.same;
			return isVisible(bytes[other]) ? comparison.different : comparison.unclear;
		}
		// What is said below of a cell's bytes is not true of a fixed one.
		if (cursor === null || fixes?.values.has(row)) return comparison.unclear;
		if (isNull) return comparison.different;
		cursor.moveTo(row);
		const { bytes: cells, end, isQuoted } = cursor;
		let at = cursor.start;
		if (cells[at] === apostrophe) return comparison.unclear;
		const areEndsVisible =
			isVisible(cells[at]) &&
			isVisible(cells[end - 1]) &&
			(other === otherEnd || (isVisible(bytes[other]) && isVisible(bytes[otherEnd - 1])));
		let hasReturn = false;
		if (state === cellState.asWritten) {
			while (at < end && other < otherEnd && cells[at] === bytes[other]) {
				at++;
				other++;
			}
		} else {
			// In a cell in quotes two of them are one.
			const doubled = isQuoted ? quote : -1;
			while (at < end && other < otherEnd) {
				const byte = cells[at] ?? 0;
				if (byte !== bytes[other]) break;
				if (byte === carriageReturn) hasReturn = true;
				at += byte === doubled ? 2 : 1;
				other++;
			}
		}
		if (at === end && other === otherEnd) return comparison.same;
		const isLineEnd = (at < end && cells[at] === carriageReturn) || bytes[other] === carriageReturn;
		const differs = areEndsVisible && !hasReturn && !isLineEnd;
		return differs ? comparison.different : comparison.unclear;
	};
}

/** Compares words of a status with ACTIVE and BLOCKED, of which the first letter tells which it is. */
export function compareStatus(column: FieldColumn, { bytes, starts }: FieldBytes): CompareCell {
	return (row, customer, state) => {
		const stored = bytes[starts[customer] ?? 0];
		if (stored !== capitalA && stored !== capitalB) return comparison.unclear;
		const isBlocked = state !== cellState.empty && column.value(row) === 'BLOCKED';
		return isBlocked === (stored === capitalB) ? comparison.same : comparison.different;
	};
}

/** Compares credit limits: `1500.00`, and those that are completed to it. */
export function compareAmounts(column: FieldColumn, { bytes, starts, nulls }: FieldBytes): CompareCell {
	const { plain, fixes } = column;
	const cursor = plain && new CellCursor(plain);
	return (row, customer, state) => {
		const isNull = nulls[customer] === 1;
		const other = starts[customer] ?? 0;
		const otherLength = (starts[customer + 1] ?? 0) - 1 - other;
		if (state === cellState.empty) {
			if (isNull) return comparison.same;
			return isVisible(bytes[other]) ? comparison.different : comparison.unclear;
		}
		if (cursor === null || fixes?.values.has(row)) return comparison.unclear;
		if (isNull) return comparison.different;
		cursor.moveTo(row);
		const { bytes: cells, start, end } = cursor;
		const length = end - start;
		if (state === cellState.asWritten && equalBytes(cells, start, end, bytes, other, other + otherLength))
			return comparison.same;
		if (!isAmount(bytes, other, otherLength, 2)) return comparison.unclear;
		const decimals =
			length > 2 && cells[start + length - 3] === point ? 2 : cells[start + length - 2] === point ? 1 : 0;
		if (!isAmount(cells, start, length, decimals)) return comparison.unclear;
		const completed = length + (decimals === 0 ? 3 : 2 - decimals);
		if (completed !== otherLength) return comparison.different;
		for (let i = 0; i < otherLength; i++) {
			const byte = i < length ? cells[start + i] : i === otherLength - 3 ? point : zero;
			if (byte !== bytes[other + i]) return comparison.different;
		}
		return comparison.same;
	};
}

/** Whether bytes are digits, without zeros in front, and so many decimals behind a point. */
function isAmount(bytes: Uint8Array, start: number, length: number, decimals: number): boolean {
	const whole = decimals === 0 ? length : length - decimals - 1;
	if (whole < 1 || (whole > 1 && bytes[start] === zero)) return false;
	for (let i = 0; i < length; i++) {
		const byte = bytes[start + i] ?? 0;
		if (i === whole ? byte !== point : byte < zero || byte > nine) return false;
	}
	return true;
}

/** Whether a byte is an ASCII character that nothing trims. */
function isVisible(byte: number | undefined): boolean {
	return byte !== undefined && byte > 0x20 && byte < 0x7f;
}
