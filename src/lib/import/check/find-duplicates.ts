import type { RowAddresses } from './address-index.ts';
import { leftOut } from '../plan.ts';

/** The other place of an address that stands in a file more than once. */
export interface Duplicate {
	/** Index of another row with the same address: the next one for the first copy, the first for the others. */
	other: number;
	/** How many rows have the address. */
	copies: number;
}

/** The rows whose address stands in another row too. */
export interface Duplicates {
	/** Their indices, ascending. */
	rows: readonly number[];
	at(row: number): Duplicate | undefined;
}

interface Group {
	first: number;
	second: number;
	copies: number;
}

/**
 * Finds every row whose address stands in another row too (spec V6), whether or not the rows have other
 * issues. Addresses that are missing or not valid are no duplicates of each other: they have their own issue.
 *
 * @param left by row: one of `leftOut`; null where all are planned
 */
export function findDuplicates({ index, numbers }: RowAddresses, left: Uint8Array | null): Duplicates {
	function isGone(row: number): boolean {
		return left !== null && left[row] === leftOut.gone;
	}
	// Nearly every address stands in one row, so that nothing but a flag is kept of it.
	const seen = new Uint8Array(index.count);
	const groups = new Map<number, Group>();
	for (let row = 0; row < numbers.length; row++) {
		const number = numbers[row] ?? -1;
		if (number === -1 || isGone(row)) continue;
		if (seen[number] === 0) seen[number] = 1;
		else groups.set(number, { first: -1, second: -1, copies: 0 });
	}
	const rows: number[] = [];
	for (let row = 0; row < numbers.length && groups.size > 0; row++) {
		const group = groups.get(numbers[row] ?? -1);
		if (group === undefined || isGone(row)) continue;
		if (group.copies === 0) group.first = row;
		else if (group.copies === 1) group.second = row;
		group.copies++;
		rows.push(row);
	}
	return {
		rows,
		at(row) {
			const group = groups.get(numbers[row] ?? -1);
			if (group === undefined || isGone(row)) return undefined;
			return { other: group.first === row ? group.second : group.first, copies: group.copies };
		}
	};
}
