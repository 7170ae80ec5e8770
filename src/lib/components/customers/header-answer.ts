import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { trimText } from '../../customer/text.ts';
import { fieldNames } from '../../customer/customer.ts';
import { isPasswordHeader, isSetAsideHeader, matchHeader } from '../../import/headers/header-names.ts';
import { lookAtHeader, nameEvidence } from '../../import/headers/name-evidence.ts';

/** What the importer makes of a header name: the words, and whether it knows the name. */
export interface HeaderAnswer {
	known: boolean;
	words: string;
}

/** What the importer makes of a header name (spec M1-M3, M6, P9); null where nothing is written. */
export function headerAnswer(header: string): HeaderAnswer | null {
	if (trimText(header) === '') return null;
	if (isPasswordHeader(header)) return { known: true, words: 'Ignored: passwords are never imported.' };
	if (isSetAsideHeader(header))
		return { known: true, words: 'Ignored: Distribu wrote it beside rows that were left out.' };
	const match = matchHeader(header);
	if (match !== undefined) return { known: true, words: `Read as ${fieldDefinition(match.field).label}.` };
	const look = lookAtHeader(header);
	const field = fieldNames.find((name) => nameEvidence(name, look));
	return {
		known: false,
		words: field
			? `Not a name we know, but suggested for ${fieldDefinition(field).label} where the values fit.`
			: 'Not a name we know. You can still choose the column by hand on the preview.'
	};
}
