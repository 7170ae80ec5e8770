import { fieldNames } from '../../customer/customer.ts';
import { findColumn, nameOfColumn } from './find-column.ts';
import { type Mapping, noMapping } from '../mapping.ts';
import type { ColumnSummary } from '../worker-api.ts';

/** The part of a file that its mapping depends on. */
export interface MappableFile {
	columns: ColumnSummary[];
	/** The mapping that the headers propose. */
	mapping: Mapping;
}

/**
 * The mapping for a file that replaces another: what the person chose for the old file holds for columns
 * of the same name, by whatever position; the rest is what the new headers propose (spec W4). A column whose
 * values speak against being the status, as they did not in the old file, is not carried onto it (spec M5).
 */
export function carryMapping(old: MappableFile, chosen: Mapping, next: MappableFile): Mapping {
	const mapping = { ...noMapping };
	const taken = new Set<number>();
	const open = fieldNames.filter((field) => {
		const column = chosen[field];
		if (column === null) return old.mapping[field] === null;
		const same = findColumn(next.columns, nameOfColumn(old.columns, column));
		if (same === undefined || taken.has(same.index)) return true;
		if (same.ignored === 'not-status-words' && old.columns[column]?.ignored !== same.ignored) return true;
		mapping[field] = same.index;
		taken.add(same.index);
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
