import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurn } from '../../../src/lib/server/import/import-turns.ts';

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
	expect(await next).toBe('next');
	expect((await run(['a', 'b', 'c', 'd'])).most.inAll).toBe(3);
});
