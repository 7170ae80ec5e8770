import { lookupRetryDelaysMs, resendDelaysMs } from '../lib/wire/patience.ts';
import { packedFetch } from '../lib/wire/packed-fetch.ts';
import { waitUnless } from '../lib/wire/wait-unless.ts';
import { type Answer, failureOf, noAnswer, readAnswer } from './answer.ts';
import type { Contract, ProcedureName } from './contract.ts';
import { DistribuError } from './distribu-error.ts';

/** A way to one server with one token. */
export interface Connection {
	/** The server's address, without a path. */
	origin: string;
	token: string;
	/** When a question is asked again that the server was too busy for, or that got lost. */
	questionDelaysMs: readonly number[];
	/** When a change is sent again that the server was too busy for, or whose answer got lost. */
	changeDelaysMs: readonly number[];
}

/** How a call is waited for. */
export interface CallOptions {
	timeoutMs: number;
	/** Ends the call, and the waiting for another try. */
	signal: AbortSignal | undefined;
}

/** Who asks to wait for longer is not waited for: the program decides. */
const longestWaitSeconds = 60;

const never = new AbortController().signal;

/**
 * A way to a server, as patient as the page is.
 *
 * @throws TypeError when the address is none of a web server, or the token cannot be one
 */
export function connect(url: string, token: string): Connection {
	const { protocol, origin } = new URL(url);
	if (protocol !== 'http:' && protocol !== 'https:')
		throw new TypeError('The address of the server begins with https:// or http://.');
	// Without this, what `fetch` throws would repeat it.
	if (!/^[\w~+/.=-]+$/.test(token)) throw new TypeError('The token holds characters that no token has.');
	return { origin, token, questionDelaysMs: lookupRetryDelaysMs, changeDelaysMs: resendDelaysMs };
}

/**
 * Asks a question. Where the server is too busy, or the answer is lost, it is asked again a few times.
 *
 * @throws DistribuError when it is not answered; the signal's reason when that ends it
 */
export async function ask<Name extends ProcedureName>(
	connection: Connection,
	procedure: Name,
	input: Contract[Name]['input'],
	options: CallOptions
): Promise<Exclude<Answer<Name>, { kind: 'failed' }>> {
	for (let tries = 0; ; tries++) {
		const answer = await call(connection, procedure, input, options);
		if (answer.kind !== 'failed') return answer;
		const wait = waitFor(answer.error, connection.questionDelaysMs[tries]);
		if (wait === null || answer.error.code === 'INTERNAL') throw answer.error;
		await waitPatiently(wait, options.signal);
	}
}

/**
 * Sends a change that has an id, and so is never written twice (spec A5). Where the answer is lost, the same goes again:
 * whichever of them is written, the other is answered with what that did.
 *
 * @throws DistribuError when it is not known to be written, which says whether it may be; the signal's reason when that ends it
 */
export async function send<Name extends ProcedureName>(
	connection: Connection,
	procedure: Name,
	input: Contract[Name]['input'],
	options: CallOptions
): Promise<Exclude<Answer<Name>, { kind: 'failed' }>> {
	let mayBeWritten = false;
	for (let tries = 0; ; tries++) {
		const answer = await call(connection, procedure, input, options);
		if (answer.kind !== 'failed') return answer;
		const { error } = answer;
		mayBeWritten ||= isLost(error);
		const wait = waitFor(error, connection.changeDelaysMs[tries]);
		if (wait === null) throw new DistribuError(error.message, { ...error, mayBeWritten });
		await waitPatiently(wait, options.signal);
	}
}

/**
 * Opens a download.
 *
 * @throws DistribuError when it is refused or not answered; the signal's reason when that ends it
 */
export async function download(
	{ origin, token }: Connection,
	path: string,
	signal: AbortSignal | undefined
): Promise<ReadableStream<Uint8Array>> {
	const response = await reach(signal, () =>
		fetch(`${origin}${path}`, {
			...guarded,
			headers: { Authorization: `Bearer ${token}` },
			signal: signal ?? null
		})
	);
	if (response instanceof DistribuError) throw response;
	if (!response.ok || response.body === null)
		throw failureOf(response, await response.json().catch(() => null));
	return response.body;
}

// The token goes to the server that it was given for, and nothing else goes with it.
const guarded = { redirect: 'manual', credentials: 'omit' } as const;

async function call<Name extends ProcedureName>(
	{ origin, token }: Connection,
	procedure: Name,
	input: Contract[Name]['input'],
	{ timeoutMs, signal }: CallOptions
): Promise<Answer<Name>> {
	const response = await reach(signal, () =>
		packedFetch(`${origin}/api/trpc/${procedure}`, {
			...guarded,
			method: 'POST',
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
			body: JSON.stringify(input),
			signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
		})
	);
	if (response instanceof DistribuError) return { kind: 'failed', error: response };
	return await readAnswer(response);
}

/** An answer, or that there is none. Who ended the call gets their own reason. */
async function reach(
	signal: AbortSignal | undefined,
	fetching: () => Promise<Response>
): Promise<Response | DistribuError> {
	try {
		return await fetching();
	} catch {
		signal?.throwIfAborted();
		return noAnswer();
	}
}

/** Whether what was sent may have been written nevertheless. */
function isLost({ code, status }: DistribuError): boolean {
	return code === 'UNREACHABLE' || (status ?? 0) >= 500;
}

/** How long to wait before the same is tried again, in milliseconds; null where that helps nobody. */
function waitFor(error: DistribuError, delayMs: number | undefined): number | null {
	if (delayMs === undefined) return null;
	if (error.status !== 429 && !isLost(error)) return null;
	const seconds = error.retryAfter ?? 0;
	return seconds > longestWaitSeconds ? null : Math.max(delayMs, seconds * 1000);
}

async function waitPatiently(ms: number, signal: AbortSignal | undefined): Promise<void> {
	await waitUnless(signal ?? never, ms);
	signal?.throwIfAborted();
}
