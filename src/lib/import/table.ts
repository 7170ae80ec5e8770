import { joinTexts } from './joined-text.ts';
import type { PlainCells, TableRows } from './table-rows.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type Delimiter = ',' | ';' | '\t' | '|';

/** How the bytes of a file were read; shown on the screen, where encoding and delimiter can be changed (spec P2). */
export interface Dialect {
	encoding: Encoding;
	/** One character: one of `Delimiter`, or what a leading `sep=` line names. */
	delimiter: string;
}

/** A problem of a whole row, found while its cells were told apart (spec P5, P6). */
export type RowProblem = { code: 'QUOTE_OPEN' } | { code: 'ROW_WIDTH'; cells: number; expected: number };

/**
 * A column that no file has: two columns read as one (spec M8). Its index is behind the last column of the
 * header, in the order of `CsvTable.joined`.
 */
export interface JoinedColumn {
	/** As the mapping shows it: `First name + Last name`. */
	header: string;
	/** Indices of the columns whose texts are joined by a space, where both have one. */
	columns: readonly [number, number];
}

/** A file as rows of cells, exactly as written. */
export interface CsvTable {
	dialect: Dialect;
	/** Header cells as written. Generated names when the file has no header row. */
	header: string[];
	/** Columns that can be mapped besides those of the header. */
	joined: readonly JoinedColumn[];
	/** The spreadsheet row of the header (spec P10); null where the file has none. */
	headerRow: number | null;
	/** The file's first rows that are not blank, titles and header included; as many as it takes to choose another header (spec P10). */
	top: { row: number; cells: readonly string[] }[];
	/** Data rows without blank ones (spec P4). A row may have fewer or more cells than the header. */
	rows: TableRows;
	/** The spreadsheet row of each data row: header 1, blank rows counted (spec P7); ascending. */
	rowNumbers: ArrayLike<number>;
	/** Where the cells of the file stand in its bytes, where it is plain enough; they are without fixes. */
	plain: PlainCells | null;
	/** Problems by index into `rows`. */
	problems: Map<number, RowProblem>;
	/** The columns in which a quote opens that is not closed where its cell ends, by index into `rows` (spec P5). */
	openQuotes: Map<number, readonly number[]>;
	blankRows: number;
	/** How many rows have fewer cells than the header (spec P6). */
	shortRows: number;
}

/** Why a file cannot be read as a customer list at all (spec I2, I5). */
export type FileProblem =
	| { code: 'FILE_EMPTY' }
	| { code: 'FILE_TOO_LARGE'; bytes: number; maxBytes: number }
	| { code: 'FILE_BINARY' }
	| { code: 'FILE_XLS' }
	| { code: 'FILE_ENCRYPTED' }
	| { code: 'FILE_XLSX_DAMAGED' }
	/** A workbook's parts, or a sheet of it as text, would take so many bytes. */
	| { code: 'FILE_XLSX_TOO_LARGE'; bytes: number; maxBytes: number }
	| { code: 'FILE_NO_ROWS' }
	| { code: 'FILE_NO_HEADER' }
	/** A quote opens in the header row and is not closed where its cell ends. */
	| { code: 'FILE_HEADER_QUOTE'; row: number }
	| { code: 'FILE_TOO_MANY_ROWS'; rows: number; maxRows: number }
	| { code: 'FILE_TOO_MANY_COLUMNS'; columns: number; maxColumns: number };

/** What a person may decide about reading a file; what is left out is detected. */
export interface ReadOptions {
	encoding?: Encoding;
	delimiter?: string;
	/** `data`: the first row is a customer, not a header (spec I5). */
	firstRow?: 'header' | 'data';
	/** The spreadsheet row of the header, where titles stand above it (spec P10). */
	headerRow?: number;
	/** The name of a workbook's sheet (spec P11). */
	sheet?: string;
}

export type ReadResult = { kind: 'table'; table: CsvTable } | { kind: 'unreadable'; problem: FileProblem };

/** A cell's text as written, of a column of the file or a joined one; empty where the row is too short. */
export function cellText(table: CsvTable, index: number, column: number): string {
	const { rows } = table;
	const beyond = column - table.header.length;
	const joined = beyond < 0 ? undefined : table.joined[beyond];
	if (joined === undefined) return rows.cell(index, column);
	const [first, last] = joined.columns;
	return joinTexts(rows.cell(index, first), rows.cell(index, last));
}
