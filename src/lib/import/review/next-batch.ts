import { cutBatches } from '../plan/cut-batches.ts';
import { makeSubmission } from '../plan/make-submission.ts';
import type { SizeLimits } from '../limits.ts';
import { passedRows } from '../fixes/desk.ts';
import type { PlanOptions } from '../plan.ts';
import type { Batch, BatchSummary } from '../worker-api.ts';
import type { Review } from './review.ts';

/** What the import of a review comes to, in imports of these limits (spec I30). */
export function summarizeBatches({ rows, plan }: Review, limits: SizeLimits): BatchSummary {
	const count = [...cutBatches(rows, plan, limits)].length;
	return { count, rows: plan.counts.create + plan.counts.update };
}

/**
 * The next import of a file that takes several (spec I30); null where nothing is left. Behind the last one no row is
 * left, also of those that change nothing.
 *
 * @param passed the rows, as indices in the desk's table, that were imported since the review
 */
export function nextBatch(
	review: Review,
	passed: ReadonlySet<number>,
	options: PlanOptions,
	limits: SizeLimits
): Batch | null {
	const { rows, plan, indices, desk } = review;
	function isLeft(i: number): boolean {
		return !passed.has(indices[i] ?? -1);
	}
	const [part, behind] = take(cutBatches(rows, plan, limits, isLeft), 2);
	if (part === undefined) return null;
	const through = behind === undefined ? Infinity : (rows.rowNumbers[part.at(-1) ?? -1] ?? 0);
	const after = new Set(passed);
	let unchanged = 0;
	plan.outcomes.forEach(({ kind, row }, i) => {
		if (row > through || !isLeft(i)) return;
		after.add(indices[i] ?? 0);
		if (kind === 'unchanged') unchanged++;
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
