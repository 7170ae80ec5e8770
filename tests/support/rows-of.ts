import type { CsvTable } from '../../src/lib/import/table.ts';

/** All rows of a table as texts. */
export function rowsOf({ rows }: CsvTable): string[][] {
	return Array.from({ length: rows.length }, (_, index) => [...rows.row(index)]);
}
