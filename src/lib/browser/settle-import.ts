import type { AppliedImport } from '../import/apply.ts';
import type { ImportServer, ServerFailure } from './import-server.ts';

/** What became of an import whose answer was lost. */
export type Settled =
	| { kind: 'written'; result: AppliedImport }
	/** The server has no record of it. */
	| { kind: 'not-written' }
	/** The server could not be asked. */
	| { kind: 'unknown'; failure: ServerFailure };

/**
 * Asks the server what became of an import whose answer was lost, more than once: it may still be at work.
 *
 * @param delaysMs how long to wait before each question
 */
export async function settleImport(
	server: ImportServer,
	importId: string,
	delaysMs: readonly number[]
): Promise<Settled> {
	let settled: Settled = { kind: 'unknown', failure: { kind: 'unreachable' } };
	for (const delay of delaysMs) {
		await new Promise((resolve) => setTimeout(resolve, delay));
		const answer = await server.find(importId);
		if (answer.kind !== 'answer') settled = { kind: 'unknown', failure: answer };
		else if (answer.value === null) settled = { kind: 'not-written' };
		else return { kind: 'written', result: answer.value };
	}
	return settled;
}
