/** The cells of data rows, as written, wherever they stand: as texts in memory, or in the bytes of their file. */
export interface TableRows {
	readonly length: number;
	/** How many cells a row has; 0 for a row that is not there. */
	width(index: number): number;
	/** The text of a cell, without its quotes; empty where there is no such cell. */
	cell(index: number, column: number): string;
	/** The texts of a row's cells. */
	row(index: number): readonly string[];
}

/**
 * Where the cells of a plain file stand in its bytes: UTF-8, one delimiter, one kind of line end, and quotes as
 * RFC 4180 has them; no NUL. Rows are physical ones: those of the table are at their spreadsheet row less 1.
 */
export interface PlainCells {
	/** The whole file as UTF-8: its own bytes, or what was made of them where it is in another encoding. */
	readonly bytes: Uint8Array;
	/**
	 * By cell: where it starts, its quote included; and one more, behind the last line end. A cell ends one byte before
	 * the next one starts, and the last one of a row `lineEndLength` bytes before.
	 */
	readonly starts: Uint32Array;
	/** By physical row: its first cell; and one more, the number of cells. */
	readonly firstCells: Uint32Array;
	/** 2 where lines end with CR LF, else 1. */
	readonly lineEndLength: 1 | 2;
}

/** Rows that are in memory as texts. */
export function listedRows(rows: readonly (readonly string[])[]): TableRows {
	return {
		length: rows.length,
		width: (index) => rows[index]?.length ?? 0,
		cell: (index, column) => rows[index]?.[column] ?? '',
		row: (index) => rows[index] ?? []
	};
}

/** Rows with other ones in the place of some. */
export function replacedRows(rows: TableRows, others: ReadonlyMap<number, readonly string[]>): TableRows {
	return {
		length: rows.length,
		width: (index) => others.get(index)?.length ?? rows.width(index),
		cell(index, column) {
			const other = others.get(index);
			return other === undefined ? rows.cell(index, column) : (other[column] ?? '');
		},
		row: (index) => others.get(index) ?? rows.row(index)
	};
}
