import { isPlainBlank, plainFilledWidth, plainRows, plainTexts, plainWidth } from '../plain/plain-rows.ts';
import type { ScannedRows } from '../csv/scan-rows.ts';
import { type PlainCells, type TableRows, listedRows } from '../table-rows.ts';
import { isBlank, widthOf } from './row-shape.ts';

/** All rows of a file as they were told apart, blank ones and the header included: the spreadsheet's, less 1. */
export interface FileRows {
	readonly length: number;
	width(index: number): number;
	row(index: number): readonly string[];
	/** Whether a row has nothing in it (spec P4). */
	isBlank(index: number): boolean;
	/** The number of cells up to the last one with something in it. */
	filledWidth(index: number): number;
	/** The columns in which a quote opens that is not closed properly, by row (spec P5). */
	openQuotes: ReadonlyMap<number, readonly number[]>;
	/** The rows with these spreadsheet row numbers. */
	pick(rowNumbers: ArrayLike<number>): TableRows;
	plain: PlainCells | null;
}

/** Rows that were read as texts. */
export function scannedFileRows({ rows, openQuotes }: ScannedRows): FileRows {
	return {
		length: rows.length,
		width: (index) => rows[index]?.length ?? 0,
		row: (index) => rows[index] ?? [],
		isBlank: (index) => isBlank(rows[index] ?? []),
		filledWidth: (index) => widthOf(rows[index] ?? []),
		openQuotes,
		pick: (rowNumbers) => listedRows(Array.from(rowNumbers, (number) => rows[number - 1] ?? [])),
		plain: null
	};
}

/** Rows that stand in the bytes of a plain file. */
export function plainFileRows(plain: PlainCells): FileRows {
	return {
		length: plain.firstCells.length - 1,
		width: (index) => plainWidth(plain, index),
		row: (index) => plainTexts(plain, index),
		isBlank: (index) => isPlainBlank(plain, index),
		filledWidth: (index) => plainFilledWidth(plain, index),
		openQuotes: new Map(),
		pick: (rowNumbers) => plainRows(plain, rowNumbers),
		plain
	};
}
