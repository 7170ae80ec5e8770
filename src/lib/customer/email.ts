import type { ReadValue } from './issue-code.ts';
import { codePointLength, trimText, withoutInvisible } from './text.ts';

/** The most characters of an address (RFC 5321 section 4.5.3.1.3, erratum 1690; spec 2). */
export const maxEmailLength = 254;

// HTML Living Standard, "valid e-mail address" (input type=email), with at least one dot in the domain (spec V2).
const validEmail =
	/^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/;

/**
 * Reads an e-mail address: trimmed, validated, lower-cased (spec V2). It is validated before it is
 * lower-cased, since lower-casing turns some look-alikes (U+212A, the Kelvin sign) into ASCII letters.
 * Length is checked before the pattern, so that no input makes the pattern slow.
 */
export function readEmail(text: string): ReadValue {
	const address = trimText(text);
	if (address === '') return { ok: false, code: 'EMAIL_MISSING' };
	if (address.length > maxEmailLength) {
		const length = codePointLength(address);
		if (length > maxEmailLength) return { ok: false, code: 'EMAIL_TOO_LONG', length };
	}
	if (validEmail.test(address)) return { ok: true, value: address.toLowerCase() };
	return { ok: false, code: withoutInvisible(address) === address ? 'EMAIL_INVALID' : 'EMAIL_INVISIBLE' };
}
