import { readEmail } from '../customer/email.ts';
import { trimText } from '../customer/text.ts';
import { decodeText, detectEncoding } from './decode-text.ts';
import { detectDelimiter } from './detect-delimiter.ts';
import { detectFileKind } from './detect-file-kind.ts';
import { type ImportLimits, maxColumns } from './limits.ts';
import { parseCsv } from './parse-csv.ts';
import type { ScannedRows } from './scan-rows.ts';
import type { Dialect, FileProblem, ReadOptions, ReadResult, RowProblem } from './table.ts';

const separatorLine = /^"?sep=([^\r\n])"?(?:\r\n|\r|\n|$)/i;

/**
 * Reads the bytes of a file into a table of cells (spec P1-P8), or says why it is no customer list (I2, I5).
 * Encoding and delimiter are detected where the options leave them out. Never throws on any bytes.
 */
export function readCsv(bytes: Uint8Array, options: ReadOptions, limits: ImportLimits): ReadResult {
	if (bytes.length > limits.maxBytes) {
		return unreadable({ code: 'FILE_TOO_LARGE', bytes: bytes.length, maxBytes: limits.maxBytes });
	}
	const kind = detectFileKind(bytes);
	if (kind === 'xlsx') return unreadable({ code: 'FILE_XLSX' });
	if (kind === 'xls') return unreadable({ code: 'FILE_XLS' });
	if (kind === 'binary') return unreadable({ code: 'FILE_BINARY' });

	const encoding = options.encoding ?? detectEncoding(bytes);
	const decoded = decodeText(bytes, encoding);
	const separator = separatorLine.exec(decoded);
	const text = separator ? decoded.slice(separator[0].length) : decoded;
	const delimiter = options.delimiter ?? separator?.[1] ?? detectDelimiter(text);
	return toTable(parseCsv(text, delimiter), { encoding, delimiter }, options, limits);
}

/** Finds the header row, drops blank rows and looks at the width of the others. */
function toTable(
	scanned: ScannedRows,
	dialect: Dialect,
	options: ReadOptions,
	limits: ImportLimits
): ReadResult {
	const first = scanned.rows.findIndex((row) => !isBlank(row));
	const firstRow = scanned.rows[first];
	if (firstRow === undefined) return unreadable({ code: 'FILE_EMPTY' });
	const width = widthOf(firstRow);
	if (width > maxColumns) return unreadable({ code: 'FILE_TOO_MANY_COLUMNS', columns: width, maxColumns });
	if (options.firstRow === undefined && firstRow.some((cell) => readEmail(cell).ok)) {
		return unreadable({ code: 'FILE_NO_HEADER' });
	}
	const isData = options.firstRow === 'data';
	if (!isData && scanned.openQuotes.has(first))
		return unreadable({ code: 'FILE_HEADER_QUOTE', row: first + 1 });
	const header = isData ? firstRow.map((_, index) => `Column ${columnLetters(index)}`) : firstRow;

	const rows: string[][] = [];
	const rowNumbers: number[] = [];
	const problems = new Map<number, RowProblem>();
	let blankRows = 0;
	let shortRows = 0;
	for (let i = isData ? first : first + 1; i < scanned.rows.length; i++) {
		const row = scanned.rows[i] ?? [];
		if (isBlank(row)) {
			blankRows++;
			continue;
		}
		if (scanned.openQuotes.has(i)) problems.set(rows.length, { code: 'QUOTE_OPEN' });
		else if (row.length < header.length) shortRows++;
		else if (row.length > header.length && widthOf(row) > header.length) {
			problems.set(rows.length, { code: 'ROW_WIDTH', cells: widthOf(row), expected: header.length });
		}
		rows.push(row);
		rowNumbers.push(i + 1);
	}
	if (rows.length === 0) return unreadable({ code: 'FILE_NO_ROWS' });
	if (rows.length > limits.maxRows) {
		return unreadable({ code: 'FILE_TOO_MANY_ROWS', rows: rows.length, maxRows: limits.maxRows });
	}
	return { kind: 'table', table: { dialect, header, rows, rowNumbers, problems, blankRows, shortRows } };
}

function unreadable(problem: FileProblem): ReadResult {
	return { kind: 'unreadable', problem };
}

function isBlank(row: string[]): boolean {
	return row.every((cell) => cell === '' || trimText(cell) === '');
}

/** The number of cells up to the last one with something in it. */
function widthOf(row: string[]): number {
	return row.findLastIndex((cell) => cell !== '' && trimText(cell) !== '') + 1;
}

/** A column's letters as spreadsheets write them: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
	const last = String.fromCharCode(65 + (index % 26));
	return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}
