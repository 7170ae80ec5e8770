import { decodeText } from './decode-text.ts';
import { type CellSpans, cellsBefore, scanCells } from './scan-rows.ts';
import type { Dialect } from '../table.ts';
import { readTextStart } from './text-start.ts';

/** A CSV file as read, with the places of its cells. */
export interface LocatedCells {
	bytes: Uint8Array;
	dialect: Dialect;
	/** The whole file but for its byte order mark. */
	text: string;
	spans: CellSpans;
}

/** A cell's place in the text, quotes included. */
export interface CellPlace {
	from: number;
	to: number;
	style: 'plain' | 'quoted' | 'open';
}

/** A row's place in the text. */
export interface RowPlace {
	from: number;
	/** Where its line end stands. */
	to: number;
	/** Where the next row starts. */
	next: number;
	cells: CellPlace[];
}

/** Finds the cells of a file, as it was read by this dialect. */
export function locateCells(bytes: Uint8Array, dialect: Dialect): LocatedCells {
	const text = decodeText(bytes, dialect.encoding);
	const spans = scanCells(text, dialect.delimiter, readTextStart(text).length);
	return { bytes, dialect, text, spans };
}

/** Where a row stands. */
export function placeOfRow({ text, spans }: LocatedCells, rowNumber: number): RowPlace {
	const first = cellsBefore(spans, rowNumber - 1);
	const behind = cellsBefore(spans, rowNumber);
	const cells: CellPlace[] = [];
	for (let cell = first; cell < behind; cell++) cells.push(placeOfCell(text, spans, cell));
	return {
		from: spans.starts[first] ?? text.length,
		to: spans.ends[behind - 1] ?? text.length,
		next: spans.starts[behind] ?? text.length,
		cells
	};
}

/** Where each cell stands in which a quote is open. */
export function placesOfOpenCells({ text, spans }: LocatedCells): CellPlace[] {
	return [...spans.open].map((cell) => placeOfCell(text, spans, cell));
}

function placeOfCell(text: string, { starts, ends, open }: CellSpans, cell: number): CellPlace {
	const from = starts[cell] ?? 0;
	const style = open.has(cell) ? 'open' : text.charAt(from) === '"' ? 'quoted' : 'plain';
	return { from, to: ends[cell] ?? 0, style };
}
