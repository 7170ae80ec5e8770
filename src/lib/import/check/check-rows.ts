import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import type { ReadValue } from '../../customer/issue-code.ts';
import { checkPlainColumn } from './check-plain-column.ts';
import { unescapeFormula } from '../csv/formula-guard.ts';
import type { Mapping } from '../mapping.ts';
import type { CheckedRows, FieldColumn } from '../plan.ts';
import { type CsvTable, type RowProblem, cellText } from '../table.ts';
import { listedColumn, recheckedColumn } from './field-column.ts';

// The fields that the export escapes; a status or credit limit never looks like a formula (spec E3).
const escapedFields: ReadonlySet<FieldName> = new Set(['email', 'name', 'notes']);

const noProblems: ReadonlyMap<number, RowProblem> = new Map();

/** A cell's text as a field reads it: without the apostrophe that the export puts in front of formulas (spec V7). */
export function valueText(field: FieldName, cell: string): string {
	return escapedFields.has(field) ? unescapeFormula(cell) : cell;
}

/** Reads and checks the cells of one column of a file as a field's values (spec V1-V5, V7). */
export function checkFileColumn(table: CsvTable, field: FieldName, column: number): FieldColumn {
	const { plain, rows, rowNumbers } = table;
	const { read } = fieldDefinition(field);
	function readAt(index: number): ReadValue {
		return read(valueText(field, cellText(table, index, column)));
	}
	// A joined column is in no file.
	return plain === null || column >= table.header.length
		? listedColumn(rows.length, readAt)
		: checkPlainColumn({ cells: plain, column, rowNumbers }, field, readAt);
}

/**
 * Reads and checks a few cells of a column again, after fixes.
 *
 * @param before the column as it was checked; not changed
 * @param indices of the rows that may be others now
 */
export function recheckFileColumn(
	table: CsvTable,
	field: FieldName,
	column: number,
	before: FieldColumn,
	indices: readonly number[]
): FieldColumn {
	if (indices.length === 0) return before;
	const { read } = fieldDefinition(field);
	return recheckedColumn(before, indices, (i) => read(valueText(field, cellText(table, i, column))));
}

/** Reads and checks the mapped columns of a file. */
export function checkFileRows(table: CsvTable, mapping: Mapping): CheckedRows {
	const columns: CheckedRows['columns'] = {};
	for (const field of fieldNames) {
		const column = mapping[field];
		if (column !== null) columns[field] = checkFileColumn(table, field, column);
	}
	return { rowNumbers: table.rowNumbers, columns, problems: table.problems };
}

/**
 * Checks rows that were read elsewhere by the same rules (spec A1). They are stored values, not cells:
 * nothing is unescaped, and null is an empty cell. Every column must be as long as `rowNumbers`.
 */
export function checkSubmittedRows(
	rowNumbers: ArrayLike<number>,
	values: Partial<Record<FieldName, readonly (string | null)[]>>
): CheckedRows {
	const columns: CheckedRows['columns'] = {};
	for (const field of fieldNames) {
		const submitted = values[field];
		if (submitted === undefined) continue;
		const { read } = fieldDefinition(field);
		columns[field] = listedColumn(rowNumbers.length, (i) => read(submitted[i] ?? ''));
	}
	return { rowNumbers, columns, problems: noProblems };
}
