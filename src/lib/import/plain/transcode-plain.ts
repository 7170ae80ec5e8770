import type { PlainCells } from '../table-rows.ts';
import { scanPlain } from './scan-plain.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const lone = /\p{Surrogate}/u;

/**
 * Finds the cells of a file in another encoding as if it were a plain one in UTF-8 (`scanPlain`); a text without quotes
 * may have any line ends (spec P3), as none of them is in a cell. Null where it is not plain all the same.
 */
export function transcodePlain(text: string, delimiter: string): PlainCells | null {
	// An issue on its row, which UTF-8 would hide.
	if (lone.test(text)) return null;
	const bytes = new TextEncoder().encode(text);
	return scanPlain(text.includes('"') ? bytes : withLineFeeds(bytes), 0, delimiter, false);
}

/** The same bytes with one kind of line end, written over the old ones. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
	let to = bytes.indexOf(carriageReturn);
	if (to === -1) return bytes;
	let before = 0;
	for (let at = to; at < bytes.length; at++) {
		const byte = bytes[at] ?? 0;
		if (byte !== lineFeed || before !== carriageReturn)
			bytes[to++] = byte === carriageReturn ? lineFeed : byte;
		before = byte;
	}
	return bytes.subarray(0, to);
}
