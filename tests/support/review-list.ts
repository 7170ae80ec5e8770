import type { Remote } from 'comlink';
import { ReviewRows } from '../../src/lib/browser/review-rows.svelte.ts';
import type { ImportWorkerApi, ReviewRow, RowQuery } from '../../src/lib/import/worker-api.ts';

/** A list of rows whose worker is a test: it has as many rows as it says, each made when it is asked for. */
export interface ReviewList {
	rows: ReviewRows;
	/** The windows that were asked for. */
	windows: [offset: number, limit: number][];
	/** Lets the questions that were held back be answered. */
	release: () => void;
}

/**
 * Rows without a worker.
 *
 * @param found the rows that a query leaves: how many, and each by its position
 * @param isHeld whether answers wait for `release`
 */
export async function reviewList(
	found: (query: RowQuery) => { total: number; rowAt: (position: number) => ReviewRow },
	isHeld = false
): Promise<ReviewList> {
	const windows: ReviewList['windows'] = [];
	let waiting: (() => void)[] = [];
	let holds = false;
	const api = {
		async rows(query: RowQuery, offset: number, limit: number) {
			windows.push([offset, limit]);
			if (holds) await new Promise<void>((resolve) => waiting.push(resolve));
			const { total, rowAt } = found(query);
			const end = Math.min(offset + limit, total);
			const rows = Array.from({ length: Math.max(0, end - offset) }, (_, i) => rowAt(offset + i));
			return { total, rows };
		},
		async positionOf(row: number, query: RowQuery) {
			const { total, rowAt } = found(query);
			for (let i = 0; i < total; i++) if (rowAt(i).row === row) return i;
			return -1;
		}
	} as unknown as Remote<ImportWorkerApi>;
	const rows = new ReviewRows(async (question) => ({ kind: 'answer', value: await question(api) }));
	await rows.show({});
	holds = isHeld;
	function release(): void {
		holds = false;
		for (const go of waiting) go();
		waiting = [];
	}
	return { rows, windows, release };
}
