import { rowsOf } from '../../../browser/review-rows.svelte.ts';
import { type RowCursor, fieldOf } from '../../../browser/row-cursor.svelte.ts';
import { Turns } from '../../../browser/turns.ts';
import type { RowIssue } from '../../../import/issue.ts';
import type { FoundIssue, IssuePlace, RowFilter } from '../../../import/worker-api.ts';
import { focusOn } from '../focus.ts';
import type { Deed } from './review-keys.ts';
import { issueWalkSentence } from '../words/review-words.ts';
import { type ReviewSession, RowFixes } from './row-fixes.svelte.ts';
import { count, filterTitle, outcomeFilters } from '../words/words.ts';

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

/** Everything that a key, a button or a press on a cell can do in the review (spec W3, 3.9). */
export class ReviewDeeds {
	/** The row whose details are open. */
	detailsRow = $state.raw<number | null>(null);
	/** What the last deed came to, for all who can see it. */
	note = $state.raw('');

	readonly fixes: RowFixes;

	#parts: Parts;
	#turns = new Turns();
	#walked = $state.raw<{ preview: unknown; issue: FoundIssue } | null>(null);

	constructor(parts: Parts) {
		this.#parts = parts;
		const { session, cursor } = parts;
		this.fixes = new RowFixes({
			session,
			cursor,
			turns: this.#turns,
			say: (text) => this.say(text),
			openDetails: (row) => this.openDetails(row),
			isInRows: () => this.detailsRow === null
		});
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
			edit: () => this.fixes.editAtCursor(),
			accept: () => this.fixes.acceptAtCursor(),
			'accept-alike': () => this.fixes.acceptAlikeAtCursor(),
			'set-aside': () => this.fixes.setAsideAtCursor(),
			undo: () => this.fixes.undoAtCursor(),
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

	/** Tells everybody, seen or heard. */
	say(text: string): void {
		this.note = text;
		this.#parts.announce(text);
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
		if (!session.file?.handle) {
			return this.say('This browser cannot read the file again by itself. Replace it instead');
		}
		// Where it could not be read, a notice says so.
		await session.reload();
	}
}
