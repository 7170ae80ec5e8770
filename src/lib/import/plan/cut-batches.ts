import { fieldNames } from '../../customer/customer.ts';
import type { SizeLimits } from '../limits.ts';
import { CellCursor } from '../plain/cell-cursor.ts';
import { type CheckedRows, type FieldColumn, type ImportPlan, cellState, rowKind } from '../plan.ts';

/**
 * Cuts the rows of a plan that change something into imports (spec I30): each the indices of some of the rows, in
 * their order, as many as one import may hold. A row by itself always fits: its cells are no longer than their
 * fields allow. What is left of a plan is cut as the whole was.
 *
 * @param plan of these rows
 * @param limits of one import; its bytes are those of the mapped values as JSON in UTF-8
 * @param isLeft whether a row is still to be imported
 */
export function* cutBatches(
	rows: CheckedRows,
	{ kinds }: ImportPlan,
	limits: SizeLimits,
	isLeft: (index: number) => boolean = () => true
): Generator<number[], void, undefined> {
	const sizeOf = fieldNames.flatMap((field) => sizeOfCells(rows.columns[field]));
	let batch: number[] = [];
	let bytes = 0;
	for (let i = 0; i < kinds.length; i++) {
		if ((kinds[i] !== rowKind.create && kinds[i] !== rowKind.update) || !isLeft(i)) continue;
		const size = sizeOf.reduce((sum, sizeAt) => sum + sizeAt(i), 0);
		if (batch.length > 0 && (batch.length === limits.maxRows || bytes + size > limits.maxBytes)) {
			yield batch;
			batch = [];
			bytes = 0;
		}
		batch.push(i);
		bytes += size;
	}
	if (batch.length > 0) yield batch;
}

/** Counts the bytes of a row's value in a mapped column as JSON in UTF-8, with its comma. */
function sizeOfCells(column: FieldColumn | undefined): ((row: number) => number)[] {
	if (column === undefined) return [];
	const { states, plain } = column;
	const cursor = plain && new CellCursor(plain);
	function sizeOfText(row: number): number {
		const value = column?.value(row) ?? null;
		return 1 + (value === null ? 4 : jsonBytes(value));
	}
	return [
		(row) => {
			if (cursor === null || states[row] !== cellState.asWritten) return sizeOfText(row);
			cursor.moveTo(row);
			return 1 + jsonBytesOfUtf8(cursor.bytes, cursor.start, cursor.end);
		}
	];
}

// Control characters that JSON writes with a letter: \b \t \n \f \r.
const shortEscapes: ReadonlySet<number> = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

/** The bytes of a text as JSON in UTF-8, counted: writing it out to measure it takes far longer. */
export function jsonBytes(text: string): number {
	let bytes = 2;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit < 0x20) bytes += shortEscapes.has(unit) ? 2 : 6;
		else if (unit < 0x80) bytes += unit === 0x22 || unit === 0x5c ? 2 : 1;
		else if (unit < 0x800) bytes += 2;
		else if (unit < 0xd800 || unit > 0xdfff) bytes += 3;
		else if (unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
			bytes += 4;
			i++;
		} else bytes += 6;
	}
	return bytes;
}

// By byte: how long it is as JSON.
const jsonLengths = Uint8Array.from({ length: 256 }, (_, byte) =>
	byte < 0x80 ? jsonBytes(String.fromCharCode(byte)) - 2 : 1
);

/** The same of a text that is valid UTF-8 in bytes. */
function jsonBytesOfUtf8(bytes: Uint8Array, start: number, end: number): number {
	let length = 2;
	for (let at = start; at < end; at++) length += jsonLengths[bytes[at] ?? 0] ?? 0;
	return length;
}
