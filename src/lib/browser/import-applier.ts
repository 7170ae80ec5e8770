import { toColumns } from '../customer/customer-columns.ts';
import { exceedsPlan } from '../customer/plan-limit.ts';
import type { AppliedImport, ApplyProblem } from '../import/apply.ts';
import type { Mapping } from '../import/mapping.ts';
import type { BatchSummary, ReviewSummary } from '../import/worker-api.ts';
import { applyRequest } from './apply-request.ts';
import { differingRows } from './differing-rows.ts';
import type { ImportDraft } from './import-draft.ts';
import type { ImportObstacle } from './import-obstacle.ts';
import { type KeptRun, type RunProgress, progressOf, startRun, withBatch, withRest } from './import-run.ts';
import type { ServerFailure } from './import-server.ts';
import type { ImportStep, OpenedFile, Preview, RunPart } from './import-step.ts';
import type { WorkerAnswer } from './import-worker.ts';
import type { Progress } from './kept-review.ts';
import { newImportId } from '../wire/new-import-id.ts';
import type { AskWorker } from './review-questions.ts';
import { type RunEnd, type SentImport, runBatches } from './run-batches.ts';
import { type SendOutcome, type SendParts, sendImport, settleLost } from './send-import.ts';

/** What is applied, and where it is shown. */
export interface AppliedReview {
	step: ImportStep;
	run: RunProgress | null;
	readonly file: OpenedFile | null;
	readonly mapping: Mapping;
	readonly preview: Preview | null;
	readonly obstacle: ImportObstacle | null;
}

/** What applying needs of the session: see there. */
interface Parts extends SendParts {
	review: AppliedReview;
	ask: AskWorker;
	retryDelaysMs: readonly number[];
	/** Begins another turn; aborted when it ends. */
	begin: () => AbortSignal;
	/** Whether an answer of the worker is there and still wanted. */
	isAnswered: <T>(answer: WorkerAnswer<T>, turn: AbortSignal) => answer is { kind: 'answer'; value: T };
	/** Makes a new preview of what is left. */
	plan: (why: { endsRun: boolean; usage: 'known' | 'ask' }) => Promise<void>;
	/** Keeps the review, for after the page is gone. */
	save: (turn: AbortSignal) => Promise<void>;
	/** Keeps how far it has come. */
	saveProgress: (progress: Progress) => Promise<void>;
	/** Ends with the file, which was imported; gives its name. */
	close: (last: AppliedImport | null) => string;
}

