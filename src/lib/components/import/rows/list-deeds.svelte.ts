import type { ListedRow, RowList } from '../../../browser/row-list.ts';
import type { RowCursor } from '../../../browser/row-cursor.svelte.ts';
import { Turns } from '../../../browser/turns.ts';
import { focusOn } from '../focus.ts';
import { count } from '../words/words.ts';
import type { ListDeed, MoveDeed } from './key-map.ts';

/** What a list of rows can be filtered by. */
export interface ListFilters<F extends string> {
	/** Leaves all rows. */
	all: F;
	/** In the order of the digits that choose them. */
	byDigit: readonly F[];
	/** What a filter shows, in words. */
	title: (filter: F) => string;
	/** How many rows a filter leaves; null while that is not known. */
	rows: (filter: F) => number | null;
}

export interface ListParts<R extends ListedRow, F extends string> {
	rows: RowList<R, F>;
	cursor: RowCursor<R>;
	filters: ListFilters<F>;
	/** Tells screen readers. */
	announce: (text: string) => void;
	showKeys: () => void;
}

const tenRows = 10;

const moves: ReadonlySet<string> = new Set<MoveDeed>([
	'row-next',
	'row-previous',
	'rows-forward',
	'rows-back',
	'cell-next',
	'cell-previous',
	'cell-first',
	'cell-last',
	'list-first',
	'list-last'
]);

/** Everything that a key, a button or a press on a cell can do in a list of rows that is only read (spec 3.9). */
export class ListDeeds<R extends ListedRow, F extends string> {
	/** The row whose details are open. */
	detailsRow = $state.raw<number | null>(null);
	/** What the last deed came to, for all who can see it. */
	note = $state.raw('');

	protected readonly turns = new Turns();
	/** These take the keyboard elsewhere: keys that come after them are not meant for the rows. */
	protected readonly leaving: readonly string[] = ['search', 'details', 'help'] satisfies ListDeed[];

	#list: ListParts<R, F>;

	constructor(list: ListParts<R, F>) {
		this.#list = list;
	}

	/**
	 * Does what a key asks for, in the order of the keys.
	 *
	 * @param index the place of the key among those of its deed
	 */
	perform(deed: ListDeed, index: number): void {
		this.take(deed, this.listDeeds(index)[deed]);
	}

	/** Shows the rows of a filter from the first one. */
	async filter(filter: F): Promise<void> {
		const { rows, cursor, filters } = this.#list;
		await rows.show({ filter });
		cursor.restart();
		this.say(`${filters.title(filter)}: ${count(rows.total)}`);
	}

	openDetails(row: number): void {
		this.detailsRow = row;
	}

	/** Closes the details; the focus goes back to their row, or to where it was. */
	closeDetails(): Promise<void> {
		return this.turns.take(() => this.#closeDetails(), 'deed');
	}

	/** The row before or after the one whose details are open, in the order of the list. */
	async moveDetails(by: -1 | 1): Promise<void> {
		const { rows, cursor } = this.#list;
		const at = this.detailsRow === null ? -1 : await rows.positionOf(this.detailsRow);
		const row = await rows.get(Math.max(0, (at === -1 ? cursor.position : at) + by));
		if (row === undefined) return;
		this.detailsRow = row.row;
		cursor.place(await rows.positionOf(row.row));
	}

	/** Tells everybody, seen or heard. */
	say(text: string): void {
		this.note = text;
		this.#list.announce(text);
	}

	/** What each key does that every list has. */
	protected listDeeds(index: number): Record<ListDeed, () => unknown> {
		const { cursor, showKeys } = this.#list;
		return {
			'row-next': () => cursor.moveRows(1),
			'row-previous': () => cursor.moveRows(-1),
			'rows-forward': () => cursor.moveRows(tenRows),
			'rows-back': () => cursor.moveRows(-tenRows),
			'cell-next': () => cursor.moveCells(1),
			'cell-previous': () => cursor.moveCells(-1),
			'cell-first': () => cursor.moveCells(-Infinity),
			'cell-last': () => cursor.moveCells(Infinity),
			'list-first': () => cursor.moveRows(-Infinity),
			'list-last': () => cursor.moveRows(Infinity),
			filter: () => this.#filterByKey(index),
			search: () => focusOn('find-in-rows'),
			details: () => this.#openCursorRow(),
			help: showKeys,
			leave: () => this.#showAllRows()
		};
	}

	/** Does something in its turn: while something is under way, what depends on it waits. Moves do not, unless something waits before them. */
	protected take(deed: string, run: () => unknown): void {
		if (moves.has(deed)) void this.turns.take(run, 'move');
		else void this.turns.take(() => this.#byKey(deed, run), 'key');
	}

	async #byKey(deed: string, run: () => unknown): Promise<void> {
		await run();
		if (this.leaving.includes(deed)) this.turns.dropKeys();
	}

	async #closeDetails(): Promise<void> {
		const { rows, cursor } = this.#list;
		const row = this.detailsRow;
		this.detailsRow = null;
		const position = row === null ? -1 : await rows.positionOf(row);
		if (position === -1) cursor.focus();
		else cursor.goTo(position, cursor.column, row ?? undefined);
	}

	async #filterByKey(index: number): Promise<void> {
		const { cursor, filters } = this.#list;
		const filter = filters.byDigit[index] ?? filters.all;
		if (filters.rows(filter) === 0) return this.say(`${filters.title(filter)}: 0`);
		await this.filter(filter);
		cursor.focus();
	}

	async #showAllRows(): Promise<void> {
		const { rows, cursor, filters } = this.#list;
		const { filter, search } = rows.query;
		if (filter === filters.all && search === '') return;
		const row = await cursor.row();
		await rows.show({ filter: filters.all, search: '' });
		cursor.goTo(row ? await rows.positionOf(row.row) : 0);
		this.say(`${filters.title(filters.all)}: ${count(rows.total)}`);
	}

	async #openCursorRow(): Promise<void> {
		const row = await this.#list.cursor.row();
		if (row) this.openDetails(row.row);
	}
}
