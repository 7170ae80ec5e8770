import { fieldNames } from '../customer/customer.ts';
import { headerKey } from './header-names.ts';
import { type Mapping, noMapping } from './mapping.ts';
import type { ColumnSummary } from './worker-api.ts';

/** The part of a file that its mapping depends on. */
export interface MappableFile {
	columns: ColumnSummary[];
	/** The mapping that the headers propose. */
	mapping: Mapping;
}

/**
 * The mapping for a file that replaces another: what the person chose for the old file holds for columns
 * of the same name, by whatever position; the rest is what the new headers propose (spec W4).
 */
export function carryMapping(old: MappableFile, chosen: Mapping, next: MappableFile): Mapping {
	const mapping = { ...noMapping };
	const taken = new Set<number>();
	const open = fieldNames.filter((field) => {
		const column = chosen[field];
		if (column === null) return old.mapping[field] === null;
		const same = sameColumn(old.columns, column, next.columns);
		if (same === undefined || taken.has(same)) return true;
		mapping[field] = same;
		taken.add(same);
		return false;
	});
	for (const field of open) {
		const proposed = next.mapping[field];
		if (proposed === null || taken.has(proposed)) continue;
		mapping[field] = proposed;
		taken.add(proposed);
	}
	return mapping;
}

/** The column of the same name; the second of that name for a second one (spec P8). */
function sameColumn(old: ColumnSummary[], index: number, next: ColumnSummary[]): number | undefined {
	const key = headerKey(old[index]?.header ?? '');
	const nth = old.slice(0, index).filter((column) => headerKey(column.header) === key).length;
	return next.filter((column) => column.selectable && headerKey(column.header) === key)[nth]?.index;
}
