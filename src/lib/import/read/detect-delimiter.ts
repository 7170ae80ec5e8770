import { findHeaderRow } from './find-header-row.ts';
import { isKnownHeader } from '../headers/header-names.ts';
import { isBlank } from './row-shape.ts';
import { scanRows } from '../csv/scan-rows.ts';
import type { Delimiter } from '../table.ts';

/** The delimiters that are looked for, in the order in which they are shown. */
export const delimiterCandidates: readonly Delimiter[] = [',', ';', '\t', '|'];

/** How many UTF-16 units of a text tell its delimiter. */
export const delimiterSample = 65_536;

const sampleRows = 50;

interface Score {
	delimiter: Delimiter;
	/** Header cells that are known column names. */
	known: number;
	/** The share of the rows below the header that are as wide as it; half of it where titles stand above. */
	consistent: number;
	/** Header cells. */
	cells: number;
}

/**
 * Recognizes the delimiter (spec P1). The header line decides first, also below titles (spec P10): a delimiter
 * has to stand in it, and the one that makes more known column names wins; then the one with which more rows are
 * as wide as the header. A file of one column has none in its header and is read with commas.
 */
export function detectDelimiter(text: string): Delimiter {
	const sample = text.slice(0, delimiterSample);
	let best: Score | undefined;
	for (const delimiter of delimiterCandidates) {
		const rows = scanRows(sample, delimiter, sampleRows).rows.filter((row) => !isBlank(row));
		if (rows.every((row) => row.length < 2)) continue;
		const at = findHeaderRow(rows);
		const header = rows[at] ?? [];
		if (header.length < 2) continue;
		const rest = rows.slice(at + 1);
		const alike = rest.filter((row) => row.length === header.length).length;
		const score: Score = {
			delimiter,
			known: header.filter(isKnownHeader).length,
			// Punctuation of values makes columns too, and the first row then looks like a title.
			consistent: rest.length === 0 ? 0 : alike / rest.length / (at === 0 ? 1 : 2),
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
