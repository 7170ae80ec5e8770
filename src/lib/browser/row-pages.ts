import type { ReviewRow } from '../import/worker-api.ts';

/** Pieces of a long list of rows, by their number, those that came last at the end. */
export type RowPages = ReadonlyMap<number, readonly ReviewRow[]>;

/** How many rows a page has; the last one of a list may have fewer. */
export const pageSize = 100;

// Enough for a long way back; what is farther away is asked for again.
const maxPages = 60;

export const noPages: RowPages = new Map();

/** Consecutive pages, cut from rows that begin with the first row of the first of them. */
export function cutPages(rows: readonly ReviewRow[], first: number, count: number): RowPages {
	const pages = new Map<number, readonly ReviewRow[]>();
	for (let i = 0; i < count; i++) pages.set(first + i, rows.slice(i * pageSize, (i + 1) * pageSize));
	return pages;
}

/** The pages with one more, without those that came long ago. */
export function withPage(pages: RowPages, page: number, rows: readonly ReviewRow[]): RowPages {
	const next = new Map(pages).set(page, rows);
	for (const old of next.keys()) {
		if (next.size <= maxPages) break;
		next.delete(old);
	}
	return next;
}

/** The row at a position of the list; undefined where its page is not here. */
export function rowOfPages(pages: RowPages, position: number): ReviewRow | undefined {
	return pages.get(Math.floor(position / pageSize))?.[position % pageSize];
}
