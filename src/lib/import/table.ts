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

/** A file as rows of cells, exactly as written. */
export interface CsvTable {
	dialect: Dialect;
	/** Header cells as written. Generated names when the file has no header row. */
	header: string[];
	/** Data rows without blank ones (spec P4). A row may have fewer or more cells than the header. */
	rows: string[][];
	/** The spreadsheet row of each data row: header 1, blank rows counted (spec P7). */
	rowNumbers: number[];
	/** Problems by index into `rows`. */
	problems: Map<number, RowProblem>;
	blankRows: number;
	/** How many rows have fewer cells than the header (spec P6). */
	shortRows: number;
}

/** Why a file cannot be read as a customer list at all (spec I2, I5). */
export type FileProblem =
	| { code: 'FILE_EMPTY' }
	| { code: 'FILE_TOO_LARGE'; bytes: number; maxBytes: number }
	| { code: 'FILE_BINARY' }
	| { code: 'FILE_XLSX' }
	| { code: 'FILE_XLS' }
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
}

export type ReadResult = { kind: 'table'; table: CsvTable } | { kind: 'unreadable'; problem: FileProblem };
