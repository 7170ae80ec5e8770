import { cutBatches } from '../plan/cut-batches.ts';
import { makeSubmission } from '../plan/make-submission.ts';
import type { SizeLimits } from '../limits.ts';
import { checkedRows, passedRows } from '../fixes/desk.ts';
import { type PlanOptions, rowKind } from '../plan.ts';
import type { Batch, BatchSummary } from '../worker-api.ts';
import { type Review, isPlanned } from './review.ts';
import { type RowSet, hasRow, rowSet } from '../fixes/row-set.ts';

/** What the import of a review comes to, in imports of these limits (spec I30). */
export function summarizeBatches({ desk, plan }: Review, limits: SizeLimits): BatchSummary {
	let count = 0;
	const batches = cutBatches(checkedRows(desk), plan, limits);
	while (!batches.next().done) count++;
	return { count, rows: plan.counts.create + plan.counts.update };
}

/**
 * The next import of a file that takes several (spec I30); null where nothing is left. Behind the last one no row is
 * left, also of those that change nothing.
 *
 * @param passed the rows that were imported since the review
 */
export function nextBatch(
	review: Review,
	passed: RowSet,
	options: PlanOptions,
	limits: SizeLimits
): Batch | null {
	const { plan, desk } = review;
	const rows = checkedRows(desk);
	const [part, behind] = take(
		cutBatches(rows, plan, limits, (index) => !hasRow(passed, index)),
		2
	);
	if (part === undefined) return null;
	const through = behind === undefined ? Infinity : (part.at(-1) ?? -1);
	let unchanged = 0;
	const after = rowSet(desk.table.rows.length, (index) => {
		if (hasRow(passed, index)) return true;
		if (index > through || !isPlanned(review, index)) return false;
		if (plan.kinds[index] === rowKind.unchanged) unchanged++;
		return true;
	});
	return {
		submission: makeSubmission(rows, options, plan, part),
		passes: passedRows(desk, after),
		unchanged
	};
}

function take<T>(items: Iterable<T>, count: number): T[] {
	const taken: T[] = [];
	for (const item of items) {
		taken.push(item);
		if (taken.length === count) break;
	}
	return taken;
}
