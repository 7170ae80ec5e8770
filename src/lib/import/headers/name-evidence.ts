import type { FieldName } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { editDistance } from './edit-distance.ts';
import { headerWords } from './header-words.ts';
import { otherNames } from './other-names.ts';

/** How a header that is no alias of a field speaks for it all the same (spec M6). */
export type NameEvidence =
	/** It is almost this alias. */
	| { kind: 'near-name'; alias: string }
	/** Other systems or languages call the field so, or the field's word is in it. */
	| { kind: 'similar-name' };

/** A header as the suggestions look at it. */
export interface HeaderLook {
	words: readonly string[];
	/** The words without numbers and without whose field it is, in one. */
	key: string;
}

// Whose field it is says nothing about which field it is.
const ownerWords: ReadonlySet<string> = new Set([
	'customer',
	'account',
	'main',
	'primary',
	'default',
	'billing',
	'bill',
	'to',
	'contact',
	'associated',
	'address',
	'addr',
	'user',
	'person',
	'guest',
	'member',
	'client',
	'buyer'
]);

const fieldWords: Record<FieldName, RegExp> = {
	email: /^e?mails?$|^courriel$|^correo$|^epost$|^email/,
	name: /^(?:company|companyname|firma)$/,
	status: /^(?:status|statut)$/,
	notes: /^(?:notes?|comments?|remarks?)$/,
	creditLimit: /^(?:credit|kredi|kredyt)/
};
const limitWord = /limi|max|maks|line$|linie$|ceiling|plafon|rahmen$|gr(?:ae|a|e)n[sz]e?/;

// With one of these words in it, a header is about something else.
const otherSubjects: Record<FieldName, RegExp> = {
	email:
		/^(?:alt|alternate|alternative|secondary|second|other|cc|bcc|owner|rep|sales|salesperson|agent|manager|assistant)$/,
	name: /^(?:id|code|number|no|nr|type|owner|domain|group|since|phonetic|yomi|parent|is|ship|shipping)$/,
	status:
		/^(?:e?mail|marketing|newsletter|consent|permission|subscri|opt|sms|lead|order|payment|job|tax|vat|verif|confirm|loyalty|credit|avs|portal|shipping|delivery|invoice|user)/,
	notes: /^(?:credit|debit|delivery|statement|release|count|date|id|number|no|last)$/,
	creditLimit:
		/^(?:enabled?|status|used|available|remaining|balance|currency|days|hold|terms|card|store|score|rating|note)$/
};

const shortAlias = 6;

/** How a header looks to `nameEvidence`; made once for all fields. */
export function lookAtHeader(header: string): HeaderLook {
	const words = headerWords(header);
	const plain = words.filter((word) => !/^\p{N}+$/u.test(word));
	const owners = plain.findIndex((word) => !ownerWords.has(word));
	return { words, key: plain.slice(owners === -1 ? 0 : owners).join('') };
}

/** How a header speaks for a field; undefined where it does not. */
export function nameEvidence(field: FieldName, look: HeaderLook): NameEvidence | undefined {
	if (look.key === '' || isAboutSomethingElse(field, look)) return undefined;
	const whole = look.words.join('');
	const alias = nearAlias(field, whole) ?? nearAlias(field, look.key);
	if (alias !== undefined) return { kind: 'near-name', alias };
	const isNamed =
		otherNames[field].has(whole) || otherNames[field].has(look.key) || hasFieldWord(field, look);
	return isNamed ? { kind: 'similar-name' } : undefined;
}

/** Whether a header has a word in it that speaks against the field, whatever else it says. */
export function isAboutSomethingElse(field: FieldName, { words }: HeaderLook): boolean {
	return words.some((word) => otherSubjects[field].test(word));
}

/** Whether a header says that it is the second of several alike, or a later one: `E-mail 2 - Value`. */
export function isLaterOne({ words }: HeaderLook): boolean {
	return words.some((word) => /^(?:[2-9]|\d\d)$/.test(word));
}

/** The field's word at the end, where it says what the column is; anywhere for the email, whose values are checked. */
function hasFieldWord(field: FieldName, { words }: HeaderLook): boolean {
	if (field === 'email') return words.some((word) => fieldWords.email.test(word));
	if (field === 'creditLimit') {
		const isOfCredit = words.some((word) => fieldWords.creditLimit.test(word));
		return (isOfCredit && words.some((word) => limitWord.test(word))) || /accountlimit$/.test(words.join(''));
	}
	return fieldWords[field].test(words.at(-1) ?? '');
}

/** The alias that a misspelled name means: one letter away, two where it is long or they stand the other way round. */
function nearAlias(field: FieldName, key: string): string | undefined {
	return fieldDefinition(field).aliases.find((alias) => {
		if (Math.abs(alias.length - key.length) > 2) return false;
		const isShort = alias.length <= shortAlias;
		if (isShort && alias[0] !== key[0]) return false;
		const away = editDistance(alias, key);
		return away <= 1 || (away === 2 && (!isShort || sortedLetters(alias) === sortedLetters(key)));
	});
}

function sortedLetters(text: string): string {
	return [...text].sort().join('');
}
