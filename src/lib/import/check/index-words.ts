import { hashBytes } from './address-hash.ts';
import { equalBytes } from '../plain/cell-bytes.ts';
import type { PlainColumn, WordIndex } from '../plan.ts';
import type { PlainCells } from '../table-rows.ts';

/** A column of more different words has no index: to read its cells as texts costs less. */
const maxWords = 4000;
const places = 16_384;

interface Known {
	rowNumbers: ArrayLike<number>;
	words: WordIndex | null;
}

// By the index of the column, for as long as there is the file: it is looked into for its mapping, and read after that.
const known = new WeakMap<PlainCells, Map<number, Known>>();

/** Finds the different words of a column, without making texts of them; null where there are too many. */
export function indexWords(plain: PlainColumn): WordIndex | null {
	const { cells, column, rowNumbers } = plain;
	const ofFile = known.get(cells) ?? new Map<number, Known>();
	const found = ofFile.get(column);
	if (found?.rowNumbers === rowNumbers) return found.words;
	const words = findWords(plain);
	known.set(cells, ofFile.set(column, { rowNumbers, words }));
	return words;
}

function findWords({ cells, column, rowNumbers }: PlainColumn): WordIndex | null {
	const { bytes, starts, firstCells, lineEndLength } = cells;
	const ids = new Uint16Array(rowNumbers.length);
	const firstRows = [-1];
	const wordStarts = [0];
	const wordEnds = [0];
	const idAt = new Uint16Array(places);
	for (let i = 0; i < rowNumbers.length; i++) {
		const row = (rowNumbers[i] ?? 0) - 1;
		const cell = (firstCells[row] ?? 0) + column;
		const behind = firstCells[row + 1] ?? 0;
		if (cell >= behind) continue;
		const start = starts[cell] ?? 0;
		const end = (starts[cell + 1] ?? 0) - (cell + 1 === behind ? lineEndLength : 1);
		if (start === end) continue;
		let place = hashBytes(bytes, start, end) & (places - 1);
		let id = idAt[place] ?? 0;
		while (id !== 0 && !equalBytes(bytes, start, end, bytes, wordStarts[id] ?? 0, wordEnds[id] ?? 0)) {
			place = (place + 1) & (places - 1);
			id = idAt[place] ?? 0;
		}
		if (id === 0) {
			id = firstRows.length;
			if (id > maxWords) return null;
			idAt[place] = id;
			firstRows.push(i);
			wordStarts.push(start);
			wordEnds.push(end);
		}
		ids[i] = id;
	}
	return { ids, firstRows };
}
