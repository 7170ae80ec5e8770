import type { AppliedUndo, Piece, UndoOutcome, UndoProblem, UndoRequest } from '../import/undo.ts';
import { type ServerAnswer, type ServerFailure, failureOf, problemOf } from './import-server.ts';
import { questionTimeoutMs, undoTimeoutMs } from '../wire/patience.ts';
import { createServerClient } from './trpc.ts';

/** The server would not do it, or not show it, and said why. */
export interface UndoRefused {
	kind: 'refused';
	problem: UndoProblem;
}

/** What an undo asks of the server. No function rejects. */
export interface UndoServer {
	/** What it would do with the next rows of an import; from the first one after null. */
	preview: (
		importId: string,
		afterRow: number | null
	) => Promise<ServerAnswer<Piece<UndoOutcome>> | UndoRefused>;
	/** Undoes an import. Asked twice with the same request, it undoes once (spec A5). */
	undo: (request: UndoRequest) => Promise<ServerAnswer<AppliedUndo> | UndoRefused>;
}

/** The server of this page, reached through tRPC. */
export function createUndoServer(): UndoServer {
	const { imports } = createServerClient();
	return {
		preview: (importId, afterRow) =>
			answerOf(() =>
				imports.previewUndo.query({ importId, afterRow }, { signal: AbortSignal.timeout(questionTimeoutMs) })
			),
		undo: (request) =>
			answerOf(() => imports.undo.mutate(request, { signal: AbortSignal.timeout(undoTimeoutMs) }))
	};
}

async function answerOf<T>(
	ask: () => Promise<T>
): Promise<{ kind: 'answer'; value: T } | ServerFailure | UndoRefused> {
	try {
		return { kind: 'answer', value: await ask() };
	} catch (error) {
		const problem = problemOf<UndoProblem>(error);
		return problem === null ? failureOf(error) : { kind: 'refused', problem };
	}
}
