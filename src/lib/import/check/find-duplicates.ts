import type { FieldColumn } from '../plan.ts';

/** The other place of an address that stands in a file more than once. */
export interface Duplicate {
	/** Index of another row with the same address: the next one for the first copy, the first for the others. */
	other: number;
	/** How many rows have the address. */
	copies: number;
}

/**
 * Finds every row whose address stands in another row too (spec V6), whether or not the rows have other
 * issues. Addresses that are missing or not valid are no duplicates of each other: they have their own issue.
 *
 * @returns duplicates by row index
 */
export function findDuplicates(emails: FieldColumn): Map<number, Duplicate> {
	const first = new Map<string, number>();
	const groups = new Map<number, number[]>();
	for (let i = 0; i < emails.length; i++) {
		const email = emails.value(i);
		if (email === null) continue;
		const earlier = first.get(email);
		if (earlier === undefined) {
			first.set(email, i);
			continue;
		}
		const group = groups.get(earlier);
		if (group) group.push(i);
		else groups.set(earlier, [i]);
	}

	const duplicates = new Map<number, Duplicate>();
	for (const [earliest, later] of groups) {
		const copies = later.length + 1;
		duplicates.set(earliest, { other: later[0] ?? earliest, copies });
		for (const i of later) duplicates.set(i, { other: earliest, copies });
	}
	return duplicates;
}
