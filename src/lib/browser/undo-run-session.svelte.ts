import type {
	AppliedUndo,
	ImportToUndo,
	UndoCounts,
	UndoOutcome,
	UndoProblem,
	UndoRequest
} from '../import/undo.ts';
import { makeUndoRequest } from '../import/undo/make-undo-request.ts';
import type { ServerFailure } from './import-server.ts';
import { newImportId } from '../wire/new-import-id.ts';
import { Pieces } from './pieces.svelte.ts';
import { resendDelaysMs } from '../wire/patience.ts';
import { sendUndo } from './send-undo.ts';
import { type DifferingUndo, differingUndos } from './undo-rows.ts';
import { type UndoRefused, type UndoServer, createUndoServer } from './undo-server.ts';

/** How far the undo of one of the imports is. */
export type PartState =
	| { kind: 'waiting' }
	| { kind: 'previewing' }
	| { kind: 'planned'; counts: UndoCounts; request: UndoRequest }
	/** There is nothing to take back of it: it is undone already, too old, or all of its customers were touched since. */
	| { kind: 'impossible'; problem: UndoProblem }
	| { kind: 'undoing' }
	| { kind: 'undone'; result: AppliedUndo; afterLostAnswer: boolean }
	/** Its customers changed since the preview; nothing of it was undone. */
	| { kind: 'stale'; differing: DifferingUndo[] }
	| {
			kind: 'failed';
			failure: ServerFailure;
			written: 'no' | 'unknown';
			counts: UndoCounts;
			request: UndoRequest;
	  };

/** One import of the file, and how far its undo is. */
export interface UndoPart {
	import: ImportToUndo;
	state: PartState;
}

/** How far the whole is. */
export type UndoRunStep =
	| { kind: 'previewing' }
	| { kind: 'preview-failed'; failure: ServerFailure }
	/** It can begin, or go on. */
	| { kind: 'review' }
	| { kind: 'undoing'; isStopping: boolean }
	/** It came to an import that was not undone as it was previewed; the ones before it are. */
	| { kind: 'stopped'; at: UndoPart }
	/** Nothing is left to take back. */
	| { kind: 'done' };

interface UndoRunParts {
	server?: UndoServer;
	resendDelaysMs?: readonly number[];
}

/**
 * The undo of all imports of one large file (spec I30, H2): each is previewed, then undone by itself, all or nothing, the
 * latest first. What is undone stays undone wherever it stops; it goes on from there, also on another day.
 */
export class UndoRunSession {
	step = $state.raw<UndoRunStep>({ kind: 'previewing' });
	/** The latest first. */
	parts = $state.raw<readonly UndoPart[]>([]);

	#server: UndoServer;
	#delaysMs: readonly number[];
	#pieces: Pieces<UndoOutcome, ServerFailure | UndoRefused> | null = null;
	#isGone = false;

	/** @param imports the latest first */
	constructor(imports: readonly ImportToUndo[], parts: UndoRunParts = {}) {
		this.parts = imports.map((one) => ({ import: one, state: { kind: 'waiting' } }));
		this.#server = parts.server ?? createUndoServer();
		this.#delaysMs = parts.resendDelaysMs ?? resendDelaysMs;
	}

	/** What is planned for all imports that are not undone yet. */
	get planned(): UndoCounts {
		return sum(this.parts.map(({ state }) => ('counts' in state ? state.counts : nothing)));
	}

	/** What was undone in this page. */
	get undone(): UndoCounts {
		return sum(
			this.parts.map(({ state }) =>
				state.kind === 'undone'
					? { restore: state.result.restored, remove: state.result.removed, keep: state.result.kept }
					: nothing
			)
		);
	}

	/** How many imports are still to be undone. */
	get left(): number {
		return this.parts.filter(({ state }) => 'request' in state || state.kind === 'undoing').length;
	}

	/** Whether leaving the page now would lose sight of what happens. */
	get isUndoing(): boolean {
		return this.step.kind === 'undoing';
	}

