import { trimText } from '../../customer/text.ts';
import { proposeMapping } from '../columns/match-headers.ts';
import { summarizeColumns } from '../columns/summarize-columns.ts';
import { passwordColumns } from '../headers/password-columns.ts';
import { readCsv } from './read-csv.ts';
import { shortenText } from '../shorten-text.ts';
import { summarizeTopRows } from './summarize-top-rows.ts';
import type { CsvTable, ReadOptions } from '../table.ts';
import type { FirstRows } from '../worker-api.ts';

/** How many bytes of a file's beginning are read before the rest of it. */
export const firstBytes = 131_072;

const shownRows = 50;
const maxCellLength = 100;
const noLimits = { maxBytes: Infinity, maxRows: Infinity };

/**
 * Reads the beginning of a file that goes on: header, mapping and first rows as the whole will have them in all
 * ordinary cases. A row that is cut off is left out. Never throws on any bytes.
 *
 * @returns null where the beginning tells nothing and the whole must be read: a workbook, UTF-16, no text, no header,
 * no customer
 */
export function readFirstRows(bytes: Uint8Array, options: ReadOptions): FirstRows | null {
	const read = readCsv(wholeLines(bytes), options, noLimits);
	if (read.kind === 'unreadable' || read.table.dialect.encoding.startsWith('utf-16')) return null;
	const table = untilOpenQuote(read.table);
	if (table.rows.length === 0) return null;
	const proposed = proposeMapping(table);
	return {
		dialect: table.dialect,
		columns: summarizeColumns(table, proposed),
		mapping: proposed.mapping,
		suggestions: proposed.suggestions,
		headerRow: table.headerRow,
		topRows: summarizeTopRows(table),
		rows: shownRowsOf(table)
	};
}

/**
 * Bytes up to the last line end, so that no row and no character is cut in the middle: but for a row with line breaks
 * in a cell, and UTF-16, where line ends are other bytes.
 */
function wholeLines(bytes: Uint8Array): Uint8Array {
	const lineFeed = bytes.lastIndexOf(0x0a);
	return bytes.subarray(0, (lineFeed === -1 ? bytes.lastIndexOf(0x0d) : lineFeed) + 1);
}

/** The rows before the first one in which a quote is open: it may close behind the end, and what follows be its text. */
function untilOpenQuote(table: CsvTable): CsvTable {
	const [length = table.rows.length] = table.openQuotes.keys();
	const rowNumbers = Array.from({ length }, (_, i) => table.rowNumbers[i] ?? 0);
	return { ...table, rowNumbers, rows: { ...table.rows, length } };
}

function shownRowsOf({ header, top, rows, rowNumbers }: CsvTable): FirstRows['rows'] {
	// As in the top rows: which one is the header is not decided yet (spec P9).
	const passwords = passwordColumns([header, ...top.map(({ cells }) => cells)]);
	return Array.from({ length: Math.min(rows.length, shownRows) }, (_, i) => ({
		row: rowNumbers[i] ?? 0,
		cells: header.map((_, column) =>
			passwords.has(column) ? '' : shortenText(trimText(rows.cell(i, column)), maxCellLength)
		)
	}));
}
