import { type FixedCells, fixRow } from './apply-fixes.ts';
import { isSetAsideHeader, setAsideHeader } from '../headers/header-names.ts';
import type { RowIssue } from '../issue.ts';
import { type LocatedCells, type RowPlace, locateCells, placeOfRow } from '../csv/locate-cells.ts';
import { issueMessage } from '../messages.ts';
import { widthOf } from '../read/row-shape.ts';
import { type Piece, spliceFile } from './splice-file.ts';
import type { CsvTable } from '../table.ts';
import { readTextStart } from '../csv/text-start.ts';
import { writeCell } from '../csv/write-cell.ts';

const noProblem = 'Set aside';

/** A row that is left out, by its index in the table, with what is wrong with it. */
export interface SetAsideRow {
	index: number;
	problems: readonly RowIssue[];
}

/**
 * Rows that were left out as a file of their own (spec W4): the file's header, dialect, encoding and columns, the
 * cells as they are written there, and behind them why each row was not imported. The importer ignores that column
 * when the file comes back; where this file has one from the last time, the new one takes its place.
 *
 * A row that is wider than the header stays so: its reason stands behind its own last cell. Where the file has no
 * header, this one has none either.
 *
 * @param table as read from these bytes
 * @param cells fixed texts by index of the row in the table, then by column
 */
export function writeSetAside(
	bytes: Uint8Array,
	table: CsvTable,
	rows: readonly SetAsideRow[],
	cells: ReadonlyMap<number, FixedCells>
): Uint8Array<ArrayBuffer> {
	const file = locateCells(bytes, table.dialect);
	const lineEnd = lineEndOf(file, placeOfRow(file, 1)) || '\r\n';
	const pieces: Piece[] = [{ from: 0, to: readTextStart(file.text).length }];

	function addRow(place: RowPlace, written: Piece[]): void {
		written.forEach((piece, i) => pieces.push(...(i === 0 ? [] : [table.dialect.delimiter]), piece));
		pieces.push(lineEndOf(file, place) || lineEnd);
	}
	if (table.headerRow !== null) {
		const place = placeOfRow(file, table.headerRow);
		const kept = place.cells.filter((_, column) => !isSetAsideHeader(table.header[column] ?? ''));
		const style = place.cells.at(-1)?.style ?? 'plain';
		addRow(place, [...kept, writeCell(setAsideHeader, table.dialect.delimiter, style)]);
	}
	for (const { index, problems } of [...rows].sort((one, other) => one.index - other.index)) {
		const place = placeOfRow(file, table.rowNumbers[index] ?? 0);
		const reason = problems.map(issueMessage).join(' ') || noProblem;
		const written = cellsOf(table, index, place, cells.get(index) ?? new Map());
		// In quotes always: then no open quote of its row is closed by what follows.
		addRow(place, [...written, writeCell(reason, table.dialect.delimiter, 'quoted')]);
	}
	return spliceFile(file, pieces).bytes;
}

/** A row's cells without those of an old reason, as many as the header has, or more where there is something in them. */
function cellsOf(
	{ rows, header, dialect }: CsvTable,
	index: number,
	place: RowPlace,
	fixed: FixedCells
): Piece[] {
	const texts = fixRow(rows.row(index), fixed);
	const width = Math.max(header.length, widthOf(texts));
	const written: Piece[] = [];
	for (let column = 0; column < width; column++) {
		if (isOldReason(header, column, width)) continue;
		const text = fixed.get(column);
		const cell = place.cells[column];
		if (text === undefined) written.push(cell ?? '');
		else written.push(writeCell(text, dialect.delimiter, cell?.style ?? 'plain'));
	}
	return written;
}

function isOldReason(header: readonly string[], column: number, width: number): boolean {
	// In a row that is wider than the header, the reason was written behind its last cell.
	const isMoved = width > header.length && column >= header.length - 1;
	const name = isMoved && column === width - 1 ? header.at(-1) : isMoved ? '' : header[column];
	return isSetAsideHeader(name ?? '');
}

function lineEndOf({ text }: LocatedCells, { to, next }: RowPlace): string {
	return text.slice(to, next);
}
