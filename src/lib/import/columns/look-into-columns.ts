import { trimText } from '../../customer/text.ts';
import { cellEnd, cellStart, equalBytes } from '../plain/cell-bytes.ts';
import { shortenText } from '../shorten-text.ts';
import { type CsvTable, type JoinedColumn, cellText } from '../table.ts';
import type { PlainCells } from '../table-rows.ts';

/** What stands in a column. */
export interface ColumnLook {
	/** How many cells have something in them. */
	filled: number;
	/** The first few different values, cut to a line. */
	samples: string[];
}

const maxSamples = 3;
const maxSampleLength = 60;
const quote = 0x22;

/** Looks into every column of a file that can be mapped: those of the header, and then joined ones (spec M7, M8). */
export function lookIntoColumns(table: CsvTable): ColumnLook[] {
	const { header, joined, plain } = table;
	const ofHeader = plain
		? lookIntoPlain(table, plain)
		: header.map((_, column) => lookIntoTexts(table, column));
	return [...ofHeader, ...joined.map((pair, i) => lookIntoJoined(table, header.length + i, pair))];
}

function lookIntoTexts(table: CsvTable, column: number): ColumnLook {
	const look: ColumnLook = { filled: 0, samples: [] };
	for (let i = 0; i < table.rows.length; i++) addText(look, cellText(table, i, column));
	return look;
}

function lookIntoJoined(table: CsvTable, column: number, { columns }: JoinedColumn): ColumnLook {
	const look: ColumnLook = { filled: 0, samples: [] };
	for (let i = 0; i < table.rows.length; i++) {
		if (look.samples.length < maxSamples) addText(look, cellText(table, i, column));
		else if (columns.some((one) => isFilled(table, i, one))) look.filled++;
	}
	return look;
}

function addText(look: ColumnLook, text: string): void {
	const value = trimText(text);
	if (value === '') return;
	look.filled++;
	if (look.samples.length === maxSamples) return;
	const sample = shortenText(value, maxSampleLength);
	if (!look.samples.includes(sample)) look.samples.push(sample);
}

/** Goes over the rows once, and makes texts only of samples and of cells that may be blank. */
function lookIntoPlain(table: CsvTable, cells: PlainCells): ColumnLook[] {
	const { bytes, starts, firstCells, lineEndLength } = cells;
	const { header, rows, rowNumbers } = table;
	const looks = header.map((): ColumnLook => ({ filled: 0, samples: [] }));
	// By column: how many cells were not made texts, whether all samples are found, and where these stand.
	const others = new Uint32Array(header.length);
	const isDone = new Uint8Array(header.length);
	const places = header.map((): number[] => []);
	for (let i = 0; i < rowNumbers.length; i++) {
		const row = (rowNumbers[i] ?? 0) - 1;
		const first = firstCells[row] ?? 0;
		const next = firstCells[row + 1] ?? 0;
		const width = Math.min(next - first, header.length);
		for (let column = 0; column < width; column++) {
			const cell = first + column;
			let start = starts[cell] ?? 0;
			let end = (starts[cell + 1] ?? 0) - (cell + 1 === next ? lineEndLength : 1);
			if (start < end && bytes[start] === quote) {
				start++;
				end--;
			}
			if (start === end) continue;
			const isKnown = isDone[column] === 1 || isSampled(places[column], bytes, start, end);
			if (isKnown && isPrintable(bytes[start])) {
				others[column] = (others[column] ?? 0) + 1;
				continue;
			}
			const look = looks[column];
			if (look === undefined) continue;
			const before = look.samples.length;
			addText(look, rows.cell(i, column));
			if (look.samples.length > before) places[column]?.push(start, end);
			if (look.samples.length === maxSamples) isDone[column] = 1;
		}
	}
	return looks.map(({ filled, samples }, column) => ({ filled: filled + (others[column] ?? 0), samples }));
}

/** Whether a cell is a sample already, byte for byte; one of other bytes may be too. */
function isSampled(places: readonly number[] = [], bytes: Uint8Array, start: number, end: number): boolean {
	for (let i = 0; i < places.length; i += 2)
		if (equalBytes(bytes, start, end, bytes, places[i] ?? 0, places[i + 1] ?? 0)) return true;
	return false;
}

function isFilled(table: CsvTable, index: number, column: number): boolean {
	const { plain: cells, rows, rowNumbers } = table;
	if (cells) {
		const plain = { cells, column, rowNumbers };
		const start = cellStart(plain, index);
		if (start === cellEnd(plain, index)) return false;
		if (isPrintable(cells.bytes[start])) return true;
	}
	return trimText(rows.cell(index, column)) !== '';
}

/** Whether a byte is a character by itself that `trimText` keeps. */
function isPrintable(byte: number | undefined): boolean {
	return byte !== undefined && byte > 0x20 && byte < 0x80;
}