	/** Previews the imports that are not previewed yet. */
	async preview(): Promise<void> {
		this.step = { kind: 'previewing' };
		for (const { import: one, state } of this.parts) {
			if (state.kind !== 'waiting' && state.kind !== 'stale') continue;
			this.#set(one, { kind: 'previewing' });
			const next = await this.#plan(one.importId);
			if (this.#isGone) return;
			if (next.kind === 'preview-failed') {
				this.#set(one, { kind: 'waiting' });
				this.step = next;
				return;
			}
			this.#set(one, next);
		}
		this.step = this.left > 0 ? { kind: 'review' } : { kind: 'done' };
	}

	/** Undoes one import after the other, until all are undone, one stands in the way, or somebody says stop. */
	async undo(): Promise<void> {
		if (this.step.kind !== 'review' && this.step.kind !== 'stopped') return;
		this.step = { kind: 'undoing', isStopping: false };
		for (const { import: one, state } of this.parts) {
			if (state.kind !== 'planned' && state.kind !== 'failed') continue;
			if (this.#isToStop()) {
				this.step = { kind: 'review' };
				return;
			}
			this.#set(one, { kind: 'undoing' });
			const next = await this.#undoOne(state);
			const at = this.#set(one, next);
			if (this.#isGone) return;
			if (next.kind === 'failed' || next.kind === 'stale') {
				this.step = { kind: 'stopped', at };
				return;
			}
		}
		this.step = { kind: 'done' };
	}

	/** Goes on where nobody knows whether an import was undone: for who was offline, and is not any longer. */
	async askAgain(): Promise<void> {
		const { step } = this;
		if (step.kind !== 'stopped' || step.at.state.kind !== 'failed') return;
		if (step.at.state.written === 'unknown') await this.undo();
	}

	/** Stops after the import that is being undone. */
	stop(): void {
		if (this.step.kind === 'undoing') this.step = { kind: 'undoing', isStopping: true };
	}

	/** Begins nothing any more; for when the page goes away. */
	dispose(): void {
		this.#isGone = true;
		this.#pieces?.stop();
	}

	async #plan(importId: string): Promise<PartState | { kind: 'preview-failed'; failure: ServerFailure }> {
		const outcomes: UndoOutcome[] = [];
		this.#pieces = new Pieces(
			(afterRow) => this.#server.preview(importId, afterRow),
			(items) => outcomes.push(...items)
		);
		await this.#pieces.load();
		const { state } = this.#pieces;
		if (state.kind === 'failed') {
			return state.failure.kind === 'refused'
				? { kind: 'impossible', problem: state.failure.problem }
				: { kind: 'preview-failed', failure: state.failure };
		}
		const counts = countsOf(outcomes);
		if (counts.restore + counts.remove === 0)
			return { kind: 'impossible', problem: { code: 'NOTHING_TO_UNDO', kept: counts.keep } };
		return { kind: 'planned', counts, request: makeUndoRequest(importId, newImportId(), outcomes) };
	}

	async #undoOne(planned: Extract<PartState, { kind: 'planned' | 'failed' }>): Promise<PartState> {
		const { counts, request } = planned;
		const sent = await sendUndo(this.#server, request, {
			written: planned.kind === 'failed' ? planned.written : 'no',
			delaysMs: this.#delaysMs,
			onLost: () => undefined
		});
		if (sent.kind === 'failed') return { ...sent, counts, request };
		if (sent.kind === 'undone') return sent;
		const { problem } = sent;
		return problem.code === 'UNDO_STALE'
			? { kind: 'stale', differing: differingUndos(problem, []) }
			: { kind: 'impossible', problem };
	}

	#isToStop(): boolean {
		return this.#isGone || (this.step.kind === 'undoing' && this.step.isStopping);
	}

	#set(one: ImportToUndo, state: PartState): UndoPart {
		const changed = { import: one, state };
		this.parts = this.parts.map((part) => (part.import === one ? changed : part));
		return changed;
	}
}

const nothing: UndoCounts = { restore: 0, remove: 0, keep: 0 };

function sum(counts: readonly UndoCounts[]): UndoCounts {
	return counts.reduce(
		(all, one) => ({
			restore: all.restore + one.restore,
			remove: all.remove + one.remove,
			keep: all.keep + one.keep
		}),
		nothing
	);
}

function countsOf(outcomes: readonly UndoOutcome[]): UndoCounts {
	const counts = { ...nothing };
	for (const { kind } of outcomes) counts[kind]++;
	return counts;
}
