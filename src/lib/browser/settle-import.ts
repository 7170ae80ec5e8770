import type { AppliedImport } from '../import/apply.ts';
import type { ImportServer, ServerFailure } from './import-server.ts';

/** What became of an import whose answer was lost. */
export type Settled =
	| { kind: 'written'; result: AppliedImport }
	/** The server has no record of it. */
	| { kind: 'not-written' }
	/** The server could not be asked. */
	| { kind: 'unknown'; failure: ServerFailure };

/** When to ask: before each question, so many milliseconds are waited for. */
export const settleDelaysMs: readonly number[] = [0, 1500, 3000, 6000];

/**
 * Asks the server what became of an import whose answer was lost. The server waits for what is being written
 * before it says that it knows of no such import; since the lost request may yet arrive after the first
 * question, that counts only when it was said twice in a row, or to the last question. Where the browser itself
 * says that it is offline, asking again would only hide that from the person.
 *
 * @param delaysMs how long to wait before each question
 */
export async function settleImport(
	server: ImportServer,
	importId: string,
	delaysMs: readonly number[]
): Promise<Settled> {
	let last: Settled = { kind: 'unknown', failure: { kind: 'unreachable' } };
	for (const delay of delaysMs) {
		await new Promise((resolve) => setTimeout(resolve, delay));
		const answer = await server.find(importId);
		if (answer.kind !== 'answer') {
			last = { kind: 'unknown', failure: answer };
			if (!navigator.onLine) return last;
		} else if (answer.value !== null) {
			return { kind: 'written', result: answer.value };
		} else if (last.kind === 'not-written') {
			return last;
		} else {
			last = { kind: 'not-written' };
		}
	}
	return last;
}
