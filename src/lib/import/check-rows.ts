import { type FieldName, fieldNames } from '../customer/customer.ts';
import { fieldDefinition } from '../customer/field-catalogue.ts';
import { unescapeFormula } from './formula-guard.ts';
import type { Mapping } from './mapping.ts';
import type { CheckedRows, FieldColumn } from './plan.ts';
import type { CsvTable, RowProblem } from './table.ts';

// The fields that the export escapes; a status or credit limit never looks like a formula (spec E3).
const escapedFields: ReadonlySet<FieldName> = new Set(['email', 'name', 'notes']);

const noProblems: ReadonlyMap<number, RowProblem> = new Map();

/** Reads and checks the cells of one column of a file as a field's values (spec V1-V5, V7). */
export function checkFileColumn(table: CsvTable, field: FieldName, column: number): FieldColumn {
	const cellAt = escapedFields.has(field)
		? (row: string[]) => unescapeFormula(row[column] ?? '')
		: (row: string[]) => row[column] ?? '';
	return checkColumn(field, table.rows.length, (i) => cellAt(table.rows[i] ?? []));
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
	rowNumbers: readonly number[],
	values: Partial<Record<FieldName, readonly (string | null)[]>>
): CheckedRows {
	const columns: CheckedRows['columns'] = {};
	for (const field of fieldNames) {
		const submitted = values[field];
		if (submitted) columns[field] = checkColumn(field, rowNumbers.length, (i) => submitted[i] ?? '');
	}
	return { rowNumbers, columns, problems: noProblems };
}

function checkColumn(field: FieldName, count: number, textAt: (index: number) => string): FieldColumn {
	const { read } = fieldDefinition(field);
	const column: FieldColumn = { values: new Array<string | null>(count).fill(null), issues: new Map() };
	for (let i = 0; i < count; i++) {
		const result = read(textAt(i));
		if (result.ok) column.values[i] = result.value;
		else {
			const { code, length } = result;
			column.issues.set(i, length === undefined ? { code } : { code, length });
		}
	}
	return column;
}
