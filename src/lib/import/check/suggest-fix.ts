import type { FieldName } from '../../customer/customer.ts';
import { readEmail } from '../../customer/email.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { trimText, withoutInvisible } from '../../customer/text.ts';
import { type AmountReading, plainAmount } from './amount-reading.ts';
import { valueText } from './check-rows.ts';
import type { Suggestion, SuggestionReason } from '../fix.ts';
import { escapeFormula, unescapeFormula } from '../csv/formula-guard.ts';
import { nearDomain } from './near-domain.ts';

/**
 * What a cell was probably meant to say, where one can tell (spec W4, V2, V4). It is offered only if it is another
 * text, and one that is read without an issue. Where several things are wrong with a cell, one suggestion mends
 * them all and gives the first as its reason.
 *
 * A valid address gets none but for a near-miss domain, which is a hint.
 *
 * @param cell as the file has it; the suggested text is one for the file too, with the apostrophe that keeps
 *   spreadsheets from running it where it has one (spec V7)
 * @param amounts how the credit limits of the file are written
 */
export function suggestFix(field: FieldName, cell: string, amounts: AmountReading): Suggestion | null {
	const text = valueText(field, cell);
	const value = suggestValue(field, text, amounts);
	if (value === null) return null;
	const needsApostrophe = text !== cell || unescapeFormula(value.to) !== value.to;
	const to = needsApostrophe ? escapeFormula(value.to) : value.to;
	const isRead = fieldDefinition(field).read(valueText(field, to)).ok;
	return isRead && to !== cell ? { reason: value.reason, to } : null;
}

function suggestValue(field: FieldName, text: string, amounts: AmountReading): Suggestion | null {
	const { read } = fieldDefinition(field);
	const { ok } = read(text);
	switch (field) {
		case 'email':
			return ok ? suggestDomain(trimText(text)) : suggestAddress(text);
		case 'creditLimit':
			return ok ? null : suggestAmount(text, amounts);
		case 'name':
		case 'notes':
			return ok ? null : suggestStorable(text);
		case 'status':
			return null;
	}
}

function suggestAmount(text: string, amounts: AmountReading): Suggestion | null {
	const visible = withoutInvisible(text);
	if (visible !== text && fieldDefinition('creditLimit').read(visible).ok)
		return { reason: 'invisible', to: visible };
	const to = plainAmount(text, amounts);
	return to === null ? null : { reason: 'amount', to };
}

// What the database cannot store cannot be seen either.
function suggestStorable(text: string): Suggestion | null {
	const to = text.replace(/[\0\p{Surrogate}]/gu, '');
	return trimText(to) === '' ? null : { reason: 'invisible', to };
}

function suggestDomain(address: string): Suggestion | null {
	const at = address.lastIndexOf('@') + 1;
	const domain = nearDomain(address.slice(at).toLowerCase());
	return domain === null ? null : { reason: 'near-domain', to: address.slice(0, at) + domain };
}

// Longer than any address with a name; what is longer need not be looked at.
const maxLength = 500;
const controls = /(?!\s)\p{Cc}/gu;
const mailto = /^[<("'[]*mailto:\s*/i;
const nameAndAddress = /^([^<>]+)<([^<>@]+@[^<>@]+)>[\s.,;"']*$/;
const addressAndName = /^(\S+@\S+)\s*\(([^()]*)\)[\s.,;]*$/;
const marksAtEnd = /(?:(?!@)[\p{P}\p{S}\s])+$/u;
const marksAtStart = /^[\s"<([,;:\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a]+/;
const gapAtDot = /\s\.|\.\s/;

/** Each mends one thing, what lies around another before that; what it does not apply to comes back as it is. */
const repairs: [SuggestionReason, (text: string) => string][] = [
	['invisible', (text) => withoutInvisible(text).replace(controls, '')],
	['mailto', withoutMailto],
	['name-and-address', withoutName],
	['trailing-mark', withoutMarks],
	['inner-space', withoutGaps]
];

function suggestAddress(text: string): Suggestion | null {
	if (text.length > maxLength) return null;
	let address = trimText(text);
	let first: SuggestionReason | undefined;
	for (const [reason, repair] of repairs) {
		const repaired = trimText(repair(address));
		if (repaired === address) continue;
		address = repaired;
		first ??= reason;
		if (readEmail(address).ok) return { reason: first, to: address };
	}
	return null;
}

/** Without `mailto:` in front, and the subject that may follow. */
function withoutMailto(text: string): string {
	return mailto.test(text) ? text.replace(mailto, '').replace(/(?<=@.*)\?.*/s, '') : text;
}

/** The address of `Ann <ann@x.com>` and `ann@x.com (Ann)`; not where the name is another address. */
function withoutName(text: string): string {
	const [, name, inside] = nameAndAddress.exec(text) ?? [];
	const [, before, comment] = addressAndName.exec(text) ?? [];
	const address = withoutMailto(trimText(inside ?? before ?? text));
	const other = trimText(withoutMarks(name ?? comment ?? ''));
	return other.includes('@') && other.toLowerCase() !== address.toLowerCase() ? text : address;
}

/** Without dots and other marks behind an address, and brackets or quotes around it. */
function withoutMarks(text: string): string {
	const end = marksAtEnd.exec(text)?.[0] ?? '';
	// An apostrophe may begin an address; it is a quote where another one stands behind.
	const start = text.startsWith("'") && end.includes("'") ? 1 : 0;
	return text.slice(start, text.length - end.length).replace(marksAtStart, '');
}

/**
 * Without white space around the at sign and the dots of the domain. Any other might stand between an address and
 * something else, and so might that at a dot behind what is an address already: `ann@x.com. Ann`.
 */
function withoutGaps(text: string): string {
	const [local = '', domain = '', ...more] = text.split('@');
	const whole = `${trimText(local)}@${trimText(domain)}`;
	if (domain === '' || more.length > 0) return text;
	const gap = whole.search(gapAtDot);
	if (gap === -1) return whole;
	const at = whole.indexOf('@');
	if (gap < at || readEmail(whole.slice(0, gap)).ok) return text;
	return whole.slice(0, at) + whole.slice(at).replace(/\s*\.\s*/g, '.');
}
