import type { ImportSession } from '../../../browser/import-session.svelte.ts';
import { type RowCursor, fieldOf } from '../../../browser/row-cursor.svelte.ts';
import type { Turns } from '../../../browser/turns.ts';
import { type FieldName, fieldNames } from '../../../customer/customer.ts';
import type { FixRequest, Suggestion } from '../../../import/fix.ts';
import type { RowIssue } from '../../../import/issue.ts';
import type { ReviewRow } from '../../../import/worker-api.ts';
import { focusOn } from '../focus.ts';
import { fixSentence } from '../words/review-words.ts';

/** What the review uses of the import. */
export type ReviewSession = Pick<
	ImportSession,
	'rows' | 'ask' | 'checked' | 'preview' | 'news' | 'file' | 'mapping' | 'fix' | 'reload'
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
	turns: Turns;
	say: (text: string) => void;
	/** Shows the details of a row. */
	openDetails: (row: number) => void;
	/** Whether the person sees the rows, and is not in the details of one. */
	isInRows: () => boolean;
}

/**
 * The ways to fix a row in the grid (spec W4). What ends in `AtCursor` is done in a turn of the keyboard; all else
 * takes a turn of its own.
 */
export class RowFixes {
	/** The cell in the grid that is being edited. */
	editing = $state.raw<EditedCell | null>(null);

	#parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Fixes something, and says what it did and where the person is now. */
	fix(request: FixRequest): Promise<void> {
		return this.#parts.turns.take(() => this.#fix(request), 'deed');
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

	/** Where the cursor is beside the fields, the cell with the first issue is meant, or the row's other cells. */
	async editAtCursor(): Promise<void> {
		const { cursor } = this.#parts;
		const row = await cursor.row();
		if (row === undefined) return;
		const field = fieldOf(cursor.column) ?? row.issues.find((issue) => issue.field !== null)?.field ?? null;
		if (field === null) return this.#parts.openDetails(row.row);
		cursor.place(cursor.position, field);
		void this.#edit(row, field);
	}

	/** Accepts the suggestion for the cell, or the first one for its row. */
	async acceptAtCursor(): Promise<void> {
		const found = await this.#suggestionAtCursor();
		if (found) await this.#fix({ kind: 'accept', row: found.row.row, field: found.field });
	}

	/** Accepts that suggestion in all cells alike. */
	async acceptAlikeAtCursor(): Promise<void> {
		const found = await this.#suggestionAtCursor();
		if (found) {
			await this.#fix({ kind: 'accept-alike', field: found.field, reason: found.suggestion.reason });
		}
	}

	/** Leaves the row out. */
	async setAsideAtCursor(): Promise<void> {
		const row = await this.#parts.cursor.row();
		if (row === undefined) return;
		if (row.kind === 'aside') return this.#parts.say(`Row ${row.row} is left out already`);
		await this.#fix({ kind: 'set-aside', rows: [row.row] });
	}

	/** Takes back the row's own last fix, or else the last one of all. */
	async undoAtCursor(): Promise<void> {
		const { session, cursor } = this.#parts;
		const row = await cursor.row();
		const own = row && (await session.ask.details(row.row))?.fixes.at(-1);
		const last = session.preview?.summary.fixes.at(-1);
		if (row && own !== undefined) await this.#fix({ kind: 'undo', id: own, row: row.row }, row.row);
		else if (last) await this.#fix({ kind: 'undo', id: last.id });
		else this.#parts.say('There is no fix to take back');
	}

	/** Lets a cell of the grid be edited, from the text that the file has in it. What is typed at once is not lost. */
	async #edit({ row, issues }: ReviewRow, field: FieldName): Promise<void> {
		const isOpen = issues.some(({ code }) => code === 'QUOTE_OPEN');
		const editing: EditedCell = { row, field, text: null, isOpen };
		this.editing = editing;
		const details = await this.#parts.session.ask.details(row);
		const cell = details?.fields.find((one) => one.field === field);
		if (this.editing === editing) this.editing = { ...editing, text: cell?.fixed ?? cell?.written ?? '' };
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
		this.#parts.say(`Row ${row.row} has no suggested fix`);
		return null;
	}

	/**
	 * Fixes something, and says what it did and where the person is now.
	 *
	 * @param followed the row that the cursor goes along with; otherwise it stays at its place in the list, or on
	 *   the row to which the person moved on meanwhile
	 */
	async #fix(request: FixRequest, followed: number | null = null): Promise<void> {
		const { session, cursor, say, isInRows } = this.#parts;
		const { moved } = cursor;
		const rowBefore = (await cursor.row())?.row;
		await session.fix(request);
		const { news } = session;
		if (news?.kind !== 'fixed' || news.request !== request) return;
		const row = followed ?? (cursor.moved === moved ? undefined : cursor.moved?.row);
		const position = row === undefined ? -1 : await session.rows.positionOf(row);
		if (position !== -1) cursor.goTo(position, cursor.column, row);
		const rowNow = (await cursor.row())?.row;
		const hasMoved = cursor.isPlaced && isInRows() && rowNow !== rowBefore;
		say(fixSentence(news) + (hasMoved && rowNow !== undefined ? ` Now on row ${rowNow}.` : ''));
		if (session.rows.total === 0) focusOn('find-in-rows');
	}
}
