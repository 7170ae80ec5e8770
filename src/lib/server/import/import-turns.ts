/** The most imports that this process writes at a time; the rest of the pool's connections stay free for readers. */
const maxAtOnce = 3;

let running = 0;
const waiting: (() => void)[] = [];
const lastOf = new Map<string, Promise<unknown>>();

/**
 * Runs an import when it is its turn: one of a company at a time, and few in all. The company's row lock is
 * what makes imports safe, across processes too; taking turns only keeps imports that wait for that lock
 * from holding the connections that everyone else works with (T28).
 */
export function inTurn<T>(companyId: string, task: () => Promise<T>): Promise<T> {
	const before = lastOf.get(companyId) ?? Promise.resolve();
	const result = before.then(() => inSlot(task));
	// The next of this company waits for the end, however it ends.
	const ended = result.then(ignore, ignore);
	lastOf.set(companyId, ended);
	void ended.then(() => {
		if (lastOf.get(companyId) === ended) lastOf.delete(companyId);
	});
	return result;
}

async function inSlot<T>(task: () => Promise<T>): Promise<T> {
	if (running >= maxAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
	else running++;
	try {
		return await task();
	} finally {
		// The slot goes to the one who waits longest, or is free again.
		const next = waiting.shift();
		if (next) next();
		else running--;
	}
}

function ignore(): void {}
