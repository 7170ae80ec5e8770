import type { ImportSession } from '../../browser/import-session.svelte.ts';
import { rowsOf } from '../../browser/review-rows.svelte.ts';
import { type RowCursor, fieldOf } from '../../browser/row-cursor.svelte.ts';
import { Turns } from '../../browser/turns.ts';
import { type FieldName, fieldNames } from '../../customer/customer.ts';
import type { FixRequest, Suggestion } from '../../import/fix.ts';
import type { RowIssue } from '../../import/issue.ts';
import type { FoundIssue, IssuePlace, ReviewRow, RowFilter } from '../../import/worker-api.ts';
import { focusOn } from './focus.ts';
import type { Deed } from './review-keys.ts';
import { fixSentence, issueWalkSentence } from './review-words.ts';
import { count, filterTitle, outcomeFilters } from './words.ts';

/** What the review uses of the import. */
export type ReviewSession = Pick<
	ImportSession,
	'rows' | 'ask' | 'preview' | 'news' | 'file' | 'mapping' | 'fix' | 'reload'
>;

/** A cell that is being edited. */
export interface EditedCell {
	row: number;
	field: FieldName;
	/** As it stands in the file, with its fixes; null until that is known. */
	text: string | null;
	/** Written again as it is, a cell whose quote is open is mended (spec P5). */
	isOpen: boolean;
}

/** Where the focus goes once a cell has been edited; `left`: it has gone elsewhere already. */
export type AfterEdit = 'stay' | 'next' | 'previous' | 'left';

const cellsOn = { stay: 0, next: 1, previous: -1 };

interface Parts {
	session: ReviewSession;
	cursor: RowCursor;
	/** Tells screen readers. */
	announce: (text: string) => void;
	importNow: () => void;
	showKeys: () => void;
}

const tenRows = 10;

