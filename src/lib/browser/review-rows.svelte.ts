import type { ReviewRow, ReviewSummary, RowFilter, RowQuery } from '../import/worker-api.ts';
import type { AskWorker } from './review-questions.ts';
import type { RowList } from './row-list.ts';
import { type RowPages, cutPages, noPages, pageSize, rowOfPages, withPage } from './row-pages.ts';

const allRows: RowQuery = { filter: 'all', search: '' };

/**
 * The reviewed rows as a list of any length, of which only the pieces near the screen are here (spec W2). The
 * rows themselves stay in the worker.
 */
export class ReviewRows implements RowList<ReviewRow, RowFilter> {
	query = $state.raw<RowQuery>(allRows);
	/** How many rows the query leaves. */
	total = $state.raw(0);

	#ask: AskWorker;
	/** Pages by number; those of an older review stay until the new ones are here, so that nothing flickers. */
	#pages = $state.raw<RowPages>(noPages);
	/** The pages that are here or on their way, for the present review and query. */
	#asked: readonly number[] = [];
	#wanted: [start: number, end: number] = [0, pageSize];
	#turn = 0;

	constructor(ask: AskWorker) {
		this.#ask = ask;
	}

	/** The row at a position in the list; undefined while it is on its way. */
	at(position: number): ReviewRow | undefined {
		return rowOfPages(this.#pages, position);
	}

	/** The row at a position in the list, asked for where it is not here; undefined beyond the end. */
	async get(position: number): Promise<ReviewRow | undefined> {
		const { query } = this;
		const here = this.at(position);
		if (here !== undefined) return here;
		const answer = await this.#ask((api) => api.rows(query, position, 1));
		return answer.kind === 'answer' ? answer.value.rows[0] : undefined;
	}

	/** Says which positions are near the screen: from `start` up to but without `end`. */
	want(start: number, end: number): void {
		this.#wanted = [start, end];
		void this.#loadWanted(this.#turn);
	}

	/** Shows the rows that a filter and a search leave, from the first one. */
	async show(query: Partial<RowQuery>): Promise<void> {
		this.query = { ...this.query, ...query };
		this.#wanted = [0, pageSize];
		await this.#reload();
	}

	/** Shows a new review; the query stays where it leaves any rows. */
	async reset(summary: ReviewSummary): Promise<void> {
		if (this.query.search === '' && rowsOf(summary, this.query.filter) === 0) this.query = allRows;
		await this.#reload();
	}

	/** Shows the rows of a file that were checked, all of them. */
	async begin(): Promise<void> {
		this.query = allRows;
		await this.#reload();
	}

	/** Forgets the rows of a file. */
	clear(): void {
		this.#turn++;
		this.#asked = [];
		this.#pages = noPages;
		this.query = allRows;
		this.total = 0;
	}

	/**
	 * Finds a spreadsheet row, in another query where the present one leaves it out.
	 *
	 * @returns its position, with the row on its way or here; -1 where the review has no such row
	 */
	async locate(row: number): Promise<number> {
		const position = await this.positionOf(row);
		if (position !== -1 || (this.query.filter === 'all' && this.query.search === '')) return position;
		await this.show(allRows);
		return this.positionOf(row);
	}

	/** The position of a spreadsheet row in the list; -1 where the present query leaves it out. */
	async positionOf(row: number): Promise<number> {
		const { query } = this;
		const answer = await this.#ask((api) => api.positionOf(row, query));
		return answer.kind === 'answer' ? answer.value : -1;
	}

	/** Asks for what is near the screen, and shows it in place of what was there. */
	async #reload(): Promise<void> {
		const turn = ++this.#turn;
		this.#asked = [];
		const { query } = this;
		const first = Math.floor(this.#wanted[0] / pageSize);
		const count = Math.max(1, Math.ceil(this.#wanted[1] / pageSize) - first);
		const answer = await this.#ask((api) => api.rows(query, first * pageSize, count * pageSize));
		if (answer.kind !== 'answer' || turn !== this.#turn) return;
		this.#pages = cutPages(answer.value.rows, first, count);
		this.#asked = [...this.#pages.keys()];
		this.total = answer.value.total;
		// The list may have become shorter than what was near the screen.
		await this.#loadWanted(turn);
	}

	async #loadWanted(turn: number): Promise<void> {
		const [start, end] = this.#wanted;
		const last = Math.floor((Math.min(end, this.total) - 1) / pageSize);
		for (let page = Math.max(0, Math.floor(start / pageSize)); page <= last; page++) {
			if (!this.#asked.includes(page)) await this.#loadPage(page, turn);
		}
	}

	async #loadPage(page: number, turn: number): Promise<void> {
		if (turn !== this.#turn) return;
		this.#asked = [...this.#asked, page];
		const { query } = this;
		const answer = await this.#ask((api) => api.rows(query, page * pageSize, pageSize));
		if (answer.kind !== 'answer' || turn !== this.#turn) return;
		this.#pages = withPage(this.#pages, page, answer.value.rows);
		this.#asked = this.#asked.filter((one) => one === page || this.#pages.has(one));
	}
}

/** How many rows a filter leaves. */
export function rowsOf(summary: ReviewSummary, filter: RowFilter): number {
	const { counts, losses, fixedRows, asideRows } = summary;
	switch (filter) {
		case 'all':
			return counts.issue + counts.update + counts.create + counts.unchanged + asideRows;
		case 'issue':
		case 'update':
		case 'create':
		case 'unchanged':
			return counts[filter];
		case 'fixed':
			return fixedRows;
		case 'aside':
			return asideRows;
		default:
			return losses[filter];
	}
}
