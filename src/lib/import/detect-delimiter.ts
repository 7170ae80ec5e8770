import { isKnownHeader } from './header-names.ts';
import { scanRows } from './scan-rows.ts';
import type { Delimiter } from './table.ts';

const candidates: Delimiter[] = [',', ';', '\t', '|'];
const sampleLength = 65_536;
const sampleRows = 50;

interface Score {
	delimiter: Delimiter;
	/** Header cells that are known column names. */
	known: number;
	/** The share of rows that are as wide as the header. */
	consistent: number;
	/** Header cells. */
	cells: number;
}

/**
 * Recognizes the delimiter (spec P1). The header line decides first: a delimiter has to stand in it, and
 * the one that makes more known column names wins; then the one with which more rows are as wide as the
 * header. A file of one column has none in its header and is read with commas.
 */
export function detectDelimiter(text: string): Delimiter {
	const sample = text.slice(0, sampleLength);
	let best: Score | undefined;
	for (const delimiter of candidates) {
		const rows = scanRows(sample, delimiter, sampleRows).rows.filter((row) =>
			row.some((cell) => cell.trim() !== '')
		);
		const header = rows[0] ?? [];
		if (header.length < 2) continue;
		const rest = rows.slice(1);
		const score: Score = {
			delimiter,
			known: header.filter(isKnownHeader).length,
			consistent:
				rest.length === 0 ? 0 : rest.filter((row) => row.length === header.length).length / rest.length,
			cells: header.length
		};
		if (best === undefined || isBetter(score, best)) best = score;
	}
	return best?.delimiter ?? ',';
}

function isBetter(one: Score, other: Score): boolean {
	if (one.known !== other.known) return one.known > other.known;
	if (one.consistent !== other.consistent) return one.consistent > other.consistent;
	return one.cells > other.cells;
}
