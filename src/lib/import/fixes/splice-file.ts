import { byteFinder } from '../csv/byte-finder.ts';
import { encodeText } from '../csv/encode-text.ts';
import type { CellPlace, LocatedCells } from '../csv/locate-cells.ts';
import { endOfQuoted } from '../csv/scan-rows.ts';
import { writeCell } from '../csv/write-cell.ts';

/** A part of a file that is made from another one: a stretch of that one as it is, a cell of it, or other text. */
export type Piece = string | { from: number; to: number; style?: CellPlace['style'] };

export interface SplicedFile {
	bytes: Uint8Array<ArrayBuffer>;
	/** Set where the file's encoding lacks a character of the other text: the file is UTF-8 with a byte order mark then. */
	encodingChanged: boolean;
}

/**
 * Makes a file of pieces of another one, in its encoding and with its byte order mark; what is taken from it stays
 * byte for byte.
 *
 * A cell whose quote is open stays so only where it is still read so. What follows it is another text now, and
 * if that has a quote which would close it, all open cells are written properly: nothing is read otherwise.
 *
 * @param pieces those of the file in its order
 */
export function spliceFile(file: LocatedCells, pieces: readonly Piece[]): SplicedFile {
	const safe = withSafeQuotes(file, pieces);
	const parts = encodePieces(file, safe);
	if (parts !== null) return { bytes: concat(parts), encodingChanged: false };
	const text = '\ufeff' + safe.map((piece) => textOf(file, piece)).join('');
	return { bytes: new TextEncoder().encode(text), encodingChanged: true };
}

function withSafeQuotes(file: LocatedCells, pieces: readonly Piece[]): readonly Piece[] {
	if (!pieces.some(isOpen)) return pieces;
	const { delimiter } = file.dialect;
	const text = pieces.map((piece) => textOf(file, piece)).join('');
	let at = 0;
	const areStillOpen = pieces.every((piece) => {
		const start = at;
		at += textOf(file, piece).length;
		return !isOpen(piece) || endOfQuoted(text, start, delimiter) === -1;
	});
	if (areStillOpen) return pieces;
	return pieces.map((piece) => (isOpen(piece) ? writeCell(textOf(file, piece), delimiter, 'open') : piece));
}

function encodePieces({ bytes, dialect }: LocatedCells, pieces: readonly Piece[]): Uint8Array[] | null {
	const byteAt = byteFinder(bytes, dialect.encoding);
	const parts: Uint8Array[] = [bytes.subarray(0, byteAt(0))];
	for (const piece of pieces) {
		const part =
			typeof piece === 'string'
				? encodeText(piece, dialect.encoding)
				: bytes.subarray(byteAt(piece.from), byteAt(piece.to));
		if (part === null) return null;
		parts.push(part);
	}
	return parts;
}

function textOf({ text }: LocatedCells, piece: Piece): string {
	return typeof piece === 'string' ? piece : text.slice(piece.from, piece.to);
}

function isOpen(piece: Piece): boolean {
	return typeof piece !== 'string' && piece.style === 'open';
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
