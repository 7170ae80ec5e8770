import { createHmac } from 'node:crypto';
import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
import { authSecret } from '../auth/auth-secret.ts';
import { database } from '../database.ts';
import { type LimitName, limits } from './limits.ts';

/** Whether an attempt may go on, or in how many whole seconds, at least one, the next may. */
export type Attempt = { kind: 'allowed' } | { kind: 'wait'; seconds: number };

const betweenSweepsMs = 5 * 60_000;

let lastSweep = 0;

/**
 * Counts an attempt in the database, which all instances share, and says whether it may go on. Attempts at the
 * same time are all counted. The keys, which may be addresses, are stored as one keyed hash.
 *
 * There is no second counter in memory for a database that is away: each instance would count for itself, and
 * nothing that is limited works without the database.
 *
 * @throws what the database throws when it cannot be reached: nothing goes on uncounted
 */
export async function takeAttempt(limit: LimitName, ...keys: string[]): Promise<Attempt> {
	await sweep();
	try {
		await limiterOf(limit).consume(keyOf(keys));
		return { kind: 'allowed' };
	} catch (reason) {
		if (!(reason instanceof RateLimiterRes)) throw reason;
		return { kind: 'wait', seconds: secondsUntil(reason) };
	}
}

/**
 * Whether an attempt would be allowed, without counting it: for a limit that counts failures, of something that is
 * done often and hardly ever fails. Attempts at the same time may each be told that they are.
 */
export async function peekAttempts(limit: LimitName, ...keys: string[]): Promise<Attempt> {
	const taken = await limiterOf(limit).get(keyOf(keys));
	if (taken === null || taken.consumedPoints < limits[limit].points) return { kind: 'allowed' };
	return { kind: 'wait', seconds: secondsUntil(taken) };
}

/** Gives one attempt back, for a limit that counts failures, when it turned out to be none. */
export async function giveBackAttempt(limit: LimitName, ...keys: string[]): Promise<void> {
	await limiterOf(limit).reward(keyOf(keys));
}

/** Forgets all attempts of these keys. */
export async function forgetAttempts(limit: LimitName, ...keys: string[]): Promise<void> {
	await limiterOf(limit).delete(keyOf(keys));
}

/** Cheap to make: all that it knows is in the database. */
function limiterOf(limit: LimitName): RateLimiterPrisma {
	const { points, seconds } = limits[limit];
	return new RateLimiterPrisma({
		storeClient: database(),
		tableName: 'rateLimit',
		keyPrefix: limit,
		points,
		duration: seconds,
		// Its own cleaning goes by a timer and tells the console about errors.
		clearExpiredByTimeout: false
	});
}

/** Until the window is over. */
function secondsUntil({ msBeforeNext }: RateLimiterRes): number {
	return Math.max(1, Math.ceil(msBeforeNext / 1000));
}

/** Unguessable without the secret, so that who reads the table cannot try out whose row it is. */
function keyOf(keys: readonly string[]): string {
	return createHmac('sha256', authSecret()).update(JSON.stringify(keys)).digest('base64url');
}

/** Removes what is over, now and then, so that the table holds no more than a day's attempts. */
async function sweep(): Promise<void> {
	const now = Date.now();
	if (now - lastSweep < betweenSweepsMs) return;
	lastSweep = now;
	await database().rateLimit.deleteMany({ where: { expire: { lte: new Date(now) } } });
}
