import { readEmail } from '../../customer/email.ts';
import { trimText } from '../../customer/text.ts';
import { isPasswordHeader, matchHeader } from '../headers/header-names.ts';
import { maxColumns } from '../limits.ts';
import { isBlank } from './row-shape.ts';

// Titles are short; a name that stands further below is a value.
const maxRowsAbove = 20;
const sampleRows = 50;
// Names of columns are short; looking for names in long values costs more than reading them.
const maxNameLength = 100;

interface SampledRow {
	index: number;
	cells: readonly string[];
	/** Cells with something in them. */
	filled: number;
	/** The fields that its cells name, and `password`. */
	names: ReadonlySet<string>;
	hasAddress: boolean;
}

/**
 * Finds the header among rows as written (spec P10): their first one that is not blank, unless there is evidence
 * that titles stand above it. Evidence is a later row that names more of what this importer knows, or rows at the
 * top that fill far fewer cells than those below. Where the first row already names the email, or a customer
 * would be taken for a title, it is the first one.
 *
 * @param rows no more of them are asked for than are looked at
 * @returns the header's index among them; -1 where all are blank
 */
export function findHeaderRow(rows: Iterable<readonly string[]>): number {
	const sample: SampledRow[] = [];
	let index = -1;
	for (const cells of rows) {
		index++;
		if (isBlank(cells)) continue;
		const row = lookAt(cells.slice(0, maxColumns), index);
		if (sample.length === 0 && row.names.has('email')) return index;
		sample.push(row);
		if (sample.length === sampleRows) break;
	}
	const [first] = sample;
	if (first === undefined) return -1;
	return (findByNames(sample) ?? findByWidth(sample) ?? first).index;
}

/** The row that names most, where it names more than the first one. */
function findByNames(sample: readonly SampledRow[]): SampledRow | undefined {
	const most = Math.max(1, sample[0]?.names.size ?? 0);
	let best: SampledRow | undefined;
	for (const [at, row] of sample.slice(0, maxRowsAbove + 1).entries()) {
		const isNamed = row.names.size > most || namesAddressesBelow(row, sample[at + 1]);
		if (at === 0 || row.hasAddress || !isNamed || row.names.size <= (best?.names.size ?? 0)) continue;
		if (sample.slice(0, at).every((above) => isTitleAbove(above, row))) best = row;
	}
	return best;
}

/** A customer is as wide as the header, and would be lost above it; a title may hold an address too, but is narrow. */
function isTitleAbove(above: SampledRow, header: SampledRow): boolean {
	if (above.hasAddress) return above.filled * 2 <= header.filled;
	return header.names.has('email') || above.filled < header.filled;
}

/** Whether a row calls a column email in which the next row has an address: all that a list of one column has to show. */
function namesAddressesBelow(row: SampledRow, next: SampledRow | undefined): boolean {
	return row.cells.some(
		(cell, column) => matchHeader(cell)?.field === 'email' && isAddress(next?.cells[column] ?? '')
	);
}

/** The first row that is about as wide as those far below it, where the ones above fill a third of that at most. */
function findByWidth(sample: readonly SampledRow[]): SampledRow | undefined {
	const later = sample.slice(sample.length >> 1).map(({ filled }) => filled);
	const width = later.sort((one, other) => one - other)[later.length >> 1] ?? 0;
	const at = sample.findIndex(({ filled }) => filled * 3 > width);
	const row = sample[at];
	if (width < 3 || at < 1 || at > maxRowsAbove || at === sample.length - 1 || row === undefined) return;
	const titlesNameNothing = sample.slice(0, at).every(({ names }) => names.size === 0);
	const isWide = row.filled * 3 >= width * 2;
	return titlesNameNothing && isWide && !row.hasAddress && !isMostlyNumbers(row) ? row : undefined;
}

function lookAt(cells: readonly string[], index: number): SampledRow {
	const names = new Set<string>();
	let filled = 0;
	for (const cell of cells) {
		if (trimText(cell) === '') continue;
		filled++;
		if (cell.length > maxNameLength) continue;
		const name = isPasswordHeader(cell) ? 'password' : matchHeader(cell)?.field;
		if (name !== undefined) names.add(name);
	}
	return { index, cells, filled, names, hasAddress: cells.some(isAddress) };
}

function isAddress(cell: string): boolean {
	return cell.includes('@') && readEmail(cell).ok;
}

function isMostlyNumbers({ cells, filled }: SampledRow): boolean {
	return cells.filter((cell) => /^[\s\d.,:/-]*\d[\s\d.,:/-]*$/.test(cell)).length * 2 > filled;
}