const moves: ReadonlySet<Deed> = new Set([
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

/** These take the keyboard elsewhere: keys that come after them are not meant for the rows. */
const leaving: ReadonlySet<Deed> = new Set(['search', 'details', 'edit', 'mapping', 'import', 'help']);

const allRows = { filter: 'all', search: '' } as const;

/** Everything that a key, a button or a press on a cell can do in the review (spec W3, W4, 3.9). */
export class ReviewDeeds {
	/** The cell in the grid that is being edited. */
	editing = $state.raw<EditedCell | null>(null);
	/** The row whose details are open. */
	detailsRow = $state.raw<number | null>(null);
	/** What the last deed came to, for all who can see it. */
	note = $state.raw('');

	#parts: Parts;
	#turns = new Turns();
	#walked = $state.raw<{ preview: unknown; issue: FoundIssue } | null>(null);

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** The issue that the person went to last; null once the review is another. */
	get issue(): FoundIssue | null {
		return this.#walked?.preview === this.#parts.session.preview ? (this.#walked?.issue ?? null) : null;
	}

	/**
	 * Does what a key asks for, in the order of the keys: while a fix is under way, what depends on it waits. Moves
	 * do not, unless something waits before them.
	 *
	 * @param index the place of the key among those of its deed
	 */
	perform(deed: Deed, index: number): void {
		const { cursor, importNow, showKeys } = this.#parts;
		const deeds: Record<Deed, () => unknown> = {
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
			'issue-next': () => this.walkIssues('next'),
			'issue-previous': () => this.walkIssues('previous'),
			filter: () => this.#filterByKey(outcomeFilters[index]?.filter ?? 'all'),
			search: () => focusOn('find-in-rows'),
			details: () => this.#openCursorRow(),
			edit: () => this.#editCursorCell(),
			accept: () => this.#acceptAtCursor(),
			'accept-alike': () => this.#acceptAlikeAtCursor(),
			'set-aside': () => this.#setAsideAtCursor(),
			undo: () => this.#undoAtCursor(),
			mapping: () => this.#goToMapping(),
			reload: () => this.#reload(),
			import: importNow,
			help: showKeys,
			leave: () => this.#showAllRows()
		};
		if (moves.has(deed)) void this.#turns.take(deeds[deed], 'move');
		else void this.#turns.take(() => this.#byKey(deed, deeds[deed]), 'key');
	}

	/** Shows the rows of a filter from the first one. */
	async filter(filter: RowFilter): Promise<void> {
		const { session, cursor } = this.#parts;
		await session.rows.show({ filter });
		cursor.restart();
		this.say(`${filterTitle(filter)}: ${count(session.rows.total)}`);
	}

	/**
	 * Goes to the issue after or before the place to which the person moved last (spec W3). Where a fix has brought
	 * another row there since, none is passed over.
	 */
	async walkIssues(direction: 'next' | 'previous'): Promise<void> {
		const { session, cursor } = this.#parts;
		const row = cursor.isPlaced ? (cursor.moved?.row ?? (await cursor.row())?.row) : undefined;
		const from = row === undefined ? null : { row, field: fieldOf(cursor.column) };
		const found = await session.ask.findIssue(from, direction);
		if (found === null) return this.say('There are no issues');
		await this.#goTo(found);
		this.#arriveAt(found);
	}

	/** Goes to one issue of the list, and says which of how many it is. */
	async showIssue(issue: RowIssue): Promise<void> {
		await this.#goTo(issue);
		const after = await this.#parts.session.ask.findIssue(issue, 'next');
		if (after === null) return;
		const { row, field } = issue;
		const number = after.number === 1 ? after.of : after.number - 1;
		this.#arriveAt({ row, field, issue, number, of: after.of, wrapped: false });
	}

	/** Goes to a row, in another filter where the present one leaves it out. */
	async showRow(row: number): Promise<void> {
		await this.#goTo({ row, field: fieldOf(this.#parts.cursor.column) });
	}

	openDetails(row: number): void {
		this.detailsRow = row;
	}

	/** Closes the details; the focus goes back to their row, or to where it was. */
	closeDetails(): Promise<void> {
		return this.#turns.take(() => this.#closeDetails(), 'deed');
	}

	async #closeDetails(): Promise<void> {
		const { session, cursor } = this.#parts;
		const row = this.detailsRow;
		this.detailsRow = null;
		const position = row === null ? -1 : await session.rows.positionOf(row);
		if (position === -1) cursor.focus();
		else cursor.goTo(position, cursor.column, row ?? undefined);
	}

	/** The row before or after the one whose details are open, in the order of the list. */
	async moveDetails(by: -1 | 1): Promise<void> {
		const { session, cursor } = this.#parts;
		const at = this.detailsRow === null ? -1 : await session.rows.positionOf(this.detailsRow);
		const row = await session.rows.get(Math.max(0, (at === -1 ? cursor.position : at) + by));
		if (row === undefined) return;
		this.detailsRow = row.row;
		cursor.place(await session.rows.positionOf(row.row));
	}

	/** Lets a cell of the grid be edited, from the text that the file has in it. What is typed at once is not lost. */
	async edit({ row, issues }: ReviewRow, field: FieldName): Promise<void> {
		const isOpen = issues.some(({ code }) => code === 'QUOTE_OPEN');
		const editing: EditedCell = { row, field, text: null, isOpen };
		this.editing = editing;
		const details = await this.#parts.session.ask.details(row);
		const cell = details?.fields.find((one) => one.field === field);
		if (this.editing === editing) this.editing = { ...editing, text: cell?.fixed ?? cell?.written ?? '' };
	}

	/** Leaves the edited cell as it was. */
	cancelEdit(): void {
		this.editing = null;
		this.#parts.cursor.focus();
	}

	/** Keeps what was typed. */
	async commitEdit(text: string, then: AfterEdit): Promise<void> {
		const { editing } = this;
		if (editing === null) return;
		const { row, field } = editing;
		this.editing = null;
		if (then !== 'left') this.#parts.cursor.moveCells(cellsOn[then]);
		if (text !== editing.text || editing.isOpen) await this.fix({ kind: 'edit', row, field, text });
	}

	/** What would be wrong with the row, were this its text. */
	check(row: number, field: FieldName, text: string): Promise<RowIssue[]> {
		return this.#parts.session.ask.checkEdit(row, field, text);
	}

	/** Accepts the suggestion in a cell by its button, which then goes away: the focus stays with the cell. */
	async acceptAt(position: number, row: number, field: FieldName): Promise<void> {
		this.#parts.cursor.goTo(position, field, row);
		await this.fix({ kind: 'accept', row, field });
	}

	/** Fixes something, and says what it did and where the person is now. */
	fix(request: FixRequest): Promise<void> {
		return this.#turns.take(() => this.#fix(request), 'deed');
	}

	/** Tells everybody, seen or heard. */
	say(text: string): void {
		this.note = text;
		this.#parts.announce(text);
	}

	/**
	 * Fixes something, and says what it did and where the person is now.
	 *
	 * @param followed the row that the cursor goes along with; otherwise it stays at its place in the list, or on
	 *   the row to which the person moved on meanwhile
	 */
	async #fix(request: FixRequest, followed: number | null = null): Promise<void> {
		const { session, cursor } = this.#parts;
		const { moved } = cursor;
		const rowBefore = (await cursor.row())?.row;
		await session.fix(request);
		const { news } = session;
		if (news?.kind !== 'fixed' || news.request !== request) return;
		const row = followed ?? (cursor.moved === moved ? undefined : cursor.moved?.row);
		const position = row === undefined ? -1 : await session.rows.positionOf(row);
		if (position !== -1) cursor.goTo(position, cursor.column, row);
		const rowNow = (await cursor.row())?.row;
		const hasMoved = cursor.isPlaced && this.detailsRow === null && rowNow !== rowBefore;
		this.say(fixSentence(news) + (hasMoved && rowNow !== undefined ? ` Now on row ${rowNow}.` : ''));
		if (session.rows.total === 0) focusOn('find-in-rows');
	}

	async #byKey(deed: Deed, run: () => unknown): Promise<void> {
		await run();
		if (leaving.has(deed)) this.#turns.dropKeys();
	}

	#arriveAt(issue: FoundIssue): void {
		this.#walked = { preview: this.#parts.session.preview, issue };
		this.say(issueWalkSentence(issue));
	}

	async #goTo({ row, field }: IssuePlace): Promise<void> {
		const { session, cursor } = this.#parts;
		const position = await session.rows.locate(row);
		if (position !== -1) cursor.goTo(position, field ?? 'action', row);
	}

	async #filterByKey(filter: RowFilter): Promise<void> {
		const { session, cursor } = this.#parts;
		const summary = session.preview?.summary;
		if (summary && rowsOf(summary, filter) === 0) return this.say(`${filterTitle(filter)}: 0`);
		await this.filter(filter);
		cursor.focus();
	}

	async #showAllRows(): Promise<void> {
		const { session, cursor } = this.#parts;
		const { filter, search } = session.rows.query;
		if (filter === 'all' && search === '') return;
		const row = await cursor.row();
		await session.rows.show(allRows);
		cursor.goTo(row ? await session.rows.positionOf(row.row) : 0);
		this.say(`${filterTitle('all')}: ${count(session.rows.total)}`);
	}

	async #openCursorRow(): Promise<void> {
		const row = await this.#parts.cursor.row();
		if (row) this.openDetails(row.row);
	}

	/** Where the cursor is beside the fields, the cell with the first issue is meant, or the row's other cells. */
	async #editCursorCell(): Promise<void> {
		const { cursor } = this.#parts;
		const row = await cursor.row();
		if (row === undefined) return;
		const field = fieldOf(cursor.column) ?? row.issues.find((issue) => issue.field !== null)?.field ?? null;
		if (field === null) return this.openDetails(row.row);
		cursor.place(cursor.position, field);
		void this.edit(row, field);
	}

	async #acceptAtCursor(): Promise<void> {
		const found = await this.#suggestionAtCursor();
		if (found) await this.#fix({ kind: 'accept', row: found.row.row, field: found.field });
	}

	async #acceptAlikeAtCursor(): Promise<void> {
		const found = await this.#suggestionAtCursor();
		if (found) {
			await this.#fix({ kind: 'accept-alike', field: found.field, reason: found.suggestion.reason });
		}
	}

	/** The suggestion for the cell, or the first one for its row; says so where there is none. */
	async #suggestionAtCursor(): Promise<{ row: ReviewRow; field: FieldName; suggestion: Suggestion } | null> {
		const { cursor } = this.#parts;
		const row = await cursor.row();
		if (row === undefined) return null;
		const here = fieldOf(cursor.column);
		for (const field of [...(here ? [here] : []), ...fieldNames]) {
			const suggestion = row.suggestions[field];
			if (suggestion) return { row, field, suggestion };
		}
		this.say(`Row ${row.row} has no suggested fix`);
		return null;
	}

	async #setAsideAtCursor(): Promise<void> {
		const row = await this.#parts.cursor.row();
		if (row === undefined) return;
		if (row.kind === 'aside') return this.say(`Row ${row.row} is left out already`);
		await this.#fix({ kind: 'set-aside', rows: [row.row] });
	}

	/** Takes back the row's own last fix, or else the last one of all. */
	async #undoAtCursor(): Promise<void> {
		const { session, cursor } = this.#parts;
		const row = await cursor.row();
		const own = row && (await session.ask.details(row.row))?.fixes.at(-1);
		const last = session.preview?.summary.fixes.at(-1);
		if (row && own !== undefined) await this.#fix({ kind: 'undo', id: own, row: row.row }, row.row);
		else if (last) await this.#fix({ kind: 'undo', id: last.id });
		else this.say('There is no fix to take back');
	}

	#goToMapping(): void {
		const { mapping, file } = this.#parts.session;
		const suggested = file?.summary.suggestions.find(({ field }) => mapping[field] === null);
		const field = suggested?.field ?? 'email';
		const select = document.getElementById(`column-${field}`);
		// Nothing in closed details can take the focus.
		select?.closest('details')?.setAttribute('open', '');
		select?.focus();
	}

	async #reload(): Promise<void> {
		const { session } = this.#parts;
		if (session.file?.handle == null) {
			return this.say('This browser cannot read the file again by itself. Replace it instead');
		}
		// Where it could not be read, a notice says so.
		await session.reload();
	}
}
