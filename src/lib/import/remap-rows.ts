import { fieldNames } from '../customer/customer.ts';
import { checkFileColumn } from './check-rows.ts';
import type { Mapping } from './mapping.ts';
import type { CheckedRows } from './plan.ts';
import type { CsvTable } from './table.ts';

/** Checked rows and the mapping that they were checked with. */
export interface MappedRows {
	mapping: Mapping;
	rows: CheckedRows;
}

/**
 * Checks a file's rows for a mapping, reading again only the fields whose column is another than before;
 * the same as `checkFileRows` otherwise.
 */
export function remapRows(table: CsvTable, before: MappedRows | null, mapping: Mapping): MappedRows {
	const columns: CheckedRows['columns'] = {};
	for (const field of fieldNames) {
		const column = mapping[field];
		if (column === null) continue;
		const known = before?.mapping[field] === column ? before.rows.columns[field] : undefined;
		columns[field] = known ?? checkFileColumn(table, field, column);
	}
	return { mapping, rows: { rowNumbers: table.rowNumbers, columns, problems: table.problems } };
}

/** The addresses of checked rows, each once, to look the customers up by (spec 3.5). */
export function distinctEmails(rows: CheckedRows): string[] {
	const emails = new Set(rows.columns.email?.values);
	emails.delete(null);
	return [...emails] as string[];
}
