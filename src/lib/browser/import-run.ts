import type { AppliedImport, BatchOfRun } from '../import/apply.ts';
import type { BatchSummary, Batch, PassedRows } from '../import/worker-api.ts';

/** How far a file has come that takes several imports (spec I30). Each of them is all or nothing, and stays. */
export interface RunProgress {
	/** Ties its imports together in the history. */
	id: string;
	/** The imports that were applied, in the order in which they were. */
	done: readonly AppliedImport[];
	/** How many imports it takes as far as is known: those that were applied and those that are left. */
	batches: number;
	/** How many customers were written. */
	written: number;
	/** How many customers are to be written in all. */
	total: number;
	/** Customers a second over the batches so far, without pauses; null before the first. */
	perSecond: number | null;
	/** How long the rest may take, in whole seconds; null before the first batch. */
	secondsLeft: number | null;
}

/** A run as it goes on, also after the page was loaded anew. Values, never changed in place. */
export interface KeptRun {
	id: string;
	done: readonly AppliedImport[];
	batches: number;
	total: number;
	/** The rows that are done with. */
	passed: PassedRows;
	/** How many of them changed nothing and were not sent. */
	unchanged: number;
	/** How long it took this page to write so many customers, without pauses. */
	timed: { customers: number; ms: number };
}

/** What a batch leaves to its run once it is applied. */
export type BatchDone = Omit<Batch, 'submission'>;

/** A run of which nothing is applied yet. */
export function startRun(id: string): KeptRun {
	return {
		id,
		done: [],
		batches: 0,
		total: 0,
		passed: { throughRow: 0, leftOut: [] },
		unchanged: 0,
		timed: { customers: 0, ms: 0 }
	};
}

/** A run with what is left of it, as it was planned now. */
export function withRest(run: KeptRun, rest: BatchSummary): KeptRun {
	return { ...run, batches: run.done.length + rest.count, total: writtenBy(run.done) + rest.rows };
}

/**
 * A run with one more import that was applied.
 *
 * @param ms how long that took; null where it was not seen
 */
export function withBatch(
	run: KeptRun,
	{ passes, unchanged }: BatchDone,
	result: AppliedImport,
	ms: number | null
): KeptRun {
	const { timed } = run;
	const done = [...run.done, result];
	return {
		...run,
		done,
		batches: Math.max(run.batches, done.length),
		passed: passes,
		unchanged: run.unchanged + unchanged,
		timed: ms === null ? timed : { customers: timed.customers + writtenBy([result]), ms: timed.ms + ms }
	};
}

/** What the next import of a run says of itself; nothing where it is the only one, as any other import. */
export function nextOfRun({ id, done, batches }: KeptRun): BatchOfRun | null {
	const batch = done.length + 1;
	return batches <= 1 && batch === 1 ? null : { id, batch, batches: Math.max(batch, batches) };
}

/** How far a run has come. */
export function progressOf({ id, done, batches, total, timed }: KeptRun): RunProgress {
	const written = writtenBy(done);
	const perSecond = timed.customers === 0 ? null : (timed.customers * 1000) / Math.max(timed.ms, 1);
	const secondsLeft = perSecond === null ? null : Math.ceil((total - written) / perSecond);
	return { id, done, batches, written, total, perSecond, secondsLeft };
}

function writtenBy(done: readonly AppliedImport[]): number {
	return done.reduce((sum, { created, updated }) => sum + created + updated, 0);
}
