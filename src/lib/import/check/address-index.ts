import { hashBytes, hashText } from './address-hash.ts';
import { equalBytes } from '../plain/cell-bytes.ts';
import { CellCursor } from '../plain/cell-cursor.ts';
import { textOfBytes } from '../plain/text-of-bytes.ts';
import { type FieldColumn, cellState } from '../plan.ts';

const lookahead = 3;

/**
 * The different addresses of a column, each with a number: that of the first row that has it, or a higher one for an
 * address that a fix brought in. It is a table of rows over the bytes of their file and holds no texts.
 *
 * An address keeps its number while fixes come and go, and with it what is known of it: the customer who has it,
 * whether it was looked up.
 */
export class AddressIndex {
	readonly #column: FieldColumn;
	/** The file, where addresses are bytes of it. */
	readonly #bytes: Uint8Array;
	/** By row: where its address starts in the file, and how long it is; no length where it is a text in memory. */
	readonly #starts: Uint32Array;
	readonly #lengths: Uint8Array;
	/** By row: the hash of its address. */
	readonly #hashes: Int32Array;
	/** Row + 1 at the place that its hash leads to, or at the next free one behind; 0 is a free place. */
	readonly #places: Int32Array;
	/** Addresses that fixes brought in, by their numbers behind those of the rows. */
	readonly #others: string[] = [];
	readonly #numbersOfOthers = new Map<string, number>();

	/** By row of the column: the number of its address; -1 where it has none. */
	readonly numbers: Int32Array;

	constructor(column: FieldColumn) {
		const { length, states, plain } = column;
		this.#column = column;
		this.#bytes = plain?.cells.bytes ?? new Uint8Array();
		this.#starts = new Uint32Array(length);
		this.#lengths = new Uint8Array(length);
		this.#hashes = new Int32Array(length);
		// Never more than half full, so that a free place is near.
		this.#places = new Int32Array(2 ** Math.ceil(Math.log2(length * 2 + 2)));
		this.numbers = new Int32Array(length).fill(-1);
		const cursor = plain && new CellCursor(plain);
		for (let row = 0; row < length; row++) {
			const state = states[row];
			if (state === cellState.asWritten && cursor !== null) {
				cursor.moveTo(row);
				const { start, end } = cursor;
				this.#starts[row] = start;
				// No address is longer (spec 2).
				this.#lengths[row] = end - start;
				this.#add(row, hashBytes(cursor.bytes, start, end));
			} else if (state !== cellState.empty && state !== cellState.issue) {
				const email = column.value(row);
				if (email !== null) this.#add(row, hashText(email));
			}
		}
	}

	/** All numbers are below it. */
	get count(): number {
		return this.numbers.length + this.#others.length;
	}

	/** The number of an address; -1 where neither the column nor a fix has it. */
	find(email: string): number {
		const hash = hashText(email);
		const places = this.#places;
		const mask = places.length - 1;
		for (let place = hash & mask; ; place = (place + 1) & mask) {
			const row = (places[place] ?? 0) - 1;
			if (row === -1) return this.#numbersOfOthers.get(email) ?? -1;
			if (this.#hashes[row] === hash && this.#column.value(row) === email) return row;
		}
	}

	/**
	 * The number of an address that is UTF-8; -1 where neither the column nor a fix has it.
	 *
	 * @param hash `hashBytes` of it
	 * @param last the row that was found last: customers often come in the order of the file, and looking at the next
	 *   rows first saves leaps through a table that no cache holds
	 */
	findBytes(bytes: Uint8Array, start: number, end: number, hash: number, last: number): number {
		const hashes = this.#hashes;
		for (let row = last + 1; row <= last + lookahead; row++) {
			if (hashes[row] === hash && this.numbers[row] === row && this.#hasBytes(row, bytes, start, end))
				return row;
		}
		const places = this.#places;
		const mask = places.length - 1;
		for (let place = hash & mask; ; place = (place + 1) & mask) {
			const row = (places[place] ?? 0) - 1;
			if (row === -1) break;
			if (hashes[row] === hash && this.#hasBytes(row, bytes, start, end)) return row;
		}
		return this.#others.length === 0 ? -1 : (this.#numbersOfOthers.get(textOfBytes(bytes, start, end)) ?? -1);
	}

	/** The number of an address; one that is not known yet gets the next. */
	numberOf(email: string): number {
		const known = this.find(email);
		if (known !== -1) return known;
		const number = this.count;
		this.#others.push(email);
		this.#numbersOfOthers.set(email, number);
		return number;
	}

	/** The addresses that fixes brought in, from a number on. */
	othersFrom(number: number): (readonly [email: string, number: number])[] {
		return this.#others.slice(number - this.numbers.length).map((email, i) => [email, number + i]);
	}

	#add(row: number, hash: number): void {
		const places = this.#places;
		const hashes = this.#hashes;
		const mask = places.length - 1;
		hashes[row] = hash;
		let place = hash & mask;
		for (;;) {
			const other = (places[place] ?? 0) - 1;
			if (other === -1) break;
			if (hashes[other] === hash && this.#isSame(row, other)) {
				this.numbers[row] = other;
				return;
			}
			place = (place + 1) & mask;
		}
		places[place] = row + 1;
		this.numbers[row] = row;
	}

	#isSame(one: number, other: number): boolean {
		const length = this.#lengths[one] ?? 0;
		if (length === 0) return this.#column.value(one) === this.#column.value(other);
		const start = this.#starts[one] ?? 0;
		return this.#hasBytes(other, this.#bytes, start, start + length);
	}

	#hasBytes(row: number, bytes: Uint8Array, start: number, end: number): boolean {
		const length = this.#lengths[row] ?? 0;
		if (length === 0) return this.#column.value(row) === textOfBytes(bytes, start, end);
		const own = this.#starts[row] ?? 0;
		return equalBytes(this.#bytes, own, own + length, bytes, start, end);
	}
}

/** The addresses of rows by their numbers in an index. */
export interface RowAddresses {
	index: AddressIndex;
	/** By row: the number of its address; -1 where it has none. */
	numbers: Int32Array;
}

/** The addresses of a column's rows. */
export function addressesOf(column: FieldColumn): RowAddresses {
	const index = new AddressIndex(column);
	return { index, numbers: index.numbers };
}

/**
 * The addresses after fixes.
 *
 * @param column with the fixes
 * @param rows that may have another address than before
 */
export function withOtherAddresses(
	{ index, numbers: before }: RowAddresses,
	column: FieldColumn,
	rows: readonly number[]
): RowAddresses {
	const others = rows.map((row) => {
		const email = column.value(row);
		return email === null ? -1 : index.numberOf(email);
	});
	if (rows.every((row, i) => before[row] === others[i])) return { index, numbers: before };
	const numbers = before.slice();
	rows.forEach((row, i) => (numbers[row] = others[i] ?? -1));
	return { index, numbers };
}
