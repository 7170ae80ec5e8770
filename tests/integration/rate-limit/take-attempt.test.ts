import '../../support/auth-secret.ts';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { database, disconnectDatabase, setDatabaseUrl } from '../../../src/lib/server/database.ts';
import { isUnreachable } from '../../../src/lib/server/error-facts.ts';
import { limits } from '../../../src/lib/server/rate-limit/limits.ts';
import {
	forgetAttempts,
	giveBackAttempt,
	takeAttempt
} from '../../../src/lib/server/rate-limit/take-attempt.ts';
import { describeEachEngine } from '../../support/each-engine.ts';

const { points, seconds } = limits.signInAccountAddress;

function take(key: string) {
	return takeAttempt('signInAccountAddress', 'account', key);
}

async function takeAll(key: string): Promise<void> {
	for (let i = 0; i < points; i++) expect(await take(key)).toEqual({ kind: 'allowed' });
}

describeEachEngine('rate limits', () => {
	test('T22: so many attempts and no more, and then how long to wait', async () => {
		const key = randomUUID();
		await takeAll(key);
		const refused = await take(key);
		expect(refused.kind).toBe('wait');
		if (refused.kind === 'wait') {
			expect(Number.isInteger(refused.seconds)).toBe(true);
			expect(refused.seconds).toBeGreaterThan(0);
			expect(refused.seconds).toBeLessThanOrEqual(seconds);
		}
		expect(await take(randomUUID())).toEqual({ kind: 'allowed' });
	});

	test('T22: attempts at the same time are all counted', async () => {
		const key = randomUUID();
		const attempts = await Promise.all(Array.from({ length: 3 * points }, () => take(key)));
		expect(attempts.filter(({ kind }) => kind === 'allowed')).toHaveLength(points);
	});

	test('T22: what one instance counted holds for the next', async () => {
		const key = randomUUID();
		await takeAll(key);
		await disconnectDatabase();
		expect((await take(key)).kind).toBe('wait');
	});

	test('T22: when the window is over, attempts are allowed again', async () => {
		const key = randomUUID();
		await database().rateLimit.deleteMany({ where: { key: { startsWith: 'signInAccountAddress' } } });
		await takeAll(key);
		await database().rateLimit.updateMany({
			where: { key: { startsWith: 'signInAccountAddress' } },
			data: { expire: new Date(Date.now() - 1) }
		});
		await takeAll(key);
		expect((await take(key)).kind).toBe('wait');
	});

	test('T22: a success forgets what failed before, and what was no failure is given back', async () => {
		const key = randomUUID();
		await takeAll(key);
		await giveBackAttempt('signInAccountAddress', 'account', key);
		// The attempt that is given back makes room for one.
		expect(await take(key)).toEqual({ kind: 'allowed' });
		expect((await take(key)).kind).toBe('wait');
		await forgetAttempts('signInAccountAddress', 'account', key);
		await takeAll(key);
	});

	test('T26: the table holds neither address nor email, only hashes', async () => {
		await takeAttempt('signInAddress', '198.51.100.77', 'ann@shop.example');
		const rows = JSON.stringify(await database().rateLimit.findMany());
		expect(rows).not.toMatch(/198\.51\.100|ann@shop/);
	});

	test('T22: keys that run together are still different keys', async () => {
		await forgetAttempts('signInAddress', 'ab', 'c');
		await forgetAttempts('signInAddress', 'a', 'bc');
		await takeAttempt('signInAddress', 'ab', 'c');
		const before = await database().rateLimit.count();
		await takeAttempt('signInAddress', 'a', 'bc');
		expect(await database().rateLimit.count()).toBe(before + 1);
	});
});

test('T22: while the database is away nothing is allowed uncounted', async () => {
	await setDatabaseUrl('postgresql://nobody@127.0.0.1:9/none');
	const error: unknown = await take(randomUUID()).catch((reason: unknown) => reason);
	expect(isUnreachable(error)).toBe(true);
});
