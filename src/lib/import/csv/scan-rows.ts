/** Rows of cells as written. */
export interface ScannedRows {
	rows: string[][];
	/** By row: the columns in which a quote opens that is not closed properly (spec P5). */
	openQuotes: Map<number, number[]>;
}

/** Where the cells of CSV text stand, quotes included; the rows one behind the other, and none of them empty. */
export interface CellSpans {
	/** By cell: where it starts, and where the delimiter, line end or end of text behind it stands. */
	starts: number[];
	ends: number[];
	/** By row: its first cell. */
	firstCells: number[];
	/** The cells in which a quote opens that is not closed properly (spec P5). */
	open: Set<number>;
}

const quote = '"';
const spaceInLine = /[^\S\r\n]/;

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
	const spans = scanCells(text, delimiter, 0, maxRows);
	const { starts, ends, firstCells, open } = spans;
	const openQuotes = new Map<number, number[]>();
	const rows: string[][] = [];
	for (let row = 0; row < firstCells.length; row++) {
		const first = cellsBefore(spans, row);
		const behind = cellsBefore(spans, row + 1);
		const cells: string[] = [];
		for (let cell = first; cell < behind; cell++) {
			const start = starts[cell] ?? 0;
			const end = ends[cell] ?? 0;
			if (!isQuoted(text, start)) cells.push(text.slice(start, end));
			else if (!open.has(cell)) cells.push(unquote(text, start, end));
			else {
				cells.push(text.slice(start, end));
				note(openQuotes, row, cell - first);
			}
		}
		rows.push(cells);
	}
	return { rows, openQuotes };
}

/**
 * Finds the cells of CSV text by the grammar of `scanRows`, without reading them.
 *
 * @param start where the first row starts
 */
export function scanCells(text: string, delimiter: string, start = 0, maxRows = Infinity): CellSpans {
	const spans: CellSpans = { starts: [], ends: [], firstCells: [], open: new Set() };
	const { starts, ends, firstCells, open } = spans;
	const cellEnd = new RegExp(`[${escapeForClass(delimiter)}\\r\\n]`, 'g');
	let at = start;

	while (firstCells.length < maxRows) {
		firstCells.push(starts.length);
		for (;;) {
			let end = -1;
			if (isQuoted(text, at)) {
				end = endOfQuoted(text, at, delimiter);
				if (end === -1) open.add(starts.length);
			}
			if (end === -1) {
				cellEnd.lastIndex = at;
				end = cellEnd.exec(text)?.index ?? text.length;
			}
			starts.push(at);
			ends.push(end);
			at = end + 1;
			if (end === text.length || text.charAt(end) !== delimiter) break;
		}
		if (text.startsWith('\r\n', at - 1)) at++;
		if (at >= text.length) break;
	}
	return spans;
}

/** How many cells stand in the rows before one; of all rows, for the row behind the last. */
export function cellsBefore({ starts, firstCells }: CellSpans, row: number): number {
	return firstCells[row] ?? starts.length;
}

/** Where the delimiter, line end or end of text behind a quoted cell stands; -1 when the quote does not close there. */
export function endOfQuoted(text: string, start: number, delimiter: string): number {
	let at = text.indexOf(quote, start + 1);
	while (at !== -1 && text.charAt(at + 1) === quote) at = text.indexOf(quote, at + 2);
	if (at === -1) return -1;
	let end = at + 1;
	while (text.charAt(end) !== delimiter && spaceInLine.test(text.charAt(end))) end++;
	const after = text.charAt(end);
	return after === '' || after === delimiter || after === '\n' || after === '\r' ? end : -1;
}

function isQuoted(text: string, start: number): boolean {
	return text.charCodeAt(start) === 0x22;
}

function unquote(text: string, start: number, end: number): string {
	const inner = text.slice(start + 1, text.lastIndexOf(quote, end - 1));
	return inner.includes(quote) ? inner.replaceAll('""', quote) : inner;
}

function note(openQuotes: Map<number, number[]>, row: number, column: number): void {
	const columns = openQuotes.get(row);
	if (columns) columns.push(column);
	else openQuotes.set(row, [column]);
}

function escapeForClass(character: string): string {
	return /[\\\]^-]/.test(character) ? `\\${character}` : character;
}
