import { headerKey } from '../headers/header-names.ts';
import type { ColumnSummary } from '../worker-api.ts';

/** A column by its name, whatever its position; the second of that name for a second one (spec P8). */
export interface NamedColumn {
	/** As `headerKey` gives it. */
	header: string;
	/** How many columns before it have the same name. */
	nth: number;
}

/** The name of a column among those of its file. */
export function nameOfColumn(columns: readonly ColumnSummary[], index: number): NamedColumn {
	const header = headerKey(columns[index]?.header ?? '');
	const nth = columns.slice(0, index).filter((column) => headerKey(column.header) === header).length;
	return { header, nth };
}

/** The column of a name that can be chosen; undefined where there is none. */
export function findColumn(
	columns: readonly ColumnSummary[],
	{ header, nth }: NamedColumn
): ColumnSummary | undefined {
	return columns.filter((column) => column.selectable && headerKey(column.header) === header)[nth];
}
