import type { RunProgress } from '../../../browser/import-run.ts';
import type { ServerFailure } from '../../../browser/import-server.ts';
import type { ImportStep } from '../../../browser/import-step.ts';
import type { ApplyProblem } from '../../../import/apply.ts';
import type { ImportLimits } from '../../../import/limits.ts';
import { applyProblemMessage } from '../../../import/messages.ts';
import type { BatchSummary } from '../../../import/worker-api.ts';
import { applyFailureMessage, count, countOf, fileSize } from './words.ts';

// The words of a file that takes several imports (spec I30). A person calls each of them a batch.

export type RunningStep = Extract<ImportStep, { kind: 'running' }>;

/** Whether a run is more than one import; a single one needs no words of batches. */
export function isSeveral(run: RunProgress | null): boolean {
	return run !== null && run.batches > 1;
}

/** What importing a file comes to that is too large for one import; null where nothing changes. */
export function batchesWords(
	file: { rows: number; bytes: number },
	{ count: batches, rows }: BatchSummary,
	{ maxRows }: ImportLimits
): { title: string; text: string } | null {
	if (batches === 0) return null;
	const size = file.rows > maxRows ? countOf(file.rows, 'row') : fileSize(file.bytes);
	if (batches === 1) {
		return {
			title: `${size}, of which ${count(rows)} ${rows === 1 ? 'changes' : 'change'} something`,
			text: `Only ${rows === 1 ? 'that row is' : 'those rows are'} sent, so this is one import: all or nothing.`
		};
	}
	return {
		title: `${size}: more than one import holds`,
		text: `${countOf(rows, 'changed row')} will be imported in ${countOf(batches, 'batch', 'batches')} of up to ${count(maxRows)}. Each batch is all-or-nothing, the whole is not; you can pause between batches and undo what was applied.`
	};
}

/** What a person agrees to who imports a file in batches. */
export function batchesPromises({ maxRows }: ImportLimits): string[] {
	return [
		`Each batch of up to ${countOf(maxRows, 'customer')} is all-or-nothing: it is written whole, or not at all.`,
		'The whole is not: where it stops in the middle, the batches before stay imported.',
		'You can pause between batches, go on later, and undo what was applied.'
	];
}

/** The name of Import, with what it does: "Import 12,300 customers", and " in 3 batches" where it takes several. */
export function importLabel(writes: number, batches: BatchSummary | null): { what: string; how: string } {
	return { what: `Import ${countOf(writes, 'customer')}`, how: inBatches(batches) };
}

/** The name of the way on of a run that stands still. */
export function resumeLabel(writes: number, { done }: RunProgress): string {
	return `Import ${done.length === 0 ? '' : 'the remaining '}${countOf(writes, 'customer')}`;
}

/** How far a large file is compared with the customers. */
export function checkingSentence({ done, of }: { done: number; of: number }): string {
	return `Checking against your customers: ${count(done)} of ${count(of)}…`;
}

/** What Import would write, as the line beside it says. */
export function writesSentence(
	writes: number,
	batches: BatchSummary | null,
	run: RunProgress | null
): string {
	if (run !== null && isSeveral(run) && run.done.length > 0) {
		return `${countOf(writes, 'customer')} ${writes === 1 ? 'is' : 'are'} left${inBatches(batches)}.`;
	}
	return `${countOf(writes, 'customer')} will be written${inBatches(batches)}.`;
}

function inBatches(batches: BatchSummary | null): string {
	return batches !== null && batches.count > 1 ? ` in ${count(batches.count)} batches` : '';
}

/** What a run is doing now. */
export function runStateSentence({ run, part, isPausing }: RunningStep): string {
	const batch = batchOf(run);
	if (part === 'settling') {
		return `The answer${isSeveral(run) ? ` to ${batch}` : ''} was lost. Asking what happened…`;
	}
	if (part === 'waiting') {
		return `Distribu can't be reached or is busy. Trying ${isSeveral(run) ? `${batch} ` : ''}again in a moment…`;
	}
	if (!isSeveral(run)) return `Importing ${countOf(run.total, 'customer')}…`;
	if (isPausing) return `Pausing after ${batch}…`;
	return `Writing batch ${count(run.done.length + 1)} of ${count(run.batches)}…`;
}

