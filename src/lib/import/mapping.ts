import type { FieldName } from '../customer/customer.ts';

/** Which column, by index, each field is read from; null is "don't import". */
export type Mapping = Record<FieldName, number | null>;

/** What a mapped but empty cell does to a field on update (spec S3). */
export type EmptyCells = Record<FieldName, 'clear' | 'keep'>;

/** Why a field has the column it has. */
export type MappingReason = 'known-name' | 'chosen' | 'none';

/** Why a column is not imported though its name says otherwise. */
export type IgnoredReason =
	/** It holds passwords (spec P9). */
	| 'password'
	/** It is named like the status, but its values are no status words (spec M5). */
	| 'not-status-words'
	/** Another column's name is a better match for the same field (spec M4). */
	| 'better-match'
	/** No field is named so. */
	| 'unknown-name';

/** The mapping that the headers propose (spec M1-M5). */
export interface ProposedMapping {
	mapping: Mapping;
	/** For each column, by index: the field that it feeds, or why it feeds none. */
	columns: ({ field: FieldName } | { ignored: IgnoredReason })[];
}

export const noMapping: Mapping = { email: null, name: null, status: null, notes: null, creditLimit: null };

export const clearEmptyCells: EmptyCells = {
	email: 'clear',
	name: 'clear',
	status: 'clear',
	notes: 'clear',
	creditLimit: 'clear'
};
