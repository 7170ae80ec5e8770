import type { FixedCells } from './apply-fixes.ts';
import {
	type LocatedCells,
	type RowPlace,
	locateCells,
	placeOfRow,
	placesOfOpenCells
} from '../csv/locate-cells.ts';
import { type Piece, type SplicedFile, spliceFile } from './splice-file.ts';
import type { CsvTable } from '../table.ts';
import { writeCell } from '../csv/write-cell.ts';

/** A stretch of the file with something else in its place. */
interface Change {
	from: number;
	to: number;
	piece: Piece;
}

/**
 * The person's own file with other texts in some cells and without some rows (spec W5). Everything else is byte
 * for byte as it was: columns, order, delimiter, quotes, encoding, byte order mark, line ends also mixed, blank
 * rows, what stands above the header, bytes that are not valid, and whether the last row has a line end.
 *
 * Read again by the same dialect, it gives the table with these changes. Two things are written otherwise so that
 * it does: an open quote that other text would close (see `spliceFile`), and an empty row that a removed one kept
 * apart from a lone CR.
 *
 * A text is in quotes where the cell was, and otherwise only where it has to be. Formulas are written as typed:
 * the file is the person's own.
 *
 * @param table as read from these bytes
 * @param cells texts by index of the row in the table, then by column; beyond the end of its row too
 * @param leftOut indices of rows
 */
export function writeCorrected(
	bytes: Uint8Array,
	table: CsvTable,
	cells: ReadonlyMap<number, FixedCells>,
	leftOut: ReadonlySet<number>
): SplicedFile {
	const file = locateCells(bytes, table.dialect);
	const changes: Change[] = [];
	const removed = [...leftOut].map((index) => placeOfRow(file, table.rowNumbers[index] ?? 0));
	for (const { from, next } of removed) changes.push({ from, to: next, piece: '' });
	for (const [index, texts] of cells) {
		if (leftOut.has(index)) continue;
		changes.push(
			...changesOfRow(placeOfRow(file, table.rowNumbers[index] ?? 0), texts, table.dialect.delimiter)
		);
	}
	for (const place of placesOfOpenCells(file)) changes.push({ ...place, piece: place });
	const end = endWithout(file, table, removed);
	if (end !== null) changes.push({ ...end, piece: '' });
	// Sorting is stable: what is removed or written anew wins over what would be kept of it.
	changes.sort((one, other) => one.from - other.from);
	return spliceFile(file, piecesOf(file, changes));
}

function changesOfRow(row: RowPlace, texts: FixedCells, delimiter: string): Change[] {
	const changes: Change[] = [];
	let last = row.cells.length - 1;
	for (const [column, text] of [...texts].sort(([one], [other]) => one - other)) {
		const cell = row.cells[column];
		const written = writeCell(text, delimiter, cell?.style ?? 'plain');
		if (cell !== undefined) {
			changes.push({ from: cell.from, to: cell.to, piece: written });
			continue;
		}
		changes.push({ from: row.to, to: row.to, piece: delimiter.repeat(column - last) + written });
		last = column;
	}
	// A row with nothing at all would be no row at the end of a file.
	const [only] = changes;
	const isAll = changes.length === 1 && only?.from === row.from && only.to === row.to;
	return isAll && only.piece === '' ? [{ ...only, piece: '""' }] : changes;
}

/**
 * The line end of the last row that is kept, where those behind it are removed and the file did not end with one;
 * null where there is nothing to take off. An empty row is one by its line end only.
 */
function endWithout(
	file: LocatedCells,
	table: CsvTable,
	removed: readonly RowPlace[]
): { from: number; to: number } | null {
	const rows = file.spans.firstCells.length;
	const starts = new Set(removed.map(({ from }) => from));
	let last = rows;
	while (last > 0 && starts.has(placeOfRow(file, last).from)) last--;
	if (last === rows || last === 0) return null;
	const end = placeOfRow(file, rows);
	const { from, to, next } = placeOfRow(file, last);
	return end.to === end.next && from < to ? { from: to, to: next } : null;
}

function piecesOf({ text }: LocatedCells, changes: readonly Change[]): Piece[] {
	const pieces: Piece[] = [];
	let at = 0;
	let last = '';

	function keep(to: number): void {
		if (to <= at) return;
		// A lone CR and the LF of an empty row would become one line end, and the row would be gone.
		if (last === '\r' && text.charAt(at) === '\n') pieces.push('""');
		pieces.push({ from: at, to });
		last = text.charAt(to - 1);
	}
	for (const { from, to, piece } of changes) {
		if (from < at) continue;
		keep(from);
		at = to;
		if (piece === '') continue;
		pieces.push(piece);
		last = '';
	}
	keep(text.length);
	return pieces;
}
