import { decodeText, detectEncoding } from '../csv/decode-text.ts';
import { countFarTooMany } from './count-rows.ts';
import { detectDelimiter } from './detect-delimiter.ts';
import { type FileRows, plainFileRows, scannedFileRows } from './file-rows.ts';
import type { SizeLimits } from '../limits.ts';
import { makeTable, unreadable } from './make-table.ts';
import { parseCsv } from '../csv/parse-csv.ts';
import type { ReadOptions, ReadResult } from '../table.ts';
import { readTextStart } from '../csv/text-start.ts';
import { transcodePlain } from '../plain/transcode-plain.ts';

/**
 * Reads the bytes of any text file by decoding all of it.
 *
 * @param findRows tells its cells apart
 */
export function readByText(
	bytes: Uint8Array,
	options: ReadOptions,
	limits: SizeLimits,
	findRows: (text: string, delimiter: string) => FileRows = rowsOfText
): ReadResult {
	const encoding = options.encoding ?? detectEncoding(bytes);
	const decoded = decodeText(bytes, encoding);
	const { separator, length } = readTextStart(decoded);
	const text = decoded.slice(length);
	const delimiter = options.delimiter ?? separator ?? detectDelimiter(text);
	const { maxRows } = limits;
	const rows = countFarTooMany(text, delimiter, maxRows);
	if (rows !== null) return unreadable({ code: 'FILE_TOO_MANY_ROWS', rows, maxRows });
	return makeTable(findRows(text, delimiter), { encoding, delimiter }, options, limits);
}

/** By their bytes where these are plain but for the encoding; or else as texts, which takes far more time and memory. */
function rowsOfText(text: string, delimiter: string): FileRows {
	const plain = transcodePlain(text, delimiter);
	return plain ? plainFileRows(plain) : scannedFileRows(parseCsv(text, delimiter));
}
