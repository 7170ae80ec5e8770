import type { Encoding } from '../table.ts';

/**
 * Finds the bytes that decoded text was made of, also where they are not valid in their encoding: `decodeText`
 * makes one U+FFFD of each sequence that UTF-8 does not have (WHATWG Encoding Standard, "UTF-8 decoder").
 *
 * @returns where the bytes of a UTF-16 unit of the text begin; to be asked for units that never come before the last one
 */
export function byteFinder(bytes: Uint8Array, encoding: Encoding): (unit: number) => number {
	const first = markLength(bytes, encoding);
	switch (encoding) {
		case 'windows-1252':
			return (unit) => unit;
		case 'utf-16le':
		case 'utf-16be':
			return (unit) => Math.min(first + unit * 2, bytes.length);
		case 'utf-8':
			return utf8Finder(bytes, first);
	}
}

/** The length of the byte order mark, which is not in the decoded text. */
function markLength(bytes: Uint8Array, encoding: Encoding): number {
	const [one, two, three] = bytes;
	switch (encoding) {
		case 'windows-1252':
			return 0;
		case 'utf-8':
			return one === 0xef && two === 0xbb && three === 0xbf ? 3 : 0;
		case 'utf-16le':
			return one === 0xff && two === 0xfe ? 2 : 0;
		case 'utf-16be':
			return one === 0xfe && two === 0xff ? 2 : 0;
	}
}

function utf8Finder(bytes: Uint8Array, first: number): (unit: number) => number {
	let at = first;
	let unitAt = 0;
	return (unit) => {
		while (unitAt < unit) {
			const length = sequenceLength(bytes, at);
			at += length;
			// Only what is beyond U+FFFF has four bytes, and two units.
			unitAt += length === 4 ? 2 : 1;
		}
		return at;
	};
}

/** The length of the sequence that starts here: of a character, or of what is decoded as one U+FFFD. */
function sequenceLength(bytes: Uint8Array, at: number): number {
	const lead = bytes[at] ?? 0;
	if (lead < 0xc2 || lead > 0xf4) return 1;
	const whole = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
	let length = 1;
	while (length < whole && follows(lead, length, bytes[at + length] ?? 0)) length++;
	return length;
}

// Forms longer than needed, surrogates and what is beyond U+10FFFF break off at the second byte.
function follows(lead: number, place: number, byte: number): boolean {
	const isSecond = place === 1;
	const from = isSecond && lead === 0xe0 ? 0xa0 : isSecond && lead === 0xf0 ? 0x90 : 0x80;
	const to = isSecond && lead === 0xed ? 0x9f : isSecond && lead === 0xf4 ? 0x8f : 0xbf;
	return byte >= from && byte <= to;
}
