import { delimiterSample, detectDelimiter } from './detect-delimiter.ts';
import { plainFileRows } from './file-rows.ts';
import type { SizeLimits } from '../limits.ts';
import { makeTable } from './make-table.ts';
import { scanPlain } from '../plain/scan-plain.ts';
import type { ReadOptions, ReadResult } from '../table.ts';
import { readTextStart } from '../csv/text-start.ts';

// What stands in front of the first row: a `sep=` line and a few byte order marks.
const maxStart = 64;

/**
 * Reads a file from its bytes, where they are plain (`scanPlain`): the same as `readByText`, in a fraction of the time
 * and memory. Null where they are not.
 */
export function readPlain(bytes: Uint8Array, options: ReadOptions, limits: SizeLimits): ReadResult | null {
	const encoding = options.encoding ?? 'utf-8';
	const asciiOnly = encoding === 'windows-1252';
	if (encoding !== 'utf-8' && !asciiOnly) return null;
	const head = decodeHead(bytes, maxStart * 2);
	const { separator, length } = readTextStart(head);
	const start = lengthOfMark(bytes) + new TextEncoder().encode(head.slice(0, length)).length;
	if (length > maxStart || (asciiOnly && start !== length)) return null;
	// Of bytes that are not valid nobody knows here how many they were.
	if (separator === '\ufffd') return null;
	const delimiter =
		options.delimiter ??
		separator ??
		detectDelimiter(decodeHead(bytes, maxStart + delimiterSample).slice(length));
	const plain = scanPlain(bytes, start, delimiter, asciiOnly);
	return plain && makeTable(plainFileRows(plain), { encoding, delimiter }, options, limits);
}

/** The beginning of a file in UTF-8, without its byte order mark: so many UTF-16 units at least, or all of it. */
function decodeHead(bytes: Uint8Array, units: number): string {
	const mostly = decodeBeginning(bytes, units + 3);
	if (mostly.length >= units || bytes.length <= units + 3) return mostly;
	// Few characters have more than one byte, and none more than three for each unit; the mark has three, too.
	return decodeBeginning(bytes, units * 3 + 6);
}

function decodeBeginning(bytes: Uint8Array, length: number): string {
	return new TextDecoder().decode(bytes.subarray(0, length), { stream: true });
}

function lengthOfMark([first, second, third]: Uint8Array): number {
	return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
}
