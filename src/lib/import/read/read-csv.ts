import { detectFileKind } from './detect-file-kind.ts';
import type { SizeLimits } from '../limits.ts';
import { unreadable } from './make-table.ts';
import { readByText } from './read-by-text.ts';
import { readPlain } from './read-plain.ts';
import type { ReadOptions, ReadResult } from '../table.ts';

/**
 * Reads the bytes of a text file into a table of cells (spec P1-P8, P10), or says why it is no customer list
 * (I2, I5). Encoding, delimiter and header row are detected where the options leave them out. Never throws on
 * any bytes. `readFile` reads workbooks too.
 */
export function readCsv(bytes: Uint8Array, options: ReadOptions, limits: SizeLimits): ReadResult {
	if (bytes.length > limits.maxBytes) {
		return unreadable({ code: 'FILE_TOO_LARGE', bytes: bytes.length, maxBytes: limits.maxBytes });
	}
	const kind = detectFileKind(bytes);
	if (kind === 'xls') return unreadable({ code: 'FILE_XLS' });
	if (kind === 'encrypted') return unreadable({ code: 'FILE_ENCRYPTED' });
	if (kind !== 'text') return unreadable({ code: 'FILE_BINARY' });
	return readPlain(bytes, options, limits) ?? readByText(bytes, options, limits);
}
