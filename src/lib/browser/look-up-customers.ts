import type { ImportServer, LookedUp, ServerAnswer, ServerFailure } from './import-server.ts';
import type { WorkerAnswer } from './import-worker.ts';
import type { AskWorker } from './review-questions.ts';
import { waitUnless } from '../wire/wait-unless.ts';

interface Parts {
	server: ImportServer;
	ask: AskWorker;
	/** How many addresses one lookup may have. */
	maxRows: number;
	/** When a failed lookup is tried again: see `lookupRetryDelaysMs`. */
	retryDelaysMs: readonly number[];
	/** Once it is aborted, nothing more is asked, given or told. */
	signal: AbortSignal;
	/** Told how many addresses are answered. */
	onProgress: (done: number) => void;
}

/** Addresses and what the server says of them. */
type Lookup =
	| { kind: 'looked-up'; emails: string[]; found: ServerAnswer<LookedUp> }
	| Exclude<WorkerAnswer<never>, { kind: 'answer' }>;

/**
 * Gives the worker the customers of all addresses that it does not know yet, and how much of its plan the company
 * uses: in as many lookups as it takes, and at least one (spec I4, I30). The server works on one while the answer to the
 * one before is taken in. One that the server is too busy for, or that gets lost on its way, is tried again a few times.
 * Never rejects.
 *
 * @param toLookUp how many addresses there are
 */
export async function lookUpCustomers(
	parts: Parts,
	toLookUp: number
): Promise<WorkerAnswer<null> | { kind: 'failed'; failure: ServerFailure }> {
	const { ask, maxRows, signal, onProgress } = parts;
	let done = 0;
	let next: Promise<Lookup> | null = lookUpNext(parts);
	for (let asked = maxRows; next !== null; asked += maxRows) {
		const ahead: Promise<Lookup> | null = asked < toLookUp ? lookUpNext(parts) : null;
		const lookup = await next;
		if (lookup.kind !== 'looked-up') return lookup;
		const { emails, found } = lookup;
		if (signal.aborted) return { kind: 'ended' };
		if (found.kind !== 'answer') return { kind: 'failed', failure: found };
		const { customers, usage } = found.value;
		const kept = await ask((api) => api.addExisting(emails, customers, usage));
		if (kept.kind !== 'answer') return kept;
		if (signal.aborted) return { kind: 'ended' };
		done += emails.length;
		if (ahead !== null) onProgress(done);
		next = ahead;
	}
	return { kind: 'answer', value: null };
}

async function lookUpNext(parts: Parts): Promise<Lookup> {
	const asked = await parts.ask((api) => api.emailsToLookUp(parts.maxRows));
	if (asked.kind !== 'answer') return asked;
	return { kind: 'looked-up', emails: asked.value, found: await askPatiently(parts, asked.value) };
}

async function askPatiently(
	{ server, retryDelaysMs, signal }: Parts,
	emails: string[]
): Promise<ServerAnswer<LookedUp>> {
	for (let tries = 0; ; tries++) {
		const found = await server.lookup(emails, signal);
		const delay = retryDelaysMs[tries];
		const helpsToWait = found.kind === 'busy' || found.kind === 'unreachable';
		if (delay === undefined || !helpsToWait || signal.aborted) return found;
		await waitUnless(signal, delay);
		if (signal.aborted) return found;
	}
}
