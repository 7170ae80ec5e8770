import type { FieldName } from '../customer/customer.ts';

/** Which column, by index, each field is read from; null is "don't import". */
export type Mapping = Record<FieldName, number | null>;

/** What a mapped but empty cell does to a field on update (spec S3). */
export type EmptyCells = Record<FieldName, 'clear' | 'keep'>;

/** Why a field has the column it has. */
export type MappingReason = 'known-name' | 'chosen' | 'remembered' | 'suggested' | 'none';

/** A column that may be meant for a field, but only with the person's consent (spec M6, M8). */
export interface MappingSuggestion {
	field: FieldName;
	/** Index of a column of the header, or of a joined one behind them. */
	column: number;
	why:
		/** The header is almost this alias. */
		| { kind: 'near-name'; alias: string }
		/** Other systems or languages call the field so. */
		| { kind: 'similar-name' }
		/** The values look like the field's; `share` of the filled cells, 0 to 1. */
		| { kind: 'values'; share: number }
		/** The name stands in two columns. */
		| { kind: 'joined' };
}

/** Why a column is not imported though its name says otherwise. */
export type IgnoredReason =
	/** It holds passwords (spec P9). */
	| 'password'
	/** The importer wrote it beside rows that were set aside (spec W4). */
	| 'set-aside-reason'
	/** It is named like the status, but its values are something else (spec M5). */
	| 'not-status-words'
	/** It is called just `Name`, but first names stand beside it and not in it (spec M8). */
	| 'last-name'
	/** Another column's name is a better match for the same field (spec M4). */
	| 'better-match'
	/** No field is named so. */
	| 'unknown-name';

/** The mapping that the headers propose (spec M1-M5). */
export interface ProposedMapping {
	mapping: Mapping;
	/** For each column, by index: the field that it feeds, or why it feeds none. */
	columns: ({ field: FieldName } | { ignored: IgnoredReason })[];
	/** At most one for each field that has no column, best first; never applied without being asked. */
	suggestions: MappingSuggestion[];
}

export const noMapping: Mapping = { email: null, name: null, status: null, notes: null, creditLimit: null };

export const clearEmptyCells: EmptyCells = {
	email: 'clear',
	name: 'clear',
	status: 'clear',
	notes: 'clear',
	creditLimit: 'clear'
};
