import type { PlainColumn } from '../plan.ts';

const quote = 0x22;

/**
 * Where the text of a row's cell starts in the bytes of its file, behind the opening quote where it has one. Where
 * the row has no such cell, `cellStart` and `cellEnd` are the same place: an empty text.
 */
export function cellStart({ cells, column, rowNumbers }: PlainColumn, row: number): number {
	const { bytes, starts, firstCells } = cells;
	const physical = (rowNumbers[row] ?? 0) - 1;
	const cell = (firstCells[physical] ?? 0) + column;
	const start = starts[cell] ?? 0;
	// A quote can be the first byte of a cell that is there, or of the row behind one that is not.
	return cell < (firstCells[physical + 1] ?? 0) && bytes[start] === quote ? start + 1 : start;
}

/** Where the text of a row's cell ends in the bytes of its file: one behind its last byte, before the closing quote. */
export function cellEnd({ cells, column, rowNumbers }: PlainColumn, row: number): number {
	const { bytes, starts, firstCells, lineEndLength } = cells;
	const physical = (rowNumbers[row] ?? 0) - 1;
	const cell = (firstCells[physical] ?? 0) + column;
	const behind = firstCells[physical + 1] ?? 0;
	const start = starts[cell] ?? 0;
	if (cell >= behind) return start;
	const end = (starts[cell + 1] ?? 0) - (cell + 1 === behind ? lineEndLength : 1);
	return bytes[start] === quote ? end - 1 : end;
}

/** Whether two ranges of bytes are the same; ends are exclusive. */
export function equalBytes(
	one: Uint8Array,
	oneStart: number,
	oneEnd: number,
	other: Uint8Array,
	otherStart: number,
	otherEnd: number
): boolean {
	const length = oneEnd - oneStart;
	if (length !== otherEnd - otherStart) return false;
	for (let i = 0; i < length; i++) if (one[oneStart + i] !== other[otherStart + i]) return false;
	return true;
}
