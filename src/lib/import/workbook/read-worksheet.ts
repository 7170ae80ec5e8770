import { formatNumber } from './format-number.ts';
import type { NumberFormat } from './number-format.ts';
import { readXml } from './read-xml.ts';

/** A cell with something in it; columns count from 0. */
export interface SheetCell {
	column: number;
	text: string;
}

/** The cells of a sheet by their row, which counts from 1. Only what is filled takes room: sheets can be endless. */
export type Sheet = Map<number, SheetCell[]>;

/** What the cells of a workbook's sheets refer to. */
export interface WorkbookContext {
	sharedStrings: readonly string[];
	/** By the number of the cell's style. */
	formats: readonly NumberFormat[];
	/** Whether dates count from 1904. */
	from1904: boolean;
}

interface WrittenCell {
	column: number;
	type: string;
	style: number;
	/** Undefined where the cell has none, which is not the same as an empty one. */
	value: string | undefined;
	/** Text in the cell itself. */
	inline: string;
	/** Undefined where the cell has none; empty where it follows another cell's. */
	formula: string | undefined;
}

const maxSheetRows = 1_048_576;
const maxSheetColumns = 16_384;

/**
 * Reads a sheet's cells as the sheet shows them (spec P11).
 *
 * @throws Error where the sheet is damaged
 */
export function readWorksheet(xml: Uint8Array, context: WorkbookContext): Sheet {
	const sheet: Sheet = new Map();
	let row: SheetCell[] = [];
	let rowNumber = 0;
	let cell: WrittenCell | undefined;
	/** Where the text that comes next belongs to. */
	let target: 'value' | 'inline' | 'formula' | undefined;
	let isPhonetic = false;
	let nextColumn = 0;

	readXml(xml, {
		open(name, attributes) {
			if (name === 'row') {
				rowNumber = readPosition(attributes('r') ?? String(rowNumber + 1), maxSheetRows);
				row = [];
				nextColumn = 0;
			} else if (name === 'c') {
				const column = columnOf(attributes('r')) ?? nextColumn;
				if (column >= maxSheetColumns) throw new Error('A cell is beyond the last column.');
				nextColumn = column + 1;
				const style = Number(attributes('s') ?? 0);
				const type = attributes('t') ?? 'n';
				cell = { column, type, style, value: undefined, inline: '', formula: undefined };
			} else if (cell && name === 'v') {
				target = 'value';
				cell.value = '';
			} else if (cell && name === 'f') {
				target = 'formula';
				cell.formula = '';
			} else if (cell && name === 't') target = isPhonetic ? undefined : 'inline';
			else if (name === 'rPh') isPhonetic = true;
		},
		close(name) {
			if (name === 'row' && row.length > 0) sheet.set(rowNumber, row);
			else if (name === 'c' && cell) {
				const text = cellText(cell, context);
				if (text !== '') row.push({ column: cell.column, text });
				cell = undefined;
			} else if (name === 'v' || name === 't' || name === 'f') target = undefined;
			else if (name === 'rPh') isPhonetic = false;
		},
		text(text) {
			if (cell && target) cell[target] += text;
		}
	});
	return sheet;
}

function cellText({ type, style, value, inline, formula }: WrittenCell, context: WorkbookContext): string {
	if (type === 'inlineStr') return unescapeText(inline);
	// A program that writes formulas may leave the results to Excel. An empty cell would clear what a customer has.
	if (value === undefined && formula !== undefined) return `=${formula || '…'}`;
	if (value === undefined || value === '') return '';
	switch (type) {
		case 's': {
			const text = context.sharedStrings[Number(value)];
			if (text === undefined) throw new Error('A cell refers to a text that is not there.');
			return text;
		}
		case 'b':
			return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
		case 'n':
			return formatNumber(value.trim(), context.formats[style] ?? { kind: 'general' }, context.from1904);
		case 'd':
			return value.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace(/^(\d+-\d\d-\d\d)T/, '$1 ');
		// `str` is the text that a formula came to, `e` its error, which is a text and not an empty cell.
		default:
			return unescapeText(value);
	}
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function unescapeText(text: string): string {
	if (!text.includes('_x')) return text;
	return text.replace(/_x([0-9a-fA-F]{4})_/g, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16))
	);
}

/** The column of a reference such as `AB12`, from 0. */
function columnOf(reference: string | undefined): number | undefined {
	if (reference === undefined) return undefined;
	const letters = /^[A-Z]{1,3}/.exec(reference.toUpperCase())?.[0];
	if (letters === undefined) throw new Error('A cell stands nowhere.');
	return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function readPosition(text: string, max: number): number {
	const position = Number(text);
	if (!Number.isInteger(position) || position < 1 || position > max) throw new Error('A row stands nowhere.');
	return position;
}
