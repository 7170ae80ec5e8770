import { errorFacts } from './error-facts.ts';
import { log } from './log.ts';

/** Long enough for the answer to be on its way first, so that its time says nothing of the work (T21). */
const pauseMs = 500;

/** More than this at once is somebody's flood: the rest is dropped, and counted in the log. */
const mostWaiting = 200;

/** Pieces of work that are not done, each with what begins it. */
const waiting = new Map<Promise<void>, () => void>();
let failures = 0;

/**
 * Does something after the answer to a request, such as sending a mail. When it fails, the log has the error's
 * codes and how many failed since the start; nobody else learns of it.
 *
 * @param name what it is, for the log: "sending a mail"
 */
export function later(name: string, requestId: string, work: () => Promise<void>): void {
	if (waiting.size >= mostWaiting) {
		log.error({ requestId, failures: ++failures, code: 'TOO_MANY_WAITING' }, `${name} failed`);
		return;
	}
	let begin: () => void = () => {};
	const pause = new Promise<void>((resolve) => {
		begin = resolve;
	});
	const timer = setTimeout(begin, pauseMs);
	const done = pause
		.then(() => clearTimeout(timer))
		.then(work)
		.catch((error: unknown) => {
			log.error({ requestId, failures: ++failures, ...errorFacts(error) }, `${name} failed`);
		})
		.finally(() => waiting.delete(done));
	waiting.set(done, begin);
}

/** Does at once what still waits, and resolves when all of it is done: before the process ends, and in tests. */
export async function finishLater(): Promise<void> {
	while (waiting.size > 0) {
		for (const begin of waiting.values()) begin();
		await Promise.all(waiting.keys());
	}
}
