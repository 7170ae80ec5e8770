import type { CellEdit, Fix } from '../fix.ts';
import type { RowIssue } from '../issue.ts';
import { indexOfRow } from '../read/row-index.ts';
import { problemOfRow } from '../read/row-shape.ts';
import type { CsvTable } from '../table.ts';
import { replacedRows } from '../table-rows.ts';

/** The texts of one row's fixed cells, by column. */
export type FixedCells = ReadonlyMap<number, string>;

/** What a list of fixes comes to. */
export interface FoldedFixes {
	/** By row index. No text in here is the one that the file has. */
	cells: ReadonlyMap<number, FixedCells>;
	/** The rows that are left out, by index, with what was wrong with them. */
	aside: ReadonlyMap<number, RowIssue[]>;
}

export const noFixes: FoldedFixes = { cells: new Map(), aside: new Map() };

/** Folds fixes in their order: the last one of a cell wins (spec W4). */
export function foldFixes(source: CsvTable, fixes: readonly Fix[]): FoldedFixes {
	const cells = new Map<number, Map<number, string>>();
	const aside = new Map<number, RowIssue[]>();
	for (const fix of fixes) {
		if (fix.kind === 'set-aside') {
			for (const { row, problems } of fix.rows) aside.set(indexOfRow(source.rowNumbers, row), problems);
			continue;
		}
		for (const { row, column, after } of fix.edits) {
			const index = indexOfRow(source.rowNumbers, row);
			const ofRow = cells.get(index);
			if (ofRow) ofRow.set(column, after);
			else cells.set(index, new Map([[column, after]]));
		}
	}
	for (const [index, ofRow] of cells) {
		for (const [column, text] of ofRow) {
			if (!isEdit(source, index, column, text)) ofRow.delete(column);
		}
		if (ofRow.size === 0) cells.delete(index);
	}
	return { cells, aside };
}

// An empty text beyond the end of a row is what stands there already. A cell whose quote is open is mended by
// writing it again, whatever its text.
function isEdit(source: CsvTable, index: number, column: number, text: string): boolean {
	if (source.openQuotes.get(index)?.includes(column)) return true;
	return source.rows.cell(index, column) !== text;
}

/** A file's table with fixed cells in it. Rows that are left out are still in it. */
export function applyFixes(source: CsvTable, { cells }: FoldedFixes): CsvTable {
	if (cells.size === 0) return source;
	const rows = new Map<number, readonly string[]>();
	const problems = new Map(source.problems);
	let { shortRows } = source;
	for (const [index, ofRow] of cells) {
		const before = source.rows.row(index);
		const after = fixRow(before, ofRow);
		rows.set(index, after);
		const open = source.openQuotes.get(index) ?? [];
		const stillOpen = open.filter((column) => !ofRow.has(column));
		shortRows += countShort(after, source, stillOpen) - countShort(before, source, open);
		const problem = problemOfRow(after, source.header.length, stillOpen);
		if (problem) problems.set(index, problem);
		else problems.delete(index);
	}
	return { ...source, rows: replacedRows(source.rows, rows), plain: null, problems, shortRows };
}

/** A row with other texts in some of its cells; as long as its last fixed cell, at least. */
export function fixRow(row: readonly string[], cells: FixedCells): string[] {
	const fixed = row.slice();
	for (const [column, text] of cells) {
		while (fixed.length < column) fixed.push('');
		fixed[column] = text;
	}
	return fixed;
}

/** The edits without those of one row. */
export function withoutRow(edits: readonly CellEdit[], row: number): CellEdit[] {
	return edits.filter((edit) => edit.row !== row);
}

// As a file is read: a row with an open quote is not counted among the short ones (spec P6).
function countShort(row: readonly string[], { header }: CsvTable, openQuotes: readonly number[]): number {
	return openQuotes.length === 0 && row.length < header.length ? 1 : 0;
}
