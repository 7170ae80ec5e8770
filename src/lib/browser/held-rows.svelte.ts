import { type FieldName, fieldNames } from '../customer/customer.ts';
import type { ListQuery, ListedRow, RowList } from './row-list.ts';

interface Filters<R, F extends string> {
	/** The filter that leaves all rows. */
	all: F;
	/** The others that a row belongs to. */
	of: (row: R) => readonly F[];
}

/** So many rows are looked through at once: even where all have the longest notes, the page stays at hand (spec I3). */
const rowsAtOnce = 1000;

/**
 * Rows that are held in the page, as a list that is filtered and searched there. They may come piece by piece, in the
 * order in which they are listed, and are shown as they come.
 */
export class HeldRows<R extends ListedRow, F extends string> implements RowList<R, F> {
	query: ListQuery<F>;
	/** How many rows each filter leaves, as far as they have come; a filter that leaves none is missing. */
	counts = $state.raw<Partial<Record<F, number>>>({});

	#filters: Filters<R, F>;
	#rows = $state.raw<readonly R[]>([]);
	#found = $state.raw<readonly R[]>([]);
	/** Each `show` begins a turn; only the last one's rows are shown. */
	#turn = 0;
	#isLooking = false;

	constructor(filters: Filters<R, F>) {
		this.#filters = filters;
		this.query = $state.raw({ filter: filters.all, search: '' });
	}

	get total(): number {
		return this.#found.length;
	}

	/** How many rows a filter leaves. */
	countOf(filter: F): number {
		return this.counts[filter] ?? 0;
	}

	/** All rows that have come, whatever the query leaves of them. */
	get all(): readonly R[] {
		return this.#rows;
	}

	/** Adds rows to the end. */
	add(rows: readonly R[]): void {
		this.#rows = [...this.#rows, ...rows];
		const counts = { ...this.counts };
		for (const row of rows) {
			for (const filter of [this.#filters.all, ...this.#filters.of(row)]) {
				counts[filter] = (counts[filter] ?? 0) + 1;
			}
		}
		this.counts = counts;
		if (!this.#isLooking) this.#found = [...this.#found, ...this.#matching(rows)];
	}

	/** Forgets all rows; the query stays. */
	clear(): void {
		this.#turn++;
		this.#isLooking = false;
		this.#rows = [];
		this.#found = [];
		this.counts = {};
	}

	at(position: number): R | undefined {
		return this.#found[position];
	}

	get(position: number): Promise<R | undefined> {
		return Promise.resolve(this.at(position));
	}

	/** They are all here. */
	want(): void {}

	async show(query: Partial<ListQuery<F>>): Promise<void> {
		this.query = { ...this.query, ...query };
		const turn = ++this.#turn;
		this.#isLooking = true;
		const found: R[] = [];
		for (let start = 0; start < this.#rows.length; start += rowsAtOnce) {
			if (start > 0) await nextTask();
			if (turn !== this.#turn) return;
			found.push(...this.#matching(this.#rows.slice(start, start + rowsAtOnce)));
		}
		this.#isLooking = false;
		this.#found = found;
	}

	positionOf(row: number): Promise<number> {
		return Promise.resolve(this.#found.findIndex((one) => one.row === row));
	}

	#matching(rows: readonly R[]): R[] {
		const { filter, search } = this.query;
		const needle = search.trim().toLowerCase();
		return rows.filter((row) => {
			if (filter !== this.#filters.all && !this.#filters.of(row).includes(filter)) return false;
			return needle === '' || textsOf(row).some((text) => text.toLowerCase().includes(needle));
		});
	}
}

/** What a search looks at: the values, what they were before, and the note. */
function textsOf({ values, changes, note }: ListedRow): string[] {
	const texts = fieldNames.map((field: FieldName) => values[field]);
	return [...texts, ...changes.map(({ from }) => from), note].filter((text) => typeof text === 'string');
}

function nextTask(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}
