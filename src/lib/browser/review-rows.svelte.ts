import type { Remote } from 'comlink';
import type { ImportWorkerApi, ReviewRow, ReviewSummary, RowFilter } from '../import/worker-api.ts';
import { sampleSize } from '../import/limits.ts';
import type { WorkerAnswer } from './import-worker.ts';

type Ask = <T>(question: (api: Remote<ImportWorkerApi>) => Promise<T>) => Promise<WorkerAnswer<T>>;

/** The window of reviewed rows that is on the screen (spec W2). The rows themselves stay in the worker. */
export class ReviewRows {
	filter = $state.raw<RowFilter>('all');
	/** Position of the first row of the window, in the order of the filter. */
	start = $state.raw(0);
	rows = $state.raw<ReviewRow[]>([]);
	/** How many rows the filter leaves. */
	total = $state.raw(0);

	#ask: Ask;
	#summary: ReviewSummary | null = null;
	#turn = 0;

	constructor(ask: Ask) {
		this.#ask = ask;
	}

	/** Shows a new review from its start; the filter stays where it leaves any rows. */
	async reset(summary: ReviewSummary): Promise<void> {
		this.#summary = summary;
		await this.show(rowsOf(summary, this.filter) > 0 ? this.filter : 'all');
	}

	/** Forgets the rows of a file. */
	clear(): void {
		this.#turn++;
		this.#summary = null;
		this.#set('all', 0, []);
		this.total = 0;
	}

	/** Shows the first rows that a filter leaves. */
	async show(filter: RowFilter): Promise<void> {
		await this.#load(filter, 0, sampleSize);
	}

	/** Adds the rows after the window. */
	async showMore(): Promise<void> {
		await this.#load(this.filter, this.start, this.rows.length + sampleSize);
	}

	/** Adds the rows before the window. */
	async showEarlier(): Promise<void> {
		const start = Math.max(0, this.start - sampleSize);
		await this.#load(this.filter, start, this.rows.length + this.start - start);
	}

	/**
	 * Brings a row with issues into the window, and leaves the window alone where the row is in it already.
	 *
	 * @returns whether the row is in the window now
	 */
	async bringIssue(row: number): Promise<boolean> {
		if (this.rows.some((shown) => shown.row === row)) return true;
		const answer = await this.#ask((api) => api.positionOf(row));
		if (answer.kind !== 'answer' || answer.value === -1) return false;
		// Issues come first, so that a position among all rows is one among the issues too.
		const filter = this.filter === 'all' ? 'all' : 'issue';
		await this.#load(filter, answer.value - (answer.value % sampleSize), sampleSize);
		return this.rows.some((shown) => shown.row === row);
	}

	async #load(filter: RowFilter, start: number, count: number): Promise<void> {
		const turn = ++this.#turn;
		const answer = await this.#ask((api) => api.rows(filter, start, count));
		if (answer.kind !== 'answer' || turn !== this.#turn || this.#summary === null) return;
		this.total = rowsOf(this.#summary, filter);
		this.#set(filter, start, answer.value);
	}

	#set(filter: RowFilter, start: number, rows: ReviewRow[]): void {
		this.filter = filter;
		this.start = start;
		this.rows = rows;
	}
}

/** How many rows a filter leaves. */
export function rowsOf({ counts, losses }: ReviewSummary, filter: RowFilter): number {
	switch (filter) {
		case 'all':
			return counts.issue + counts.update + counts.create + counts.unchanged;
		case 'issue':
		case 'update':
		case 'create':
		case 'unchanged':
			return counts[filter];
		default:
			return losses[filter];
	}
}
