/** Some of a file's rows: a flag each, since there may be as many as the file has. */
export interface RowSet {
	readonly size: number;
	/** By row index: 1 where it is one of them; null where none is. */
	readonly flags: Uint8Array | null;
}

export const noRows: RowSet = { size: 0, flags: null };

/** The rows of so many, by index, of which something holds. */
export function rowSet(count: number, isIn: (index: number) => boolean): RowSet {
	const flags = new Uint8Array(count);
	let size = 0;
	for (let index = 0; index < count; index++) {
		if (!isIn(index)) continue;
		flags[index] = 1;
		size++;
	}
	return { size, flags };
}

/** Whether a row is one of them. */
export function hasRow({ flags }: RowSet, index: number): boolean {
	return flags !== null && flags[index] === 1;
}
