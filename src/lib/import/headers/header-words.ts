import { withoutAccents, withoutSuffixes } from './header-names.ts';

/**
 * The words of a header in lower case, without accents, signs and decoration (spec M3):
 * `E-mail 1 - Value` is email, 1, value; `*ContactName` is contact, name.
 */
export function headerWords(header: string): string[] {
	// Case is lost after this, so words that only case tells apart are parted first.
	const parted = withoutSuffixes(header).replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
	const text = withoutAccents(parted)
		.toLowerCase()
		.replace(/\be[^\p{L}\p{N}]+(?=mail|post)/gu, 'e');
	return text.match(/\p{L}+|\p{N}+/gu) ?? [];
}
