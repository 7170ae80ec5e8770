import type { AppliedUndo, UndoCounts, UndoOutcome, UndoProblem, UndoRequest } from '../import/undo.ts';
import { makeUndoRequest } from '../import/undo/make-undo-request.ts';
import type { ServerFailure } from './import-server.ts';
import { newImportId } from '../wire/new-import-id.ts';
import { Pieces } from './pieces.svelte.ts';
import { resendDelaysMs } from '../wire/patience.ts';
import { sendUndo } from './send-undo.ts';
import { type DifferingUndo, type UndoRows, differingUndos, newUndoRows, undoRow } from './undo-rows.ts';
import { type UndoRefused, type UndoServer, createUndoServer } from './undo-server.ts';

/** How far an undo is. */
export type UndoStep =
	/** The rows come, piece by piece. */
	| { kind: 'previewing' }
	| { kind: 'preview-failed'; failure: ServerFailure }
	/** There is nothing to show. */
	| { kind: 'impossible'; problem: UndoProblem }
	| { kind: 'review' }
	/** `isAgain`: an answer was lost, and the same is asked again. */
	| { kind: 'undoing'; since: number; isAgain: boolean }
	| { kind: 'refused'; problem: UndoProblem; differing: DifferingUndo[] }
	| { kind: 'failed'; failure: ServerFailure; written: 'no' | 'unknown' }
	| { kind: 'done'; result: AppliedUndo; afterLostAnswer: boolean };

interface UndoParts {
	server?: UndoServer;
	resendDelaysMs?: readonly number[];
}

/** The undo of one import, from its preview to its result (spec H2). What the preview shows is what is asked for. */
export class UndoSession {
	step = $state.raw<UndoStep>({ kind: 'previewing' });
	readonly importId: string;
	readonly rows: UndoRows = newUndoRows();

	#server: UndoServer;
	#delaysMs: readonly number[];
	#outcomes: UndoOutcome[] = [];
	#pieces: Pieces<UndoOutcome, ServerFailure | UndoRefused>;
	/** What was sent last; sent again as it is, as long as its answer is not known. */
	#request: UndoRequest | null = null;

	constructor(importId: string, parts: UndoParts = {}) {
		this.importId = importId;
		this.#server = parts.server ?? createUndoServer();
		this.#delaysMs = parts.resendDelaysMs ?? resendDelaysMs;
		this.#pieces = new Pieces(
			(afterRow) => this.#server.preview(importId, afterRow),
			(outcomes) => this.#take(outcomes)
		);
	}

	/** How many customers each outcome has, as far as they have come. */
	get counts(): UndoCounts {
		const { rows } = this;
		return { restore: rows.countOf('restore'), remove: rows.countOf('remove'), keep: rows.countOf('keep') };
	}

	/** Whether leaving the page now would lose sight of what happens. */
	get isUndoing(): boolean {
		return this.step.kind === 'undoing';
	}

	/** Fetches the preview, or what of it has not come yet. */
	async preview(): Promise<void> {
		this.step = { kind: 'previewing' };
		await this.#pieces.load();
		const { state } = this.#pieces;
		if (state.kind === 'complete') this.step = { kind: 'review' };
		else if (state.kind === 'failed')
			this.step =
				state.failure.kind === 'refused'
					? { kind: 'impossible', problem: state.failure.problem }
					: { kind: 'preview-failed', failure: state.failure };
	}

	/** Makes a new preview, of the customers as they are now. */
	async reviewAgain(): Promise<void> {
		this.#pieces.reset();
		this.#outcomes = [];
		this.#request = null;
		this.rows.clear();
		await this.preview();
	}

	/** Undoes what the preview shows, or tries that again where it came to nothing or nobody knows. */
	async undo(): Promise<void> {
		const { step } = this;
		if (step.kind !== 'review' && step.kind !== 'failed') return;
		this.#request ??= makeUndoRequest(this.importId, newImportId(), this.#outcomes);
		const since = Date.now();
		this.step = { kind: 'undoing', since, isAgain: false };
		const sent = await sendUndo(this.#server, this.#request, {
			written: step.kind === 'failed' ? step.written : 'no',
			delaysMs: this.#delaysMs,
			onLost: () => (this.step = { kind: 'undoing', since, isAgain: true })
		});
		if (sent.kind === 'undone') this.step = { ...sent, kind: 'done' };
		else if (sent.kind === 'refused')
			this.step = { ...sent, differing: differingUndos(sent.problem, this.rows.all) };
		else this.step = sent;
	}

	/** Sends it once more where nobody knows whether it was done: for who was offline, and is not any longer. */
	async askAgain(): Promise<void> {
		if (this.step.kind === 'failed' && this.step.written === 'unknown') await this.undo();
	}

	/** Takes nothing any more that is on its way; for when the page goes away. */
	dispose(): void {
		this.#pieces.stop();
	}

	#take(outcomes: UndoOutcome[]): void {
		this.#outcomes.push(...outcomes);
		this.rows.add(outcomes.map(undoRow));
	}
}
