import type { AppliedImport, ApplyProblem, ApplyRequest } from '../import/apply.ts';
import type { ImportServer, ServerFailure } from './import-server.ts';
import { settleImport } from './settle-import.ts';

/** What came of an import that was sent. */
export type SendOutcome =
	| Settlement
	/** The server refused it; nothing was written. */
	| { kind: 'refused'; problem: ApplyProblem };

/** What became of an import whose answer was lost. */
export type Settlement =
	/** `afterLostAnswer`: the answer was lost, and the server was asked what it did. */
	| { kind: 'applied'; result: AppliedImport; afterLostAnswer: boolean }
	/** `written`: whether it is known not to have been written, or may have been. Sending it again is safe. */
	| { kind: 'failed'; failure: ServerFailure; written: 'no' | 'unknown' };

/** Whom to ask, and when: see `settleImport`. */
export interface SendParts {
	server: ImportServer;
	settleDelaysMs: readonly number[];
}

/**
 * Sends an import and finds out what came of it, also where the answer is lost (spec A5). Never rejects.
 *
 * @param written whether an earlier try, whose answer was lost, may have written it
 * @param onSettling called where the answer is lost and the server is asked what happened
 */
export async function sendImport(
	parts: SendParts,
	request: ApplyRequest,
	written: 'no' | 'unknown',
	onSettling: () => void
): Promise<SendOutcome> {
	const answer = await parts.server.apply(request);
	if (answer.kind === 'answer') {
		const { value } = answer;
		return value.kind === 'refused' ? value : { ...value, afterLostAnswer: false };
	}
	// Refused at the door: this try wrote nothing.
	if (answer.kind === 'signed-out' || answer.kind === 'forbidden' || answer.kind === 'busy')
		return { kind: 'failed', failure: answer, written };
	onSettling();
	return settleLost(parts, request.importId, answer);
}

/**
 * Finds out whether an import was written whose answer was lost. Never rejects.
 *
 * @param failure how the answer was lost
 */
export async function settleLost(
	{ server, settleDelaysMs }: SendParts,
	importId: string,
	failure: ServerFailure
): Promise<Settlement> {
	const settled = await settleImport(server, importId, settleDelaysMs);
	switch (settled.kind) {
		case 'written':
			return { kind: 'applied', result: settled.result, afterLostAnswer: true };
		case 'not-written':
			return { kind: 'failed', failure, written: 'no' };
		case 'unknown':
			return { kind: 'failed', failure: settled.failure, written: 'unknown' };
	}
}
