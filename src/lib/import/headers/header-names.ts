import type { FieldName } from '../../customer/customer.ts';
import { fieldDefinitions } from '../../customer/field-catalogue.ts';
import { trimText } from '../../customer/text.ts';

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
// In the words of the systems that merchants come from, without accents.
const passwordName =
	/passw(?:or|d)|passphrase|^(?:user)?pwd$|^userpass$|kennwort|motdepasse|contrasena|wachtwoord|losenord|adgangskode|salasana|^senha$|^haslo$/;

/** The header of the column in which the importer writes why a row was set aside; it is ignored when the file comes back (spec W4). */
export const setAsideHeader = 'Distribu: why not imported';

// These have no accent that could be taken off.
const plainLetters: Record<string, string> = { æ: 'ae', ø: 'o', ł: 'l', ß: 'ss' };

const fieldOfAlias = new Map<string, { field: FieldName; rank: number }>(
	fieldDefinitions.flatMap(({ name, aliases }) =>
		aliases.map((alias, rank) => [alias, { field: name, rank }] as const)
	)
);

const setAsideKey = headerKey(setAsideHeader);

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
	return passwordName.test(withoutAccents(headerKey(header)));
}

/** Whether a header is that of the importer's own reasons (spec W4). */
export function isSetAsideHeader(header: string): boolean {
	return headerKey(header) === setAsideKey;
}

/** Whether a header names anything that this importer knows, passwords included. */
export function isKnownHeader(header: string): boolean {
	return matchHeader(header) !== undefined || isPasswordHeader(header) || isSetAsideHeader(header);
}

/** Text without the accents and strokes of its letters: `Prénom` is `Prenom`. */
export function withoutAccents(text: string): string {
	const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
	return plain.replace(/[æøłß]/gi, (letter) => plainLetters[letter.toLowerCase()] ?? letter);
}

/** A header without asterisks and units in brackets at its end, in any order (spec M3). */
export function withoutSuffixes(header: string): string {
	// Headers are short; a cell that is not must not make the pattern slow.
	let rest = trimText(header).slice(0, 200);
	for (;;) {
		const shorter = trimText(rest.replace(/\*+$/, '').replace(unitInBrackets, ''));
		if (shorter === rest) return rest;
		rest = shorter;
	}
}
