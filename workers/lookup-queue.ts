import type { FoldedFixes } from '../src/lib/import/fixes/apply-fixes.ts';
import type { Desk } from '../src/lib/import/fixes/desk.ts';
import { hasRow } from '../src/lib/import/fixes/row-set.ts';
import type { FieldColumn } from '../src/lib/import/plan.ts';

/** The addresses of a file that are still to be looked up, each once, in the order of rows (spec I4). */
export interface LookupQueue {
	/** Takes the desk as it is now; says how many addresses are still to be looked up. */
	fill(desk: Desk): number;
	/** The next addresses, at most so many. Those that are not answered come again when it is filled again. */
	take(limit: number): string[];
	/** Says that addresses were looked up, in the order in which they were taken. */
	answer(emails: readonly string[]): void;
	/** Forgets what was looked up. */
	clear(): void;
}

interface Filled {
	column: number;
	values: FieldColumn;
	folded: FoldedFixes;
	/** By index. */
	rows: Int32Array;
	taken: number;
	answered: number;
}

/**
 * A queue of rows, not of addresses: half a million of these take as much memory as their file. A column is looked up
 * as a whole; after that, only the addresses of rows that were fixed are looked at, one by one. So a fix, or a remap of
 * another field, costs nothing that grows with the file.
 */
export function createLookupQueue(): LookupQueue {
	/** The columns that were looked up, by number, with the fixes that they had then. */
	let whole = new Map<number, FoldedFixes>();
	/** Addresses of fixed rows that were looked up. */
	let single = new Set<string>();
	let filled: Filled | null = null;

	/** The rows of which it is not known whether their addresses were looked up since the column was. */
	function openRows(desk: Desk, values: FieldColumn, then: FoldedFixes): Int32Array {
		const source = values.fixes?.source ?? values;
		const fixed = new Set([...then.cells.keys(), ...then.aside.keys(), ...desk.folded.cells.keys()]);
		return distinctRows(desk, values, [...fixed], (index, email) => {
			const wasAsInFile = !then.cells.has(index) && !then.aside.has(index);
			return single.has(email) || (wasAsInFile && source.value(index) === email);
		});
	}

	function fill(desk: Desk): number {
		const values = desk.columns.email;
		const column = desk.mapping.email;
		if (values === undefined || column === null) filled = null;
		else if (filled?.values === values && filled.folded === desk.folded) filled.taken = filled.answered;
		else {
			const { folded } = desk;
			const then = whole.get(column);
			const rows = then ? openRows(desk, values, then) : distinctRows(desk, values);
			filled = { column, values, folded, rows, taken: 0, answered: 0 };
		}
		return filled === null ? 0 : filled.rows.length - filled.answered;
	}

	function take(limit: number): string[] {
		if (filled === null) return [];
		const { values, rows, taken } = filled;
		const next = rows.subarray(taken, taken + limit);
		filled.taken += next.length;
		return Array.from(next, (index) => values.value(index) ?? '');
	}

	function answer(emails: readonly string[]): void {
		if (filled === null) return;
		const { column, values, folded, rows } = filled;
		filled.answered += emails.length;
		if (whole.has(column)) for (const email of emails) single.add(email);
		else if (filled.answered >= rows.length) {
			whole.set(column, folded);
			for (const index of folded.cells.keys()) {
				const email = values.value(index);
				if (email !== null && !folded.aside.has(index)) single.add(email);
			}
		}
	}

	return {
		fill,
		take,
		answer,
		clear() {
			whole = new Map();
			single = new Set();
			filled = null;
		}
	};
}

/**
 * The rows to import that have an address, one of each.
 *
 * @param among the rows to look at, by index; all, if left out
 */
function distinctRows(
	desk: Desk,
	values: FieldColumn,
	among: readonly number[] | null = null,
	isKnown: ((index: number, email: string) => boolean) | null = null
): Int32Array {
	const most = among?.length ?? values.length;
	const rows = new Int32Array(most);
	let count = 0;
	if (desk.addresses === null) return rows.subarray(0, 0);
	const { index: addresses, numbers } = desk.addresses;
	// A flag for each address: half a million texts would take longer to make than their file to read.
	const seen = new Uint8Array(addresses.count);
	for (let i = 0; i < most; i++) {
		const index = among?.[i] ?? i;
		const number = numbers[index] ?? -1;
		if (number === -1 || seen[number] === 1) continue;
		if (desk.folded.aside.has(index) || hasRow(desk.passed, index)) continue;
		if (isKnown !== null && isKnown(index, values.value(index) ?? '')) continue;
		seen[number] = 1;
		rows[count++] = index;
	}
	return rows.slice(0, count);
}
