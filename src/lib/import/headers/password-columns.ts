import { isPasswordHeader } from './header-names.ts';

/** The columns that any of these rows, one of which is the header, calls a password; their cells are not shown (spec P9). */
export function passwordColumns(rows: readonly (readonly string[])[]): Set<number> {
	const columns = new Set<number>();
	for (const cells of rows) {
		cells.forEach((cell, column) => isPasswordHeader(cell) && columns.add(column));
	}
	return columns;
}
