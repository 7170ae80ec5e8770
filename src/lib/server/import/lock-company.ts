import type { Plan } from '../../customer/plan-limit.ts';
import type { Queryable } from '../database.ts';

// The largest import takes a second, and those of one process wait their turn before they come here.
const longestLockWaitMs = 10_000;

/**
 * Locks a company's row until the transaction ends, and answers its plan (spec A4). Must come before anything
 * is read: at READ COMMITTED every later one then sees what the holder before committed. Every path that
 * creates customers takes this lock, and one that forgot would wait anyway, at its foreign key.
 *
 * Waits ten seconds for it, and for any lock after it, and no longer (T28). Thousands of rows that are joined from here
 * on are hashed or sorted: a planner that believes in one row, since it last counted before an import, would compare
 * each of them with each.
 *
 * @throws Error when there is no such company; the database's, for which `isLockTimeout`
 */
export async function lockCompany(transaction: Queryable, companyId: string): Promise<{ plan: Plan }> {
	await transaction.$queryRaw`
		SELECT
			set_config('lock_timeout', ${String(longestLockWaitMs)}, true),
			set_config('enable_nestloop', 'off', true)
	`;
	const [company] = await transaction.$queryRaw<{ plan: Plan }[]>`
		SELECT "plan"::text AS "plan" FROM "Company" WHERE "id" = ${companyId}::uuid FOR UPDATE
	`;
	if (company === undefined) throw new Error('The company does not exist.');
	return company;
}
