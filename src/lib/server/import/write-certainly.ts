import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { isConflict, isLockTimeout } from '../error-facts.ts';
import { retryConflicts } from './retry.ts';

// Prisma gives up after 5 s. The largest import takes a second; imports may wait for one another.
const limits = { timeout: 60_000, maxWait: 30_000, statement: 30_000 };

/** Why it is not, or not for certain, that something was written. */
export type NotWritten =
	/** Others were before it for too long; it wrote nothing. */
	| { kind: 'busy' }
	/** The answer to COMMIT got lost and the database could not be asked: written, or not. Sending it again is safe. */
	| { kind: 'unknown'; error: unknown };

/**
 * Writes for a company in one transaction, all or nothing, and finds out whether it did (spec A6). Conflicts are
 * retried. Where the connection breaks with its COMMIT on the way, the work is done once more: it must take the
 * company's lock first, which waits for whatever is left of the first try, and then look whether that one wrote
 * it already (spec A5).
 *
 * @throws whatever else the work or the database throws; then nothing was written
 */
export async function writeCertainly<T>(
	companyId: string,
	work: (transaction: Queryable) => Promise<T>
): Promise<T | NotWritten> {
	try {
		return await retryConflicts(() => runTwice(companyId, work));
	} catch (error) {
		if (isConflict(error) || isLockTimeout(error)) return { kind: 'busy' };
		throw error;
	}
}

async function runTwice<T>(
	companyId: string,
	work: (transaction: Queryable) => Promise<T>
): Promise<T | NotWritten> {
	let isCommitting = false;
	async function run(transaction: Queryable): Promise<T> {
		const result = await work(transaction);
		isCommitting = true;
		return result;
	}
	try {
		return await inCompany(companyId, run, limits);
	} catch (error) {
		if (!isCommitting || isConflict(error)) throw error;
	}
	try {
		return await inCompany(companyId, run, limits);
	} catch (error) {
		return { kind: 'unknown', error };
	}
}
