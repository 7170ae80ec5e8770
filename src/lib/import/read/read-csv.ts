import { columnLetters } from '../headers/column-letters.ts';
import { readEmail } from '../../customer/email.ts';
import { decodeText, detectEncoding } from '../csv/decode-text.ts';
import { countFarTooMany } from './count-rows.ts';
import { detectDelimiter } from './detect-delimiter.ts';
import { detectFileKind } from './detect-file-kind.ts';
import { findHeaderRow } from './find-header-row.ts';
import { type SizeLimits, maxColumns } from '../limits.ts';
import { joinedColumns } from '../headers/name-pair.ts';
import { parseCsv } from '../csv/parse-csv.ts';
import { isBlank, problemOfRow, widthOf } from './row-shape.ts';
import type { ScannedRows } from '../csv/scan-rows.ts';
import type { CsvTable, Dialect, FileProblem, ReadOptions, ReadResult, RowProblem } from '../table.ts';
import { listedRows } from '../table-rows.ts';
import { readTextStart } from '../csv/text-start.ts';

// As many rows as the screen offers to choose the header from.
const maxTopRows = 12;

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

	const encoding = options.encoding ?? detectEncoding(bytes);
	const decoded = decodeText(bytes, encoding);
	const { separator, length } = readTextStart(decoded);
	const text = decoded.slice(length);
	const delimiter = options.delimiter ?? separator ?? detectDelimiter(text);
	const { maxRows } = limits;
	const rows = countFarTooMany(text, delimiter, maxRows);
	if (rows !== null) return unreadable({ code: 'FILE_TOO_MANY_ROWS', rows, maxRows });
	return toTable(parseCsv(text, delimiter), { encoding, delimiter }, options, limits);
}

/** Finds the header row, drops blank rows and looks at the width of the others. */
function toTable(
	scanned: ScannedRows,
	dialect: Dialect,
	options: ReadOptions,
	limits: SizeLimits
): ReadResult {
	const first = scanned.rows.findIndex((row) => !isBlank(row));
	const firstRow = scanned.rows[first];
	if (firstRow === undefined) return unreadable({ code: 'FILE_EMPTY' });
	const isData = options.firstRow === 'data';
	const start = isData ? first : chooseHeaderRow(scanned.rows, first, options);
	const startRow = scanned.rows[start] ?? firstRow;
	const width = widthOf(startRow);
	if (width > maxColumns) return unreadable({ code: 'FILE_TOO_MANY_COLUMNS', columns: width, maxColumns });
	const isChosen = options.firstRow !== undefined || options.headerRow === start + 1;
	if (!isChosen && startRow.some((cell) => readEmail(cell).ok)) {
		return unreadable({ code: 'FILE_NO_HEADER' });
	}
	if (!isData && scanned.openQuotes.has(start))
		return unreadable({ code: 'FILE_HEADER_QUOTE', row: start + 1 });
	const header = isData ? startRow.map((_, index) => `Column ${columnLetters(index)}`) : startRow;

	const rows: string[][] = [];
	const rowNumbers: number[] = [];
	const problems = new Map<number, RowProblem>();
	const openQuotes = new Map<number, readonly number[]>();
	let blankRows = 0;
	let shortRows = 0;
	for (let i = isData ? start : start + 1; i < scanned.rows.length; i++) {
		const row = scanned.rows[i] ?? [];
		if (isBlank(row)) {
			blankRows++;
			continue;
		}
		const open = scanned.openQuotes.get(i);
		if (open) openQuotes.set(rows.length, open);
		else if (row.length < header.length) shortRows++;
		const problem = problemOfRow(row, header.length, open ?? []);
		if (problem) problems.set(rows.length, problem);
		rows.push(row);
		rowNumbers.push(i + 1);
	}
	if (rows.length === 0) return unreadable({ code: 'FILE_NO_ROWS' });
	if (rows.length > limits.maxRows) {
		return unreadable({ code: 'FILE_TOO_MANY_ROWS', rows: rows.length, maxRows: limits.maxRows });
	}
	return {
		kind: 'table',
		table: {
			dialect,
			header,
			joined: joinedColumns(header),
			headerRow: isData ? null : start + 1,
			top: topRows(scanned.rows, start),
			rows: listedRows(rows),
			rowNumbers,
			plain: null,
			problems,
			openQuotes,
			blankRows,
			shortRows
		}
	};
}

/** The header that was chosen, where that row has something in it, or else the one that is found (spec P10). */
function chooseHeaderRow(rows: string[][], first: number, { firstRow, headerRow }: ReadOptions): number {
	const chosen = headerRow === undefined ? undefined : rows[headerRow - 1];
	if (headerRow !== undefined && chosen !== undefined && !isBlank(chosen)) return headerRow - 1;
	return firstRow === 'header' ? first : findHeaderRow(rows);
}

/** The first rows, and with them the header and the row below it, wherever these are. */
function topRows(rows: string[][], start: number): CsvTable['top'] {
	const top: CsvTable['top'] = [];
	for (let i = 0; i < rows.length && (top.length < maxTopRows || i <= start + 1); i++) {
		const cells = rows[i] ?? [];
		const isShown = top.length < maxTopRows || i >= start;
		if (isShown && !isBlank(cells)) top.push({ row: i + 1, cells });
	}
	return top;
}

function unreadable(problem: FileProblem): ReadResult {
	return { kind: 'unreadable', problem };
}
