import type { FieldName } from '../customer/customer.ts';
import { fieldDefinitions } from '../customer/field-catalogue.ts';
import { trimText } from '../customer/text.ts';

/** How well a header names a field: the lower, the better. */
export interface HeaderMatch {
	field: FieldName;
	/** Position in the field's aliases; 0 is the canonical name (spec M4). */
	rank: number;
	/** Whether decoration had to be ignored (spec M3). */
	decorated: boolean;
}

const separators = /[\s\u0085_\-\u2010\u2011.]+/g;
const unitInBrackets = /\s*(?:\([^()]*\)|\[[^[\]]*\])$/;
const leadingWords = /^(?:customer|account|main)/;
const passwordName = /passw(?:or|d)|passphrase|^pwd$/;

const fieldOfAlias = new Map<string, { field: FieldName; rank: number }>(
	fieldDefinitions.flatMap(({ name, aliases }) =>
		aliases.map((alias, rank) => [alias, { field: name, rank }] as const)
	)
);

/** A header without case, surrounding space, and spaces, underscores, hyphens and dots inside (spec M1). */
export function headerKey(header: string): string {
	return trimText(header).toLowerCase().replace(separators, '');
}

/** The field that a header names, by its canonical name or an alias (spec M1-M3); undefined when it names none. */
export function matchHeader(header: string): HeaderMatch | undefined {
	const exact = fieldOfAlias.get(headerKey(header));
	if (exact) return { ...exact, decorated: false };
	const key = headerKey(withoutSuffixes(header));
	const bare = fieldOfAlias.get(key) ?? fieldOfAlias.get(key.replace(leadingWords, ''));
	return bare && { ...bare, decorated: true };
}

/** Whether a header names a password column, which is never read (spec P9). */
export function isPasswordHeader(header: string): boolean {
	return passwordName.test(headerKey(header));
}

/** Whether a header names anything that this importer knows, passwords included. */
export function isKnownHeader(header: string): boolean {
	return matchHeader(header) !== undefined || isPasswordHeader(header);
}

/** A header without asterisks and units in brackets at its end, in any order (spec M3). */
function withoutSuffixes(header: string): string {
	// Headers are short; a cell that is not must not make the pattern slow.
	let rest = trimText(header).slice(0, 200);
	for (;;) {
		const shorter = trimText(rest.replace(/\*+$/, '').replace(unitInBrackets, ''));
		if (shorter === rest) return rest;
		rest = shorter;
	}
}
