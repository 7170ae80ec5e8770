import type { PlainCells } from '../table-rows.ts';
import { behindSequence } from './utf8-sequence.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

// Four bytes are looked at as one word: `(word - ones) & highs` has the high bit of each byte that is 0, and
// `word & highs` that of each that is not ASCII. The lowest such bit is never wrong; those above it may be.
const highs = 0x80808080;
const ones = 0x01010101;
const quotes = quote * ones;
// `(word - controls) & highs` has the high bit of each byte below 0x0e, line ends among them.
const controls = 0x0e * ones;

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

// Places are whole numbers of 32 bits.
const maxLength = 0x7fffffff;

// An ASCII character that neither quotes nor ends a line.
const plainDelimiter = /^[\t -!#-~]$/;

/**
 * Finds the cells of a plain file, in one pass over its bytes and without making a text of any: valid UTF-8 without
 * NUL, one kind of line end (LF or CR LF) outside of quotes, and quotes as RFC 4180 has them; a quote inside an
 * unquoted cell is text. The cells are those that `scanRows` finds; null where the file is not plain, or has no row.
 *
 * @param start where the first row starts
 * @param delimiter one character; no file is plain with one that is not ASCII, or quotes or ends a line
 * @param asciiOnly whether a file that has other characters is not plain
 */
export function scanPlain(
	bytes: Uint8Array,
	start: number,
	delimiter: string,
	asciiOnly: boolean
): PlainCells | null {
	const end = bytes.length;
	if (end > maxLength || !plainDelimiter.test(delimiter)) return null;
	const words = wordsOf(bytes);
	const separator = delimiter.charCodeAt(0);
	let starts = new Uint32Array(1024);
	let firstCells = new Uint32Array(256);
	let cells = 0;
	let rows = 0;
	let lineEndLength: 0 | 1 | 2 = 0;
	let at = start;

	while (at < end) {
		if (rows + 1 >= firstCells.length) firstCells = withRoom(firstCells, at - start, end - at);
		firstCells[rows++] = cells;
		for (;;) {
			if (cells + 1 >= starts.length) starts = withRoom(starts, at - start, end - at);
			starts[cells++] = at;
			const isQuoted = at < end && bytes[at] === quote;
			at = isQuoted
				? behindQuotes(bytes, words, at, asciiOnly)
				: endOfUnquoted(bytes, words, at, separator, asciiOnly);
			if (at < 0) return null;
			if (at === end) {
				// As if there were a line end: every cell then ends where the next one starts, less what is between them.
				at += lineEndLength || 1;
				break;
			}
			const byte = bytes[at++];
			if (byte === separator) continue;
			const length = byte === lineFeed ? 1 : 2;
			if (length !== (lineEndLength || length)) return null;
			// This is where text behind a closing quote ends up, too.
			if (length === 2 && (byte !== carriageReturn || at === end || bytes[at++] !== lineFeed)) return null;
			lineEndLength = length;
			break;
		}
	}
	if (rows === 0) return null;
	starts[cells] = at;
	firstCells[rows] = cells;
	return {
		bytes,
		starts: starts.subarray(0, cells + 1),
		firstCells: firstCells.subarray(0, rows + 1),
		lineEndLength: lineEndLength || 1
	};
}

/** Where the byte behind the closing quote stands; -1 where none closes, or a plain file has no such character. */
function behindQuotes(bytes: Uint8Array, words: Int32Array, start: number, asciiOnly: boolean): number {
	const end = bytes.length;
	let at = nextSpecial(words, start + 1, quotes, ones);
	while (at < end) {
		const byte = bytes[at] ?? 0;
		if (byte === quote) {
			at++;
			if (at === end || bytes[at] !== quote) return at;
			at++;
		} else {
			at = behindCharacter(bytes, at, asciiOnly);
			if (at < 0) return -1;
		}
		at = nextSpecial(words, at, quotes, ones);
	}
	return -1;
}

/** Where the delimiter, line end or end of file behind a cell stands; -1 where a plain file has no such character. */
function endOfUnquoted(
	bytes: Uint8Array,
	words: Int32Array,
	start: number,
	separator: number,
	asciiOnly: boolean
): number {
	const end = bytes.length;
	const separators = Math.imul(separator, ones);
	let at = nextSpecial(words, start, separators, controls);
	while (at < end) {
		const byte = bytes[at] ?? 0;
		if (byte === separator || byte === lineFeed || byte === carriageReturn) return at;
		at = behindCharacter(bytes, at, asciiOnly);
		if (at < 0) return -1;
		at = nextSpecial(words, at, separators, controls);
	}
	return end;
}

/** Where the next character starts; -1 where a plain file has no such character. */
function behindCharacter(bytes: Uint8Array, at: number, asciiOnly: boolean): number {
	const byte = bytes[at] ?? 0;
	if (byte < 0x80) return byte === 0 ? -1 : at + 1;
	return asciiOnly ? -1 : behindSequence(bytes, at);
}

/**
 * Goes on to the next byte that is one looked for, below 0x0e, or not ASCII; perhaps not as far, where the words end.
 *
 * @param wanted the byte that is looked for, four times
 * @param low `controls`; or `ones`, where line ends do not matter
 */
function nextSpecial(words: Int32Array, at: number, wanted: number, low: number): number {
	let index = at >> 2;
	if (index >= words.length) return at;
	let word = words[index] ?? 0;
	// Bytes before `at` do not count.
	let found = (word | (word - low) | ((word ^ wanted) - ones)) & highs & (-1 << ((at & 3) << 3));
	while (found === 0) {
		if (++index >= words.length) return index << 2;
		word = words[index] ?? 0;
		found = (word | (word - low) | ((word ^ wanted) - ones)) & highs;
	}
	return (index << 2) + ((31 - Math.clz32(found & -found)) >> 3);
}

/** The bytes four by four, as far as they go; none where they do not stand as these words need them, which only costs time. */
function wordsOf({ buffer, byteOffset, length }: Uint8Array): Int32Array {
	const isAligned = isLittleEndian && byteOffset % 4 === 0;
	return isAligned ? new Int32Array(buffer, byteOffset, length >> 2) : new Int32Array();
}

/**
 * The same with room for all, as what was read foretells it of the rest, and a little more, so that it is hardly ever
 * done twice; no more than one for each byte.
 */
function withRoom(full: Uint32Array, read: number, rest: number): Uint32Array<ArrayBuffer> {
	const foretold = Math.ceil(full.length * ((read + rest) / read) * 1.05);
	const larger = new Uint32Array(Math.min(foretold, full.length + rest + 2));
	larger.set(full);
	return larger;
}
