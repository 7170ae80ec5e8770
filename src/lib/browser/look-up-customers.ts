import type { ImportServer, ServerFailure } from './import-server.ts';
import type { WorkerAnswer } from './import-worker.ts';
import type { AskWorker } from './review-questions.ts';

interface Parts {
	server: ImportServer;
	ask: AskWorker;
	/** How many addresses one lookup may have. */
	maxRows: number;
	/** Once it is aborted, nothing more is asked, given or told. */
	signal: AbortSignal;
	/** Told how many addresses are answered. */
	onProgress: (done: number) => void;
}

/**
 * Gives the worker the customers of all addresses that it does not know yet, and how much of its plan the company
 * uses: in as many lookups as it takes, one after the other, and at least one (spec I4, I30). Never rejects.
 *
 * @param toLookUp how many addresses there are
 */
export async function lookUpCustomers(
	{ server, ask, maxRows, signal, onProgress }: Parts,
	toLookUp: number
): Promise<WorkerAnswer<null> | { kind: 'failed'; failure: ServerFailure }> {
	let done = 0;
	for (;;) {
		const asked = await ask((api) => api.emailsToLookUp(maxRows));
		if (asked.kind !== 'answer') return asked;
		const emails = asked.value;
		const found = await server.lookup(emails, signal);
		if (signal.aborted) return { kind: 'ended' };
		if (found.kind !== 'answer') return { kind: 'failed', failure: found };
		const { customers, usage } = found.value;
		const kept = await ask((api) => api.addExisting(emails, customers, usage));
		if (kept.kind !== 'answer') return kept;
		if (signal.aborted) return { kind: 'ended' };
		done += emails.length;
		if (done >= toLookUp || emails.length === 0) return { kind: 'answer', value: null };
		onProgress(done);
	}
}
