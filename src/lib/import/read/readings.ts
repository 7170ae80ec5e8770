import { trimText } from '../../customer/text.ts';
import { decodeText } from '../csv/decode-text.ts';
import { delimiterCandidates } from './detect-delimiter.ts';
import { encodeText } from '../csv/encode-text.ts';
import { findHeaderRow } from './find-header-row.ts';
import { passwordColumns } from '../headers/password-columns.ts';
import { isBlank } from './row-shape.ts';
import { scanRows } from '../csv/scan-rows.ts';
import { shortenText } from '../shorten-text.ts';
import type { CsvTable, Encoding, ReadOptions } from '../table.ts';
import { readTextStart } from '../csv/text-start.ts';
import type { Reading, Readings } from '../worker-api.ts';
import { writeCell } from '../csv/write-cell.ts';
import type { TableRows } from '../table-rows.ts';

const sampleBytes = 65_536;
const shownRows = 2;
const maxCells = 12;
const maxCellLength = 60;

const eightBit: Encoding[] = ['utf-8', 'windows-1252'];
// That of UTF-8, a character for each byte.
const byteOrderMark = 'ï»¿';

/**
 * How a text file would look, read in other ways (spec P2): its header and two rows in which encodings differ, and
 * its header and first two rows by each delimiter. A file in UTF-16 says so by its first bytes, and can be nothing
 * else. No cell of a password column is in here (spec P9); where none of the delimiters tells these apart, no row
 * is.
 *
 * @param table the file as it is read now
 * @param options the choices that it was read with
 */
export function findReadings(bytes: Uint8Array, table: CsvTable, options: ReadOptions): Readings {
	return {
		encodings: eightBit.includes(table.dialect.encoding)
			? findEncodings(bytes, table, options)
			: [presentReading(table)],
		delimiters: findDelimiters(bytes, table, options)
	};
}

function presentReading({ dialect, top, headerRow, rows }: CsvTable): Reading {
	const headers = top.filter(({ row }) => row <= (headerRow ?? Infinity)).map(({ cells }) => cells);
	const passwords = passwordColumns(headers);
	const sample = [...(headerRow === null ? [] : headers.slice(-1)), ...firstRows(rows)];
	return { dialect, rows: sample.map((cells) => shown(blanked(cells, passwords))) };
}

function firstRows(rows: TableRows): (readonly string[])[] {
	return Array.from({ length: Math.min(rows.length, shownRows) }, (_, index) => rows.row(index));
}

/** Reads the bytes as characters, one for each, and decodes the cells of a few rows in each way. */
function findEncodings(bytes: Uint8Array, table: CsvTable, options: ReadOptions): Reading[] {
	const { delimiter } = table.dialect;
	const text = byteText(bytes, 0);
	const safe = withoutPasswords(text, delimiter, options, (cells) =>
		eightBit.map((encoding) => decodeCells(cells, encoding))
	);
	const rows = safe === undefined ? [] : scanRows(safe, delimiter).rows;
	const start = table.headerRow ?? 0;
	const data = rows.slice(start).filter((cells) => !isBlank(cells));
	const near = data.filter(isDiffering);
	const differing = near.length > 0 || safe !== text ? near : farRows(bytes, delimiter);
	const others = data.filter((cells) => !differing.includes(cells));
	const sample = [...rows.slice(start - 1, start), ...[...differing, ...others].slice(0, shownRows)];
	return eightBit.map((encoding) => ({
		dialect: { encoding, delimiter },
		rows: sample.map((cells) => shown(decodeCells(cells, encoding)))
	}));
}

/** The rows around the first bytes behind the sample that encodings differ in. */
function farRows(bytes: Uint8Array, delimiter: string): string[][] {
	const first = bytes.findIndex((byte, i) => i >= sampleBytes && byte >= 0x80);
	const lineEnd = first === -1 ? -1 : bytes.lastIndexOf(0x0a, first);
	return lineEnd === -1 ? [] : scanRows(byteText(bytes, lineEnd + 1), delimiter).rows.filter(isDiffering);
}

