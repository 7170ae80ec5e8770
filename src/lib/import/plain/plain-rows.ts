import type { PlainCells, TableRows } from '../table-rows.ts';
import { trimText } from '../../customer/text.ts';
import { textOfBytes } from './text-of-bytes.ts';

const quote = 0x22;

/**
 * Rows of a plain file, whose texts are made when they are asked for.
 *
 * @param rowNumbers their spreadsheet rows
 */
export function plainRows(plain: PlainCells, rowNumbers: ArrayLike<number>): TableRows {
	return {
		length: rowNumbers.length,
		width: (index) => plainWidth(plain, (rowNumbers[index] ?? 0) - 1),
		cell: (index, column) => plainText(plain, (rowNumbers[index] ?? 0) - 1, column),
		row: (index) => plainTexts(plain, (rowNumbers[index] ?? 0) - 1)
	};
}

/** How many cells a physical row has; 0 for a row that is not there. */
export function plainWidth({ firstCells }: PlainCells, row: number): number {
	return (firstCells[row + 1] ?? 0) - (firstCells[row] ?? 0);
}

/** The texts of a physical row's cells. */
export function plainTexts(plain: PlainCells, row: number): string[] {
	return Array.from({ length: plainWidth(plain, row) }, (_, column) => plainText(plain, row, column));
}

/** The number of a physical row's cells up to the last one with something in it; 0 where it is blank (spec P4, P6). */
export function plainFilledWidth(plain: PlainCells, row: number): number {
	const { bytes, starts, firstCells } = plain;
	const first = firstCells[row] ?? 0;
	const next = firstCells[row + 1] ?? 0;
	for (let cell = next - 1; cell >= first; cell--) {
		const from = starts[cell] ?? 0;
		const to = endOfCell(plain, cell, next);
		const inner = bytes[from] === quote ? 1 : 0;
		if (!isBlankRange(bytes, from + inner, to - inner)) return cell - first + 1;
	}
	return 0;
}

/** Whether a physical row has nothing in it (spec P4). */
export function isPlainBlank(plain: PlainCells, row: number): boolean {
	const first = plain.firstCells[row] ?? 0;
	const from = plain.starts[first] ?? 0;
	// Nearly every row has something at its beginning.
	const isEmpty = isBlankRange(plain.bytes, from, endOfCell(plain, first, plain.firstCells[row + 1] ?? 0));
	return isEmpty || plain.bytes[from] === quote ? plainFilledWidth(plain, row) === 0 : false;
}

/** The text of a physical row's cell, without its quotes; empty where there is no such cell. */
function plainText(plain: PlainCells, row: number, column: number): string {
	const { bytes, firstCells, starts } = plain;
	const cell = (firstCells[row] ?? 0) + column;
	const next = firstCells[row + 1] ?? 0;
	if (column < 0 || cell >= next) return '';
	const from = starts[cell] ?? 0;
	const to = endOfCell(plain, cell, next);
	if (bytes[from] !== quote) return textOfBytes(bytes, from, to);
	const text = textOfBytes(bytes, from + 1, to - 1);
	return text.includes('"') ? text.replaceAll('""', '"') : text;
}

/** @param next the first cell of the next row */
function endOfCell({ starts, lineEndLength }: PlainCells, cell: number, next: number): number {
	return (starts[cell + 1] ?? 0) - (cell + 1 === next ? lineEndLength : 1);
}

/** Whether `trimText` leaves nothing of a part of the file. */
function isBlankRange(bytes: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte >= 0x80) return trimText(textOfBytes(bytes, at, to)) === '';
		if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return false;
	}
	return true;
}
