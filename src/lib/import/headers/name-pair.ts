import { trimText } from '../../customer/text.ts';
import { headerKey, isPasswordHeader } from './header-names.ts';
import { headerWords } from './header-words.ts';
import { shortenText } from '../shorten-text.ts';
import type { JoinedColumn } from '../table.ts';

/** What first and last names are called in one language, as `headerWords` writes it, without spaces; the best words first. */
interface NameWords {
	first: readonly string[];
	last: readonly string[];
}

const languages: readonly NameWords[] = [
	{
		first: ['firstname', 'givenname', 'forename', 'fname', 'first'],
		last: ['lastname', 'surname', 'familyname', 'lname', 'last', 'colastname']
	},
	// German lists call the last name just `Name`, where the first name stands beside it.
	{ first: ['vorname'], last: ['nachname', 'familienname', 'zuname', 'name'] },
	{ first: ['prenom'], last: ['nomdefamille', 'nom'] },
	{ first: ['nombre', 'nombres'], last: ['apellidos', 'apellido', 'primerapellido'] },
	{ first: ['nome'], last: ['cognome', 'sobrenome', 'apelido'] },
	{ first: ['voornaam'], last: ['achternaam'] },
	{ first: ['fornavn'], last: ['efternavn', 'etternavn'] },
	{ first: ['fornamn'], last: ['efternamn'] },
	{ first: ['imie'], last: ['nazwisko'] },
	{ first: ['etunimi'], last: ['sukunimi'] }
];

// Whose names they are; the customer's own before those of an address.
const owners = [
	'',
	'customer',
	'contact',
	'maincontact',
	'primarycontact',
	'account',
	'user',
	'buyer',
	'billing',
	'billto',
	'billtocontact',
	'billingaddress',
	'defaultaddress',
	'shipping'
];

// Nearly every file has no such pair; trying all owners and languages takes longer than reading a small file.
const firstNames = headersOf(({ first }) => first);
const lastNames = headersOf(({ last }) => last);

const maxHeaderLength = 90;

/** The columns that can be mapped besides those of a header: a person's first and last name in one, where it has both (spec M8). */
export function joinedColumns(header: readonly string[]): JoinedColumn[] {
	const pair = findNamePair(header);
	return pair ? [pair] : [];
}

function findNamePair(header: readonly string[]): JoinedColumn | undefined {
	const columnOf = new Map<string, number>();
	header.forEach((text, index) => {
		if (isPasswordHeader(text)) return;
		const key = headerWords(text).join('');
		if (!columnOf.has(key)) columnOf.set(key, index);
	});
	const names = [...columnOf.keys()];
	if (!names.some((name) => firstNames.has(name)) || !names.some((name) => lastNames.has(name)))
		return undefined;
	function columnNamed(owner: string, words: readonly string[]): number | undefined {
		return words.map((word) => columnOf.get(owner + word)).find((column) => column !== undefined);
	}
	for (const owner of owners) {
		for (const { first, last } of languages) {
			const [one, other] = [columnNamed(owner, first), columnNamed(owner, last)];
			if (one === undefined || other === undefined) continue;
			const parts = [one, other].map((column) =>
				shortenText(trimText(header[column] ?? ''), maxHeaderLength)
			);
			return { header: parts.join(' + '), columns: [one, other] };
		}
	}
	return undefined;
}

/** All that first or last names are called, with all owners. */
function headersOf(words: (language: NameWords) => readonly string[]): Set<string> {
	return new Set(languages.flatMap(words).flatMap((word) => owners.map((owner) => owner + word)));
}

/** Whether a column that is called just `name` is the last name, since it is the second of a pair (spec M8). */
export function isLastName(header: readonly string[], column: number, pair: JoinedColumn): boolean {
	return pair.columns[1] === column && headerKey(header[column] ?? '') === 'name';
}
