/** Rows of cells as written, and the rows in which a quote opens that is not closed properly (spec P5). */
export interface ScannedRows {
	rows: string[][];
	openQuotes: Set<number>;
}

const quote = '"';

/**
 * Reads CSV text of any shape, in linear time: LF, CRLF and CR line ends also mixed (spec P3), and quotes
 * that never close (spec P5). A cell that starts with a quote which is not closed before a delimiter or a
 * line end is read as it stands, up to its own line's next delimiter: one bad row, not a lost file.
 *
 * A line end at the very end starts no further row.
 *
 * @param delimiter one character
 * @param maxRows stop after so many rows
 */
export function scanRows(text: string, delimiter: string, maxRows = Infinity): ScannedRows {
	const rows: string[][] = [];
	const openQuotes = new Set<number>();
	const cellEnd = new RegExp(`[${escapeForClass(delimiter)}\\r\\n]`, 'g');
	let row: string[] = [];
	let at = 0;

	while (rows.length < maxRows) {
		let end = -1;
		if (text.charAt(at) === quote) {
			end = endOfQuoted(text, at, delimiter);
			if (end === -1) openQuotes.add(rows.length);
			else row.push(unquote(text, at, end));
		}
		if (end === -1) {
			cellEnd.lastIndex = at;
			end = cellEnd.exec(text)?.index ?? text.length;
			row.push(text.slice(at, end));
		}
		if (end < text.length && text.charAt(end) === delimiter) {
			at = end + 1;
			continue;
		}
		rows.push(row);
		row = [];
		at = end + (text.startsWith('\r\n', end) ? 2 : 1);
		if (at >= text.length) break;
	}
	return { rows, openQuotes };
}

/** Where the delimiter, line end or end of text behind a quoted cell stands; -1 when the quote does not close there. */
function endOfQuoted(text: string, start: number, delimiter: string): number {
	let at = text.indexOf(quote, start + 1);
	while (at !== -1 && text.charAt(at + 1) === quote) at = text.indexOf(quote, at + 2);
	if (at === -1) return -1;
	let end = at + 1;
	while (text.charAt(end) === ' ' && delimiter !== ' ') end++;
	const after = text.charAt(end);
	return after === '' || after === delimiter || after === '\n' || after === '\r' ? end : -1;
}

function unquote(text: string, start: number, end: number): string {
	const inner = text.slice(start + 1, text.lastIndexOf(quote, end - 1));
	return inner.includes(quote) ? inner.replaceAll('""', quote) : inner;
}

function escapeForClass(character: string): string {
	return /[\\\]^-]/.test(character) ? `\\${character}` : character;
}
