import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { isStorable } from '../../customer/text.ts';
import { textDigest } from '../plan/digest.ts';
import { type NamedColumn, findColumn, nameOfColumn } from './find-column.ts';
import { headerKey } from '../headers/header-names.ts';
import { type Mapping, noMapping } from '../mapping.ts';
import type { FileSummary } from '../worker-api.ts';

/** The most mappings that are remembered for a company, the last ones used. */
export const maxRemembered = 100;

/** A longer name of a column is not remembered. */
export const maxRememberedHeader = 300;

/** The mapping of an import that was applied, for the next file with the same headers (spec M9). */
export interface MappingToRemember {
	/** See `headerSignature`. */
	signature: string;
	mapping: Partial<Record<FieldName, NamedColumn>>;
}

/** A mapping as it is given to the import page. */
export interface RememberedMapping extends MappingToRemember {
	/** When it was last imported with, ISO 8601 in UTC. */
	usedAt: string;
}

/** The part of a file that a remembered mapping depends on. */
type MappedFile = Pick<FileSummary, 'columns' | 'headerRow' | 'mapping'>;

/**
 * What tells files with the same headers, in any order: SHA-256 in lower-case hexadecimal. The importer's own
 * column of reasons does not count. Null for a file without a header: columns are never told by their position.
 */
export function headerSignature({ columns, headerRow }: Omit<MappedFile, 'mapping'>): string | null {
	if (headerRow === null) return null;
	const own = columns.filter(({ joins, ignored }) => joins === null && ignored !== 'set-aside-reason');
	return textDigest(JSON.stringify(own.map(({ header }) => headerKey(header)).sort()));
}

/** What to remember of the mapping of a file; null where nothing can be. */
export function mappingToRemember(file: MappedFile, mapping: Mapping): MappingToRemember | null {
	const signature = headerSignature(file);
	if (signature === null) return null;
	const named: MappingToRemember['mapping'] = {};
	for (const field of fieldNames) {
		const column = mapping[field];
		if (column === null) continue;
		const name = nameOfColumn(file.columns, column);
		if (name.header.length > maxRememberedHeader || !isStorable(name.header)) return null;
		named[field] = name;
	}
	return { signature, mapping: named };
}

/**
 * The mapping that was last used for the headers of a file, where it is another than the headers propose (spec M9);
 * null otherwise. A column whose values now speak against being the status stays out of it (spec M5).
 */
export function recallMapping(
	remembered: readonly RememberedMapping[],
	file: MappedFile
): { mapping: Mapping; usedAt: string } | null {
	const signature = headerSignature(file);
	const found = remembered.find((one) => one.signature === signature);
	if (found === undefined) return null;
	const mapping = { ...noMapping };
	const taken = new Set<number>();
	for (const field of fieldNames) {
		const name = found.mapping[field];
		const column = name && findColumn(file.columns, name);
		if (column === undefined || taken.has(column.index)) continue;
		if (field === 'status' && column.ignored === 'not-status-words') continue;
		mapping[field] = column.index;
		taken.add(column.index);
	}
	if (mapping.email === null) return null;
	const isProposed = fieldNames.every((field) => mapping[field] === file.mapping[field]);
	return isProposed ? null : { mapping, usedAt: found.usedAt };
}
