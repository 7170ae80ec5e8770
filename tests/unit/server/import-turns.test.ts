import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { inTurn } from '../../../src/lib/server/import/import-turns.ts';

afterEach(() => vi.useRealTimers());

/** Runs tasks of these companies and says how many ran at a time, in all and of one company. */
async function run(companies: string[]) {
	const running: string[] = [];
	const most = { inAll: 0, ofOne: 0 };
	const order: number[] = [];
	await Promise.all(
		companies.map((company, i) =>
			inTurn(company, async () => {
				order.push(i);
				running.push(company);
				most.inAll = Math.max(most.inAll, running.length);
				most.ofOne = Math.max(most.ofOne, running.filter((other) => other === company).length);
				await wait(5);
				running.splice(running.indexOf(company), 1);
			})
		)
	);
	return { most, order };
}

/** Takes a company's turn until it is given back. */
function holdTurn(company: string): { release: () => Promise<unknown> } {
	let end: (value: string) => void = () => undefined;
	const held = inTurn(company, () => new Promise<string>((resolve) => (end = resolve)));
	return {
		release() {
			end('held');
			return held;
		}
	};
}

function waitBehind(company: string, count: number) {
	return Array.from({ length: count }, (_, i) => inTurn(company, () => Promise.resolve(i)));
}

const busy = { kind: 'busy' };

test('T28: imports of one company run one after another, in the order they came', async () => {
	expect(await run(['a', 'a', 'a', 'a'])).toEqual({ most: { inAll: 1, ofOne: 1 }, order: [0, 1, 2, 3] });
});

test('T28: imports of many companies run at most three at a time, and all of them run', async () => {
	const { most, order } = await run(['a', 'b', 'c', 'd', 'e', 'a', 'b', 'f', 'g', 'h']);
	expect(most).toEqual({ inAll: 3, ofOne: 1 });
	expect(order).toHaveLength(10);
});

test('T28: an import that fails passes its turn on, and only its own caller learns of it', async () => {
	const failing = inTurn('a', () => Promise.reject(new Error('failed')));
	const next = inTurn('a', () => Promise.resolve('next'));
	await expect(failing).rejects.toThrow('failed');
	expect(await next).toEqual({ kind: 'done', value: 'next' });
	expect((await run(['a', 'b', 'c', 'd'])).most.inAll).toBe(3);
});

test('T28: twenty of a company wait; one more is told at once, and those of other companies are not', async () => {
	const turn = holdTurn('a');
	const waiting = waitBehind('a', 20);
	expect(await inTurn('a', () => Promise.resolve('never'))).toEqual(busy);
	expect(await inTurn('b', () => Promise.resolve('other'))).toEqual({ kind: 'done', value: 'other' });
	await turn.release();
	expect(await Promise.all(waiting)).toEqual(waiting.map((_, value) => ({ kind: 'done', value })));
});

test('T28: forty wait in all', async () => {
	const turns = ['a', 'b', 'c'].map(holdTurn);
	const waiting = [...waitBehind('a', 20), ...waitBehind('b', 20)];
	expect(await inTurn('c', () => Promise.resolve('never'))).toEqual(busy);
	await Promise.all(turns.map(({ release }) => release()));
	expect((await Promise.all(waiting)).every(({ kind }) => kind === 'done')).toBe(true);
});

test('T28: who has waited for twenty seconds is told so and does not begin; the others keep their turns', async () => {
	vi.useFakeTimers();
	const turn = holdTurn('a');
	const [early] = waitBehind('a', 1);
	await vi.advanceTimersByTimeAsync(10_000);
	const [late] = waitBehind('a', 1);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(await early).toEqual(busy);
	await turn.release();
	expect(await late).toEqual({ kind: 'done', value: 0 });
});
