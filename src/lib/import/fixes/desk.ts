import { fieldNames } from '../../customer/customer.ts';
import { type AmountReading, readAmounts } from '../check/amount-reading.ts';
import { type FoldedFixes, applyFixes, foldFixes, noFixes } from './apply-fixes.ts';
import { checkFileColumn, recheckFileColumn } from '../check/check-rows.ts';
import { columnAt } from '../check/field-column.ts';
import type { Fix } from '../fix.ts';
import { type Mapping, noMapping } from '../mapping.ts';
import type { CheckedRows } from '../plan.ts';
import { isBlank } from '../read/row-shape.ts';
import { type CsvTable, cellText } from '../table.ts';
import type { PassedRows } from '../worker-api.ts';

/**
 * A file under review: what it says, what the person fixed, and how its columns are mapped. Values, never
 * changed in place; every function here gives a new desk.
 */
export interface Desk {
	/** As read. */
	source: CsvTable;
	fixes: readonly Fix[];
	/** The id of the next fix. */
	nextId: number;
	folded: FoldedFixes;
	/** The rows that were imported already, of a file that takes several imports (spec I30), by index. */
	passed: ReadonlySet<number>;
	/** With the fixes. Rows that are left out are still in it. */
	table: CsvTable;
	mapping: Mapping;
	/** The mapped fields, read and checked, of all rows of `table`. */
	columns: CheckedRows['columns'];
	/** How the file writes its credit limits (spec V4). */
	amounts: AmountReading;
}

/** Puts a file on the desk, without a mapping. */
export function openDesk(source: CsvTable): Desk {
	return {
		source,
		fixes: [],
		nextId: 1,
		folded: noFixes,
		passed: new Set(),
		table: source,
		mapping: noMapping,
		columns: {},
		amounts: readAmounts([])
	};
}

/** Maps the columns; reads only the fields whose column is another than before. */
export function mapDesk(desk: Desk, mapping: Mapping): Desk {
	const columns: CheckedRows['columns'] = {};
	for (const field of fieldNames) {
		const column = mapping[field];
		if (column === null) continue;
		const known = desk.mapping[field] === column ? desk.columns[field] : undefined;
		columns[field] = known ?? checkFileColumn(desk.table, field, column);
	}
	const { creditLimit } = mapping;
	const amounts =
		creditLimit === desk.mapping.creditLimit ? desk.amounts : readAmounts(cellsOf(desk.source, creditLimit));
	return { ...desk, mapping, columns, amounts };
}

/** Takes other fixes in place of the present ones; reads only the rows that they touch. */
export function withFixes(desk: Desk, fixes: readonly Fix[]): Desk {
	const { source, mapping } = desk;
	const folded = foldFixes(source, fixes);
	const table = applyFixes(source, folded);
	const touched = [...new Set([...desk.folded.cells.keys(), ...folded.cells.keys()])];
	const columns: CheckedRows['columns'] = {};
	for (const field of fieldNames) {
		const column = mapping[field];
		const before = desk.columns[field];
		if (column !== null && before) columns[field] = recheckFileColumn(table, field, column, before, touched);
	}
	const nextId = Math.max(desk.nextId, ...fixes.map(({ id }) => id + 1));
	return { ...desk, fixes, nextId, folded, table, columns };
}

/** Takes rows as imported: they are planned no more, but their addresses still stand in the file (spec I30, V6). */
export function passRows(desk: Desk, { throughRow, leftOut }: PassedRows): Desk {
	const left = new Set(leftOut);
	const passed = new Set(desk.passed);
	const { rowNumbers } = desk.source;
	for (let index = 0; index < rowNumbers.length; index++) {
		const row = rowNumbers[index] ?? 0;
		if (row <= throughRow && !left.has(row)) passed.add(index);
	}
	return { ...desk, passed };
}

/** How `passRows` is told of these rows, by index. */
export function passedRows({ source: { rowNumbers } }: Desk, passed: ReadonlySet<number>): PassedRows {
	let last = rowNumbers.length - 1;
	while (last >= 0 && !passed.has(last)) last--;
	const leftOut: number[] = [];
	for (let index = 0; index < last; index++) if (!passed.has(index)) leftOut.push(rowNumbers[index] ?? 0);
	return { throughRow: rowNumbers[last] ?? 0, leftOut };
}

/** The rows of a desk that an import is planned from. */
export interface PlannedRows {
	rows: CheckedRows;
	/** Of each of them, the index in the desk's table. */
	indices: readonly number[];
}

/**
 * The rows without those that are left out, and without those in which fixes left nothing: these are blank rows,
 * as they would be in a file (spec P4). Rows that were imported already are among them.
 */
export function plannedRows(desk: Desk): PlannedRows {
	const { table, folded, columns } = desk;
	const left = new Set(folded.aside.keys());
	for (const index of folded.cells.keys()) if (isBlank(table.rows.row(index))) left.add(index);
	const all = { rowNumbers: table.rowNumbers, columns, problems: table.problems };
	const everyIndex = Array.from({ length: table.rows.length }, (_, index) => index);
	if (left.size === 0) return { rows: all, indices: everyIndex };
	const indices = everyIndex.filter((index) => !left.has(index));
	return { rows: rowsAt(all, indices), indices };
}

/** Some of these rows, by index, in their order. */
export function rowsAt(rows: CheckedRows, indices: readonly number[]): CheckedRows {
	const columns: CheckedRows['columns'] = {};
	for (const field of fieldNames) {
		const column = rows.columns[field];
		if (column === undefined) continue;
		columns[field] = columnAt(column, indices);
	}
	const rowNumbers = indices.map((index) => rows.rowNumbers[index] ?? 0);
	return { rowNumbers, columns, problems: moved(rows.problems, indices) };
}

/** The addresses of the planned rows that are not imported yet, each once, to look the customers up by (spec 3.5). */
export function distinctEmails(desk: Desk): Set<string> {
	const { rows, indices } = plannedRows(desk);
	const emails = new Set<string>();
	indices.forEach((index, i) => {
		const email = rows.columns.email?.value(i) ?? null;
		if (email !== null && !desk.passed.has(index)) emails.add(email);
	});
	return emails;
}

function moved<T>(byIndex: ReadonlyMap<number, T>, indices: readonly number[]): Map<number, T> {
	const found = new Map<number, T>();
	if (byIndex.size === 0) return found;
	indices.forEach((index, i) => {
		const value = byIndex.get(index);
		if (value !== undefined) found.set(i, value);
	});
	return found;
}

function* cellsOf(table: CsvTable, column: number | null): Generator<string> {
	if (column === null) return;
	for (let i = 0; i < table.rows.length; i++) yield cellText(table, i, column);
}
