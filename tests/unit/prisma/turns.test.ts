import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../prisma/embedded/turns.ts';

describe('turns', () => {
	it('go to one at a time, first come, first served', async () => {
		const turns = createTurns<{ name: string }>();
		const [one, two, three] = [{ name: 'one' }, { name: 'two' }, { name: 'three' }];
		const order: string[] = [];
		const all = [one, two, three].map(async (who) => {
			await turns.take(who);
			order.push(who.name);
			expect(turns.has(who)).toBe(true);
			turns.pass(who);
		});
		await Promise.all(all);
		expect(order).toEqual(['one', 'two', 'three']);
	});

	it('stay with who has one and takes it again', async () => {
		const turns = createTurns<object>();
		const one = {};
		await turns.take(one);
		await turns.take(one);
		turns.pass(one);
		expect(turns.has(one)).toBe(false);
	});

	it('are not passed on by one who has none', async () => {
		const turns = createTurns<object>();
		const [one, other] = [{}, {}];
		await turns.take(one);
		turns.pass(other);
		expect(turns.has(one)).toBe(true);
	});
});