function isDiffering(cells: readonly string[]): boolean {
	return cells.slice(0, maxCells).some((cell) => /[\u0080-\uffff]/.test(cell));
}

function findDelimiters(bytes: Uint8Array, { dialect }: CsvTable, options: ReadOptions): Reading[] {
	const { encoding, delimiter } = dialect;
	const text = decodeText(bytes.subarray(0, sampleBytes), encoding);
	const sample = text.slice(readTextStart(text).length);
	const safe = withoutPasswords(
		wholeLines(sample, bytes.length > sampleBytes),
		delimiter,
		options,
		(cells) => [cells]
	);
	return [...new Set([...delimiterCandidates, delimiter])].map((candidate) => ({
		dialect: { encoding, delimiter: candidate },
		rows: safe === undefined ? [] : headerAndRows(safe, candidate, options)
	}));
}

function headerAndRows(text: string, delimiter: string, options: ReadOptions): string[][] {
	const { rows } = scanRows(text, delimiter);
	const filled = rows.slice(startOf(rows, options)).filter((cells) => !isBlank(cells));
	return filled.slice(0, options.firstRow === 'data' ? shownRows : shownRows + 1).map(shown);
}

/** The index of the row that is the header by these options, or of the first customer where there is none. */
function startOf(rows: readonly string[][], { firstRow, headerRow }: ReadOptions): number {
	if (headerRow !== undefined) return headerRow - 1;
	return Math.max(
		0,
		firstRow === undefined ? findHeaderRow(rows) : rows.findIndex((cells) => !isBlank(cells))
	);
}

/**
 * Text without the cells of password columns. With the wrong delimiter they would be part of other cells, so they
 * are taken out by the one that tells them apart. Undefined where none does.
 *
 * @param delimiter the likeliest one
 * @param readings the header's cells, in each way in which they may be read
 */
function withoutPasswords(
	text: string,
	delimiter: string,
	options: ReadOptions,
	readings: (cells: readonly string[]) => (readonly string[])[]
): string | undefined {
	const delimiters = [delimiter, ...delimiterCandidates];
	let hasPasswords = false;
	for (const candidate of delimiters) {
		const { rows } = scanRows(text, candidate);
		const headers = rows.slice(0, startOf(rows, options) + 1);
		const columns = passwordColumns(headers.flatMap(readings));
		if (columns.size === 0) continue;
		hasPasswords = true;
		const names = headers.flatMap((cells) => cells.filter((_, column) => columns.has(column)));
		if (delimiters.some((one) => names.some((name) => name.includes(one)))) continue;
		return rows
			.map((cells) => blanked(cells, columns).map((cell) => writeCell(cell, candidate, 'plain')))
			.map((cells) => cells.join(candidate))
			.join('\n');
	}
	return hasPasswords ? undefined : text;
}

/** A part of the file as text in which each byte is a character. */
function byteText(bytes: Uint8Array, start: number): string {
	const end = start + sampleBytes;
	const text = wholeLines(decodeText(bytes.subarray(start, end), 'windows-1252'), end < bytes.length);
	const unmarked = text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text;
	const { length } = readTextStart(unmarked);
	return length === 0 ? text : unmarked.slice(length);
}

function decodeCells(cells: readonly string[], encoding: Encoding): string[] {
	return cells.map((cell) => decodeText(encodeText(cell, 'windows-1252') ?? new Uint8Array(), encoding));
}

/** Text without its last line where that was cut in the middle. */
function wholeLines(text: string, isCut: boolean): string {
	const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
	return isCut && end > 0 ? text.slice(0, end) : text;
}

function blanked(cells: readonly string[], columns: ReadonlySet<number>): string[] {
	return cells.map((cell, column) => (columns.has(column) ? '' : cell));
}

function shown(cells: readonly string[]): string[] {
	return cells.slice(0, maxCells).map((cell) => shortenText(trimText(cell), maxCellLength));
}