/** What of a run screen readers are told: something new at each quarter, and where it does something unusual. */
export function runNews(step: RunningStep): string {
	const { run, part, isPausing } = step;
	if (part !== 'sending' || isPausing || !isSeveral(run)) return runStateSentence(step);
	const quarter = Math.floor(percentOf(run) / 25);
	if (quarter === 0) {
		return `Importing ${countOf(run.total, 'customer')} in ${count(run.batches)} batches`;
	}
	return quarter === 2 ? 'Half is imported' : `${count(25 * quarter)} percent is imported`;
}

/** How much of a run is written, in whole percent: 100 only when all of it is. */
export function percentOf({ written, total }: RunProgress): number {
	return total === 0 ? 100 : Math.floor((100 * written) / total);
}

/** How much of a run is written: "15,000 of 100,412 customers". */
export function writtenSentence({ written, total }: RunProgress): string {
	return `${count(written)} of ${countOf(total, 'customer')}`;
}

/** How fast a run is, in round numbers; empty before the first batch. */
export function rateSentence({ perSecond }: RunProgress): string {
	if (perSecond === null) return '';
	return `${count(twoDigits(Math.max(1, perSecond)))} customers/s`;
}

/** How long the rest takes, as roughly as it is known; empty before the first batch. */
export function timeLeftSentence({ secondsLeft }: RunProgress): string {
	if (secondsLeft === null) return '';
	if (secondsLeft < 5) return 'a few seconds left';
	if (secondsLeft < 60) return `about ${count(Math.ceil(secondsLeft / 5) * 5)} s left`;
	return `about ${count(Math.ceil(secondsLeft / 60))} min left`;
}

/** A time that is still passing: "12 s", "2 min 5 s". */
export function elapsed(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	return seconds < 60 ? `${count(seconds)} s` : `${count(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

function twoDigits(n: number): number {
	const unit = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1);
	return Math.round(n / unit) * unit;
}

/** How far a stopped run has come: "3 of 20 batches are imported (15,000 customers)". */
export function stoppedTitle({ done, batches, written }: RunProgress): string {
	if (done.length === 0) return `None of ${count(batches)} batches is imported yet`;
	return `${count(done.length)} of ${count(batches)} batches ${done.length === 1 ? 'is' : 'are'} imported (${countOf(written, 'customer')})`;
}

/** Where a run stopped, as the line beside Import says, which then tries again. */
export function runFailedSentence(run: RunProgress): string {
	return `It stopped at ${batchOf(run)}.`;
}

/** Why a run stands still, and what is shown meanwhile. */
export function stoppedText(step: ImportStep, run: RunProgress, isBack: boolean): string {
	const rest = `What is left is shown below.`;
	switch (step.kind) {
		case 'refused':
			return `Customers changed meanwhile, so it stopped before ${batchOf(run)}. Review what is left, then go on.`;
		case 'failed':
			return `It stopped at ${batchOf(run)}. ${rest}`;
		case 'lookup-failed':
			return 'What is left has to be checked against your customers before it can go on.';
		default:
			return `${isBack ? 'It stopped when this page was left or loaded anew.' : 'Paused.'} ${rest}`;
	}
}

/** Why a batch was refused. It wrote nothing; what the batches before wrote stays. */
export function runProblemMessage(problem: ApplyProblem, run: RunProgress): string {
	return applyProblemMessage(problem, `Nothing of ${batchOf(run)} was imported.`);
}

/** Why a batch came to nothing, or may have. */
export function runFailureMessage(
	failure: ServerFailure,
	written: 'no' | 'unknown',
	run: RunProgress
): { title: string; text: string } {
	return applyFailureMessage(failure, written, batchOf(run));
}

/** The batch that is under way, or next. */
function batchOf({ done }: RunProgress): string {
	return `batch ${count(done.length + 1)}`;
}

/** What a run did in all. */
export function runSums(run: RunProgress): { created: number; updated: number; durationMs: number } {
	const sums = { created: 0, updated: 0, durationMs: 0 };
	for (const { created, updated, durationMs } of run.done) {
		sums.created += created;
		sums.updated += updated;
		sums.durationMs += durationMs;
	}
	return sums;
}
