import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { trimText } from '../../customer/text.ts';
import { isPasswordHeader, matchHeader } from '../../import/header-names.ts';

/** What the importer makes of a header name: the words, and whether it knows the name. */
export interface HeaderAnswer {
	known: boolean;
	words: string;
}

/** What the importer makes of a header name (spec M1-M3, P9); null where nothing is written. */
export function headerAnswer(header: string): HeaderAnswer | null {
	if (trimText(header) === '') return null;
	if (isPasswordHeader(header)) return { known: true, words: 'Ignored: passwords are never imported.' };
	const match = matchHeader(header);
	if (match === undefined) {
		return {
			known: false,
			words: 'Not a name we know. You can still choose the column by hand on the preview.'
		};
	}
	return { known: true, words: `Read as ${fieldDefinition(match.field).label}.` };
}
