import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { type RowAddresses, addressesOf, withOtherAddresses } from '../check/address-index.ts';
import { type AmountReading, readAmounts, readFileAmounts } from '../check/amount-reading.ts';
import { type FixedCells, type FoldedFixes, applyFixes, foldFixes, noFixes } from './apply-fixes.ts';
import { checkFileColumn, recheckFileColumn } from '../check/check-rows.ts';
import type { Fix } from '../fix.ts';
import { type Mapping, noMapping } from '../mapping.ts';
import { type CheckedRows, type FieldColumn, leftOut } from '../plan.ts';
import { isBlank } from '../read/row-shape.ts';
import { type RowSet, hasRow, noRows, rowSet } from './row-set.ts';
import type { CsvTable } from '../table.ts';
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
	/** The rows that were imported already, of a file that takes several imports (spec I30). */
	passed: RowSet;
	/** With the fixes. Rows that are left out are still in it. */
	table: CsvTable;
	mapping: Mapping;
	/** The mapped fields, read and checked, of all rows of `table`. */
	columns: CheckedRows['columns'];
	/** Of the e-mail column; null where none is mapped. */
	addresses: RowAddresses | null;
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
		passed: noRows,
		table: source,
		mapping: noMapping,
		columns: {},
		addresses: null,
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
		columns[field] = known ?? checkFixedColumn(desk, field, column);
	}
	const { email } = columns;
	const addresses = email === desk.columns.email ? desk.addresses : email ? addressesOf(email) : null;
	const { creditLimit } = mapping;
	const amounts =
		creditLimit === desk.mapping.creditLimit
			? desk.amounts
			: amountsOf(desk.source, creditLimit, columns.creditLimit);
	return { ...desk, mapping, columns, addresses, amounts };
}

/** Reads a column of the file, and then the rows that were fixed. */
function checkFixedColumn({ source, table, folded }: Desk, field: FieldName, column: number): FieldColumn {
	const asInFile = checkFileColumn(source, field, column);
	return recheckFileColumn(table, field, column, asInFile, [...folded.cells.keys()]);
}

function amountsOf(source: CsvTable, column: number | null, checked: FieldColumn | undefined): AmountReading {
	const asInFile = sourceOf(checked);
	return column === null || asInFile === undefined
		? readAmounts([])
		: readFileAmounts(source, column, asInFile);
}

/** Takes other fixes in place of the present ones; reads only the rows that they touch. */
export function withFixes(desk: Desk, fixes: readonly Fix[]): Desk {
	const { source, mapping } = desk;
	const folded = foldFixes(source, fixes);
	const table = applyFixes(source, folded);
	const touched = touchedRows(desk.folded, folded);
	const columns: CheckedRows['columns'] = {};
	for (const field of fieldNames) {
		const column = mapping[field];
		const before = desk.columns[field];
		if (column !== null && before) columns[field] = recheckFileColumn(table, field, column, before, touched);
	}
	const addresses =
		desk.addresses && columns.email
			? withOtherAddresses(desk.addresses, columns.email, touched)
			: desk.addresses;
	const nextId = Math.max(desk.nextId, ...fixes.map(({ id }) => id + 1));
	return { ...desk, fixes, nextId, folded, table, columns, addresses };
}

/** Whether two desks have read a field from the same column, so that its values differ in touched rows only. */
export function isSameReading(before: Desk, after: Desk, field: FieldName): boolean {
	return sourceOf(before.columns[field]) === sourceOf(after.columns[field]);
}

function sourceOf(column: FieldColumn | undefined): FieldColumn | undefined {
	return column?.fixes?.source ?? column;
}

/** The rows in which the fixed cells of two desks of one file differ, by index. */
export function touchedRows(before: FoldedFixes, after: FoldedFixes): number[] {
	const rows = new Set([...before.cells.keys(), ...after.cells.keys()]);
	return [...rows].filter((row) => !sameCells(before.cells.get(row), after.cells.get(row)));
}

function sameCells(one: FixedCells | undefined, other: FixedCells | undefined): boolean {
	if (one?.size !== other?.size) return false;
	return [...(one ?? [])].every(([column, text]) => other?.get(column) === text);
}

/** Takes rows as imported: they are planned no more, but their addresses still stand in the file (spec I30, V6). */
export function passRows(desk: Desk, { throughRow, leftOut: notPassed }: PassedRows): Desk {
	const { rowNumbers } = desk.source;
	const kept = new Set(notPassed);
	const passed = rowSet(rowNumbers.length, (index) => {
		const row = rowNumbers[index] ?? 0;
		return hasRow(desk.passed, index) || (row <= throughRow && !kept.has(row));
	});
	return { ...desk, passed };
}

/** How `passRows` is told of these rows. */
export function passedRows({ source: { rowNumbers } }: Desk, passed: RowSet): PassedRows {
	let last = rowNumbers.length - 1;
	while (last >= 0 && !hasRow(passed, last)) last--;
	const notPassed: number[] = [];
	for (let index = 0; index < last; index++) {
		if (!hasRow(passed, index)) notPassed.push(rowNumbers[index] ?? 0);
	}
	return { throughRow: rowNumbers[last] ?? 0, leftOut: notPassed };
}

/** The rows of a desk as they are read and checked, those that are left out among them. */
export function checkedRows({ table, columns }: Desk): CheckedRows {
	return { rowNumbers: table.rowNumbers, columns, problems: table.problems };
}

/**
 * Which rows of a desk are not to be planned, by row, one of `leftOut`; null where all are. Gone are those that the
 * person left out, and those in which fixes left nothing: these are blank rows, as they would be in a file (spec P4).
 */
export function rowsLeftOut({ table, folded, passed }: Desk): Uint8Array | null {
	const blank = [...folded.cells.keys()].filter((index) => isBlank(table.rows.row(index)));
	if (passed.size === 0 && folded.aside.size === 0 && blank.length === 0) return null;
	const left = new Uint8Array(table.rows.length);
	if (passed.flags !== null) {
		const { flags } = passed;
		for (let index = 0; index < left.length; index++) if (flags[index] === 1) left[index] = leftOut.passed;
	}
	for (const index of folded.aside.keys()) left[index] = leftOut.gone;
	for (const index of blank) left[index] = leftOut.gone;
	return left;
}
