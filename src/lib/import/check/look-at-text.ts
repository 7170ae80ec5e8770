import { cellState } from '../plan.ts';
import { type Look, unclear } from './look.ts';

const apostrophe = 0x27;
const quote = 0x22;
const carriageReturn = 0x0d;

/**
 * What a name or notes are by their bytes, where that can be said without making a text of them (spec V1, V5, V7):
 * the same as `readText` says.
 *
 * @param maxLength the most code points that the field stores
 */
export function lookAtText(
	bytes: Uint8Array,
	start: number,
	end: number,
	isQuoted: boolean,
	maxLength: number
): Look {
	// Code points are never more than bytes. An apostrophe may be the one that the export puts in front.
	if (end - start > maxLength || bytes[start] === apostrophe) return unclear;
	if (startsWithSpace(bytes, start) || endsWithSpace(bytes, end)) return unclear;
	// A plain file has no NUL, and a carriage return within a cell only in quotes.
	if (!isQuoted) return cellState.asWritten;
	for (let at = start; at < end; at++) {
		const byte = bytes[at];
		if (byte === quote || byte === carriageReturn) return cellState.read;
	}
	return cellState.asWritten;
}

// The characters that `trimText` takes off, in UTF-8: up to U+0020, U+0085, U+00A0, U+1680, U+2000 to U+200A,
// U+2028, U+2029, U+202F, U+205F, U+3000 and U+FEFF. No other character starts with or ends in their bytes.

function startsWithSpace(bytes: Uint8Array, at: number): boolean {
	const first = bytes[at] ?? 0;
	if (first < 0x80) return first <= 0x20;
	if (first === 0xc2) return isSpaceOfTwo(bytes[at + 1] ?? 0);
	return first >= 0xe1 && isSpaceOfThree(first, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
}

function endsWithSpace(bytes: Uint8Array, end: number): boolean {
	const last = bytes[end - 1] ?? 0;
	if (last < 0x80) return last <= 0x20;
	const beforeLast = bytes[end - 2] ?? 0;
	if (beforeLast === 0xc2) return isSpaceOfTwo(last);
	return isSpaceOfThree(bytes[end - 3] ?? 0, beforeLast, last);
}

function isSpaceOfTwo(second: number): boolean {
	return second === 0x85 || second === 0xa0;
}

function isSpaceOfThree(first: number, second: number, third: number): boolean {
	if (first === 0xe2)
		return second === 0x80
			? third <= 0x8a || third === 0xa8 || third === 0xa9 || third === 0xaf
			: second === 0x81 && third === 0x9f;
	if (first === 0xe3 || first === 0xe1) return third === 0x80 && second === (first === 0xe3 ? 0x80 : 0x9a);
	return first === 0xef && second === 0xbb && third === 0xbf;
}
