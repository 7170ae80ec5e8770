/** The most imports that this process writes at a time; the rest of the pool's connections stay free for readers. */
const maxAtOnce = 3;

/** The most imports of one company that wait, and of all: each holds its rows in memory. */
const maxWaitingOfOne = 20;
const maxWaitingInAll = 40;

// The largest import takes a second. Who waits longer than this would not believe in an answer any more.
const longestWaitMs = 20_000;

/** What became of a task that needed its turn; `busy`: too many were before it, and it did not begin. */
export type TurnResult<T> = { kind: 'done'; value: T } | { kind: 'busy' };

interface Waiter {
	companyId: string;
	start: () => void;
}

/** The companies of which an import is at work. */
const running = new Set<string>();
/** In the order in which they came. */
const waiting: Waiter[] = [];

/**
 * Runs an import when it is its turn: one of a company at a time, and few in all; or not at all, where too
 * many wait or the wait gets too long (T28). The company's row lock is what makes imports safe, across
 * processes too; taking turns only keeps imports that wait for that lock from holding the connections that
 * everyone else works with.
 *
 * @throws what the task throws
 */
export async function inTurn<T>(companyId: string, task: () => Promise<T>): Promise<TurnResult<T>> {
	if (!(await takeTurn(companyId))) return { kind: 'busy' };
	try {
		return { kind: 'done', value: await task() };
	} finally {
		running.delete(companyId);
		startNext();
	}
}

/** Whether it is the company's turn now; until then it waits. */
function takeTurn(companyId: string): Promise<boolean> {
	if (canRun(companyId)) {
		running.add(companyId);
		return Promise.resolve(true);
	}
	const ofOne = waiting.filter((other) => other.companyId === companyId).length;
	if (ofOne >= maxWaitingOfOne || waiting.length >= maxWaitingInAll) return Promise.resolve(false);
	return new Promise((resolve) => {
		const waiter = { companyId, start };
		const tooLong = setTimeout(() => {
			waiting.splice(waiting.indexOf(waiter), 1);
			resolve(false);
		}, longestWaitMs);
		function start(): void {
			clearTimeout(tooLong);
			resolve(true);
		}
		waiting.push(waiter);
	});
}

/** Gives the turns that are free to those who wait longest for one they can take. */
function startNext(): void {
	const next = waiting.findIndex(({ companyId }) => canRun(companyId));
	const [waiter] = next < 0 ? [] : waiting.splice(next, 1);
	if (waiter === undefined) return;
	running.add(waiter.companyId);
	waiter.start();
}

function canRun(companyId: string): boolean {
	return running.size < maxAtOnce && !running.has(companyId);
}
