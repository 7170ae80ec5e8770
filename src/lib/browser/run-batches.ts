import type { ApplyProblem, ApplyRequest, BatchOfRun } from '../import/apply.ts';
import type { Submission } from '../import/worker-api.ts';
import { type BatchDone, type KeptRun, nextOfRun, withBatch } from './import-run.ts';
import type { ServerFailure } from './import-server.ts';
import type { RunPart } from './import-step.ts';
import { newImportId } from '../wire/new-import-id.ts';
import type { AskWorker } from './review-questions.ts';
import { type SendOutcome, type SendParts, sendImport } from './send-import.ts';
import { waitUnless } from '../wire/wait-unless.ts';

/** An import of which it is not known that it was written. */
export interface PendingImport {
	importId: string;
	/** Set for an import of a run. */
	batch: BatchDone | null;
}

/** One that was sent, or is about to be. */
export interface SentImport extends PendingImport {
	/** Null where the page was loaded anew since: it can only be asked what became of it. */
	request: ApplyRequest | null;
	written: 'no' | 'unknown';
}

/** When a batch is tried again that the server was too busy for, or that was lost on its way, in milliseconds. */
export const retryDelaysMs: readonly number[] = [1000, 4000, 15_000];

interface Parts extends SendParts {
	ask: AskWorker;
	retryDelaysMs: readonly number[];
	/** The request of a batch. */
	requestOf: (importId: string, submission: Submission, run: BatchOfRun | null) => ApplyRequest;
	/** Keeps what is needed to go on after the page is gone; awaited before a batch is sent. */
	keep: (run: KeptRun, pending: PendingImport) => Promise<void>;
	/** Shows how far it is. */
	show: (run: KeptRun, part: RunPart) => void;
	/** Aborted when the person pauses. */
	pausing: AbortSignal;
	/** Aborted when nobody wants the answer any more. */
	ended: AbortSignal;
}

/** Why a run stopped. */
export type RunEnd =
	| { kind: 'done' }
	| { kind: 'paused' }
	| { kind: 'ended' }
	| { kind: 'crashed' }
	/** At a batch that the server refused. */
	| { kind: 'refused'; problem: ApplyProblem }
	/** At a batch of which no good answer came. */
	| { kind: 'failed'; failure: ServerFailure; sent: SentImport };

/**
 * Imports what is left of a file, batch by batch (spec I30): the next one is made once the last one is known to be
 * written, so that none is sent twice and none is left out. A batch that the server is too busy for, or that was lost
 * on its way, is tried again a few times under its own id.
 *
 * @param first a batch that was sent already, to begin with
 * @returns the run as far as it came, and why it stopped there
 */
export async function runBatches(
	parts: Parts,
	run: KeptRun,
	first: SentImport | null
): Promise<{ run: KeptRun; end: RunEnd }> {
	let current = run;
	let sent = first;
	for (;;) {
		const startedAt = performance.now();
		parts.show(current, 'sending');
		if (sent === null) {
			const next = await parts.ask((api) => api.nextBatch());
			if (next.kind !== 'answer') return { run: current, end: { kind: next.kind } };
			if (next.value === null) return { run: current, end: { kind: 'done' } };
			if (parts.pausing.aborted) return { run: current, end: { kind: 'paused' } };
			const { submission, ...batch } = next.value;
			const importId = newImportId();
			const request = parts.requestOf(importId, submission, nextOfRun(current));
			sent = { importId, batch, request, written: 'no' };
		}
		const { importId, batch, request } = sent;
		if (batch === null || request === null) throw new Error('A run sends batches.');
		await parts.keep(current, { importId, batch });
		if (parts.ended.aborted) return { run: current, end: { kind: 'ended' } };
		const outcome = await sendPatiently(parts, current, request, sent.written);
		if (parts.ended.aborted) return { run: current, end: { kind: 'ended' } };
		if (outcome.kind === 'refused') return { run: current, end: outcome };
		if (outcome.kind === 'failed') {
			const { failure, written } = outcome;
			const isPaused = written === 'no' && parts.pausing.aborted;
			const end: RunEnd = isPaused
				? { kind: 'paused' }
				: { kind: 'failed', failure, sent: { importId, batch, request, written } };
			return { run: current, end };
		}
		current = withBatch(current, batch, outcome.result, performance.now() - startedAt);
		sent = null;
		const passed = await parts.ask((api) => api.passRows(batch.passes));
		if (passed.kind !== 'answer') return { run: current, end: { kind: passed.kind } };
	}
}

/** Sends a batch, and again after a while where that helps. */
async function sendPatiently(
	parts: Parts,
	run: KeptRun,
	request: ApplyRequest,
	written: 'no' | 'unknown'
): Promise<SendOutcome> {
	const stopped = AbortSignal.any([parts.pausing, parts.ended]);
	let before = written;
	for (let tries = 0; ; tries++) {
		const outcome = await sendImport(parts, request, before, () => parts.show(run, 'settling'));
		const delay = parts.retryDelaysMs[tries];
		if (delay === undefined || outcome.kind !== 'failed' || !helpsToWait(outcome)) return outcome;
		before = outcome.written;
		parts.show(run, 'waiting');
		await waitUnless(stopped, delay);
		if (stopped.aborted) return outcome;
		parts.show(run, 'sending');
	}
}

/** Not where the server said that it failed, nor where nobody could be asked what became of it. */
function helpsToWait({ failure, written }: { failure: ServerFailure; written: 'no' | 'unknown' }): boolean {
	return failure.kind === 'busy' || (failure.kind === 'unreachable' && written === 'no');
}