/** Applies a review: as one import (spec 3.7), or a large file as several (spec I30). */
export class ImportApplier {
	#parts: Parts;
	#review: AppliedReview;
	#run: KeptRun | null = null;
	/** The import that was sent last, where it is not known to have been written or refused. */
	#sent: SentImport | null = null;
	/** Aborted to pause the run that is at work. */
	#pausing = new AbortController();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#review = parts.review;
	}

	/** What it takes to go on after the page is gone. */
	get progress(): Progress {
		const sent = this.#sent;
		return { run: this.#run, pending: sent && { importId: sent.importId, batch: sent.batch } };
	}

	/** Forgets run and import: the file is another. */
	forget(): void {
		this.#setRun(null);
		this.#sent = null;
	}

	/** Another import is planned than the one that was not written. */
	planAnew(): void {
		if (this.#sent?.written === 'no') this.#sent = null;
	}

	/** Takes what is left of a run as it was planned now. */
	takeRest(rest: BatchSummary | null): void {
		if (this.#run !== null && rest !== null) this.#setRun(withRest(this.#run, rest));
	}

	/** Takes up an import that a page before this one had begun; false where that ended it, or it cannot be known. */
	async takeUp({ run, pending }: ImportDraft, turn: AbortSignal): Promise<boolean> {
		this.#setRun(run ?? null);
		this.#sent = pending ? { ...pending, request: null, written: 'unknown' } : null;
		if (run) await this.#parts.ask((api) => api.passRows(run.passed));
		if (turn.aborted || !(await this.settleFirst(turn))) return false;
		if (this.#run?.done.length === 0) this.#setRun(null);
		return true;
	}

	/** Ends a run of which nothing is left; false where there is none, or anything is. */
	endRun({ counts: { create, update, issue, unchanged } }: ReviewSummary): boolean {
		const run = this.#run;
		if (run === null || create + update + issue > 0) return false;
		this.#finishRun(run, unchanged);
		return true;
	}

	/** See `ImportSession.apply`. */
	async apply(): Promise<void> {
		const { step, file, preview, obstacle } = this.#review;
		if (file === null || obstacle !== null || (step.kind !== 'review' && step.kind !== 'failed')) return;
		const turn = this.#parts.begin();
		const again = step.kind === 'failed' && this.#sent?.request ? this.#sent : null;
		if (again === null && this.#sent !== null && !(await this.settleFirst(turn))) return;
		// The page was loaded anew, and nothing is shown yet of what is left.
		if (preview === null) return this.#parts.plan({ endsRun: true, usage: 'ask' });
		if (preview.summary.batches !== null) return this.#goOn(preview.summary.batches, again, turn);
		this.#review.step = this.#applying();
		await this.#sendOne(again ?? (await this.#makeOne(file, preview, turn)), turn);
	}

	/** See `ImportSession.pause`. */
	pause(): void {
		const { step } = this.#review;
		if (step.kind !== 'running') return;
		this.#review.step = { ...step, isPausing: true };
		this.#pausing.abort();
	}

	/** See `ImportSession.settleAgain`. */
	async settleAgain(): Promise<void> {
		const { step } = this.#review;
		const sent = this.#sent;
		if (step.kind !== 'failed' || step.written !== 'unknown' || sent === null) return;
		if (sent.request === null || sent.batch !== null) return this.apply();
		const turn = this.#parts.begin();
		this.#showSettling();
		const settled = await settleLost(this.#parts, sent.importId, step.failure);
		if (!turn.aborted) await this.#take(sent, settled, turn);
	}

	/**
	 * Finds out what became of the import that was sent last, where that is not known.
	 *
	 * @returns false where that ended it, or it still cannot be known
	 */
	async settleFirst(turn: AbortSignal): Promise<boolean> {
		const sent = this.#sent;
		if (sent?.written !== 'unknown') return true;
		this.#showSettling();
		const settled = await settleLost(this.#parts, sent.importId, { kind: 'unreachable' });
		if (turn.aborted) return false;
		if (settled.kind === 'failed' && settled.written === 'unknown') {
			this.#fail(sent, settled.failure);
			return false;
		}
		this.#sent = null;
		if (settled.kind === 'failed') return true;
		const { batch } = sent;
		if (batch === null || this.#run === null) {
			this.#finish(settled.result, true);
			return false;
		}
		this.#setRun(withBatch(this.#run, batch, settled.result, null));
		await this.#parts.ask((api) => api.passRows(batch.passes));
		return !turn.aborted;
	}

	/** The import of a file that one import holds; null where there is none any more. */
	async #makeOne(file: OpenedFile, { importId }: Preview, turn: AbortSignal): Promise<SentImport | null> {
		const answer = await this.#parts.ask((api) => api.submission());
		if (!this.#parts.isAnswered(answer, turn)) return null;
		const request = applyRequest(importId, file, this.#review.mapping, answer.value, null);
		return { importId, batch: null, request, written: 'no' };
	}

	/** Sends an import that is no batch. */
	async #sendOne(sent: SentImport | null, turn: AbortSignal): Promise<void> {
		if (sent === null || sent.request === null) return;
		this.#sent = sent;
		await this.#parts.save(turn);
		if (turn.aborted) return;
		const outcome = await sendImport(this.#parts, sent.request, sent.written, () => {
			if (!turn.aborted) this.#showSettling();
		});
		if (!turn.aborted) await this.#take(sent, outcome, turn);
	}

	/** Shows what came of an import that is no batch. */
	async #take(sent: SentImport, outcome: SendOutcome, turn: AbortSignal): Promise<void> {
		switch (outcome.kind) {
			case 'applied':
				this.#finish(outcome.result, outcome.afterLostAnswer);
				break;
			case 'refused':
				await this.#refuse(outcome.problem, turn);
				break;
			case 'failed':
				this.#fail({ ...sent, written: outcome.written }, outcome.failure);
		}
	}

	/**
	 * Begins the run of a large file, or goes on with it.
	 *
	 * @param first the batch at which it failed, to be sent again
	 */
	async #goOn(rest: BatchSummary, first: SentImport | null, turn: AbortSignal): Promise<void> {
		const { file } = this.#review;
		const run = this.#run ?? withRest(startRun(newImportId()), rest);
		const since = Date.now();
		this.#pausing = new AbortController();
		this.#showRun(run, 'sending', since);
		if (first === null && !(await this.#hasRoom(turn))) return;
		await this.#parts.save(turn);
		if (turn.aborted || file === null) return;
		const { run: reached, end } = await runBatches(
			{
				...this.#parts,
				requestOf: (importId, submission, batch) =>
					applyRequest(importId, file, this.#review.mapping, submission, batch),
				keep: (kept, pending) => this.#parts.saveProgress({ run: kept, pending }),
				show: (shown, part) => {
					if (!turn.aborted) this.#showRun(shown, part, since);
				},
				pausing: this.#pausing.signal,
				ended: turn
			},
			run,
			first
		);
		if (turn.aborted) return;
		this.#setRun(reached);
		await this.#stop(reached, end, turn);
	}

	/** Shows why a run stopped. */
	async #stop(run: KeptRun, end: RunEnd, turn: AbortSignal): Promise<void> {
		this.#sent = null;
		switch (end.kind) {
			case 'done':
				this.#finishRun(run, 0);
				break;
			case 'paused':
				await this.#parts.plan({ endsRun: false, usage: 'ask' });
				break;
			case 'refused':
				await this.#refuse(end.problem, turn);
				break;
			case 'failed':
				this.#fail(end.sent, end.failure);
				break;
			case 'ended':
			case 'crashed':
				this.#parts.isAnswered(end, turn);
		}
	}

	/** Whether the plan allows the whole of what is left, as the company stands now (spec I30). */
	async #hasRoom(turn: AbortSignal): Promise<boolean> {
		const found = await this.#parts.server.lookup([], turn);
		if (turn.aborted) return false;
		if (found.kind !== 'answer') {
			this.#review.step = { kind: 'failed', failure: found, written: 'no' };
			return false;
		}
		const { usage } = found.value;
		const told = await this.#parts.ask((api) => api.addExisting([], toColumns([]), usage));
		if (!this.#parts.isAnswered(told, turn)) return false;
		const hasRoom = !exceedsPlan(usage, this.#review.preview?.summary.counts.create ?? 0);
		if (!hasRoom) await this.#parts.plan({ endsRun: false, usage: 'known' });
		return hasRoom;
	}

	#applying(): ImportStep {
		const counts = this.#review.preview?.summary.counts;
		return { kind: 'applying', rows: counts ? counts.create + counts.update : 0, since: Date.now() };
	}

	#showSettling(): void {
		const since = Date.now();
		if (this.#run === null) this.#review.step = { kind: 'settling', since };
		else this.#showRun(this.#run, 'settling', since);
	}

	#setRun(run: KeptRun | null): void {
		this.#run = run;
		this.#review.run = run && progressOf(run);
	}

	#showRun(run: KeptRun, part: RunPart, since: number): void {
		this.#setRun(run);
		const isPausing = this.#pausing.signal.aborted;
		this.#review.step = { kind: 'running', run: progressOf(run), part, isPausing, since };
	}

	#fail(sent: SentImport, failure: ServerFailure): void {
		this.#sent = sent;
		this.#review.step = { kind: 'failed', failure, written: sent.written };
	}

	async #refuse(problem: ApplyProblem, turn: AbortSignal): Promise<void> {
		this.#sent = null;
		const outcomes = problem.code === 'PLAN_STALE' ? problem.rows : [];
		const numbers = outcomes.map(({ row }) => row);
		const shown = await this.#parts.ask((api) => api.rowsByNumber(numbers));
		if (turn.aborted) return;
		const differing = differingRows(outcomes, shown.kind === 'answer' ? shown.value : []);
		this.#review.step = { kind: 'refused', problem, differing };
	}

	#finish(result: AppliedImport, afterLostAnswer: boolean): void {
		const fileName = this.#parts.close(result);
		this.#review.step = { kind: 'done', fileName, result, afterLostAnswer };
	}

	/** @param unchanged how many of the rows that were left change nothing */
	#finishRun(run: KeptRun, unchanged: number): void {
		const fileName = this.#parts.close(run.done.at(-1) ?? null);
		const whole = progressOf({ ...run, batches: run.done.length });
		this.#review.step = { kind: 'run-done', fileName, run: whole, unchanged: run.unchanged + unchanged };
	}
}
