import type { AppliedUndo, UndoRequest } from '../import/undo.ts';
import type { ServerFailure } from './import-server.ts';
import type { UndoRefused, UndoServer } from './undo-server.ts';

/** What came of an undo that was sent. */
export type SentUndo =
	/** `afterLostAnswer`: an answer was lost, and the same was asked again. */
	| { kind: 'undone'; result: AppliedUndo; afterLostAnswer: boolean }
	/** Nothing was undone. */
	| UndoRefused
	/** `written`: whether it is known not to have been done, or may have been. Sending it again is safe. */
	| { kind: 'failed'; failure: ServerFailure; written: 'no' | 'unknown' };

/** How an undo is sent. */
export interface SendUndoOptions {
	/** Whether an earlier try, whose answer was lost, may have done it. */
	written: 'no' | 'unknown';
	delaysMs: readonly number[];
	/** Called when an answer is lost and the same is about to be asked again. */
	onLost: () => void;
}

/**
 * Sends an undo. Where the answer is lost, the same request goes again: whoever gets the first of them done, the
 * second finds it by its id and answers the same (spec A5). Where the browser itself says that it is offline, asking
 * again would only hide that from the person. Never rejects.
 */
export async function sendUndo(
	server: UndoServer,
	request: UndoRequest,
	{ written, delaysMs, onLost }: SendUndoOptions
): Promise<SentUndo> {
	let state = written;
	for (let tries = 0; ; tries++) {
		const answer = await server.undo(request);
		if (answer.kind === 'answer')
			return { kind: 'undone', result: answer.value, afterLostAnswer: state === 'unknown' };
		if (answer.kind === 'refused') return answer;
		const isRefusedAtDoor = answer.kind === 'signed-out' || answer.kind === 'forbidden';
		const isBusy = answer.kind === 'busy' && state === 'no';
		if (!isRefusedAtDoor && !isBusy) state = 'unknown';
		const delay = delaysMs[tries];
		if (isRefusedAtDoor || isBusy || delay === undefined || !navigator.onLine)
			return { kind: 'failed', failure: answer, written: state };
		onLost();
		await new Promise((resolve) => setTimeout(resolve, delay));
	}
}
