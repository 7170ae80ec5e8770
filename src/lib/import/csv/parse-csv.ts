import Papa from 'papaparse';
import { type ScannedRows, scanRows } from './scan-rows.ts';

/**
 * Tells the cells of CSV text apart (RFC 4180), exactly as written. papaparse reads what is well formed;
 * what it is known to get wrong (mixed line ends merge rows, an open quote swallows the rest of the file)
 * is read by `scanRows`.
 *
 * @param delimiter one character
 */
export function parseCsv(text: string, delimiter: string): ScannedRows {
	const lineEnd = onlyLineEnd(text);
	if (lineEnd === undefined || delimiter === '"') return scanRows(text, delimiter);
	const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: lineEnd, header: false });
	if (errors.some((error) => error.type === 'Quotes')) return scanRows(text, delimiter);
	// papaparse reads one more, empty, row behind a line end at the end.
	if (text.endsWith(lineEnd)) data.pop();
	return { rows: data, openQuotes: new Map() };
}

/** The one kind of line end that the text has anywhere; undefined when it has several kinds. */
function onlyLineEnd(text: string): '\n' | '\r\n' | '\r' | undefined {
	if (!text.includes('\r')) return '\n';
	if (!text.includes('\n')) return '\r';
	return /\r(?!\n)|(?<!\r)\n/.test(text) ? undefined : '\r\n';
}
