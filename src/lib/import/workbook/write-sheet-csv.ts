import type { Sheet, SheetCell } from './read-worksheet.ts';
import { writeCell } from '../csv/write-cell.ts';

const byteOrderMark = '\ufeff';
const lineEnd = '\r\n';

/**
 * A sheet as a CSV file: UTF-8 with BOM, commas, CRLF, RFC 4180 quoting; each row and column where it stands in
 * the sheet. A few cells in far corners make a large file: one that would be larger than it may be is not
 * written, and its size is a little less than it would be.
 *
 * @param width how many cells a row that is not blank has at least
 */
export function writeSheetCsv(
	sheet: Sheet,
	width: number,
	maxBytes: number
): { kind: 'csv'; bytes: Uint8Array<ArrayBuffer> } | { kind: 'too-large'; bytes: number } {
	const rowNumbers = [...sheet.keys()].sort((one, other) => one - other);
	const least = leastSize(sheet, rowNumbers.at(-1) ?? 0, width);
	if (least > maxBytes) return { kind: 'too-large', bytes: least };
	const lines: string[] = [];
	for (const rowNumber of rowNumbers) {
		while (lines.length < rowNumber - 1) lines.push('');
		lines.push(lineOf(sheet.get(rowNumber) ?? [], width));
	}
	const bytes = new TextEncoder().encode(byteOrderMark + lines.map((line) => line + lineEnd).join(''));
	return bytes.length > maxBytes ? { kind: 'too-large', bytes: bytes.length } : { kind: 'csv', bytes };
}

function leastSize(sheet: Sheet, lastRow: number, width: number): number {
	let size = lastRow * lineEnd.length;
	for (const cells of sheet.values()) {
		size += cells.reduce((last, { column }) => Math.max(last, column), width - 1);
		for (const { text } of cells) size += text.length;
	}
	return size;
}

function lineOf(cells: readonly SheetCell[], width: number): string {
	const texts: string[] = [];
	for (const { column, text } of cells) {
		while (texts.length < column) texts.push('');
		texts[column] = writeCell(text, ',', 'plain');
	}
	while (texts.length < width) texts.push('');
	return texts.join(',');
}
