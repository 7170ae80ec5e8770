import { codePointLength } from '../../customer/text.ts';
import { commonPasswords } from './common-passwords.ts';

export const minPasswordLength = 12;
export const maxPasswordLength = 128;

/** Why a new password is refused. There are no rules of composition (NIST SP 800-63B). */
export type PasswordProblem =
	'PASSWORD_TOO_SHORT' | 'PASSWORD_TOO_LONG' | 'PASSWORD_COMMON' | 'PASSWORD_FROM_NAMES';

/** Shorter names are part of many good passwords by chance. */
const shortestName = 4;

/** So much of a password has to be something else than the names. */
const leastBesidesNames = 8;

const product = 'distribu';

/**
 * What is wrong with a new password; null where it may be used. Length is counted in code points. Refused too is
 * one of the 10,000 commonest passwords, also in capitals, repeated, or with digits and signs around it, and
 * one that is made of the names that everybody would try first: the product's, and those given.
 *
 * @param names of the person and the company: names, slugs and email addresses, in any case
 */
export function passwordProblem(password: string, names: readonly (string | null)[]): PasswordProblem | null {
	const length = codePointLength(password);
	if (length < minPasswordLength) return 'PASSWORD_TOO_SHORT';
	if (length > maxPasswordLength) return 'PASSWORD_TOO_LONG';
	const folded = fold(password);
	if (isCommon(folded)) return 'PASSWORD_COMMON';
	return isMadeOf(folded, names) ? 'PASSWORD_FROM_NAMES' : null;
}

/** As better-auth hashes it (NFKC), in lower case whatever the locale. */
function fold(text: string): string {
	return text.normalize('NFKC').toLowerCase();
}

/** With digits and signs around it or without, and written once or over and over. One or two characters always count. */
function isCommon(folded: string): boolean {
	const core = folded.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
	return [folded, core].some((text) => {
		const part = repeatedPart(text);
		return commonPasswords.has(text) || commonPasswords.has(part) || (text !== '' && part.length <= 2);
	});
}

/** The shortest text of which the whole is a repetition that may end in the middle, such as "abc" of "abcabca". */
function repeatedPart(text: string): string {
	let length = 1;
	while (length < text.length && !text.startsWith(text.slice(length))) length++;
	return text.slice(0, length);
}

function isMadeOf(folded: string, names: readonly (string | null)[]): boolean {
	const parts = [product, ...names.flatMap(partsOf)].sort((one, other) => other.length - one.length);
	const rest = parts.reduce((left, part) => left.replaceAll(part, ''), lettersAndDigits(folded));
	const whole = lettersAndDigits(folded);
	return rest !== whole && codePointLength(rest) < leastBesidesNames;
}

/** A name as a whole and word by word, letters and digits only. */
function partsOf(name: string | null): string[] {
	const folded = fold(name ?? '');
	const words = folded.split(/[^\p{L}\p{N}]+/u);
	return [lettersAndDigits(folded), ...words].filter((part) => part.length >= shortestName);
}

function lettersAndDigits(text: string): string {
	return text.replace(/[^\p{L}\p{N}]+/gu, '');
}
