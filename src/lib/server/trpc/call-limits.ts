import type { StaffMember } from '../auth/staff-member.ts';
import type { LimitName } from '../rate-limit/limits.ts';
import { takeAttempt } from '../rate-limit/take-attempt.ts';
import { AppError } from './app-error.ts';

/** By which limits the calls of each procedure are counted; a test holds it to the router. */
export const callLimits: Readonly<Record<string, { user: LimitName; company: LimitName }>> = {
	'customers.lookup': { user: 'lookupByUser', company: 'lookupByCompany' },
	'imports.applyPlan': { user: 'applyByUser', company: 'applyByCompany' },
	'imports.find': { user: 'findByUser', company: 'findByCompany' }
};

/**
 * Counts a call of a procedure for its caller and the caller's company, before its body is read (T10, T28).
 *
 * @throws AppError TOO_MANY_REQUESTS with the seconds to wait; what the database throws when it is away
 */
export async function countCall(procedure: string, { userId, company }: StaffMember): Promise<void> {
	const counted = Object.hasOwn(callLimits, procedure) ? callLimits[procedure] : undefined;
	if (counted === undefined) return;
	const byUser = await takeAttempt(counted.user, userId);
	const attempt = byUser.kind === 'wait' ? byUser : await takeAttempt(counted.company, company.id);
	if (attempt.kind === 'wait') throw new AppError('TOO_MANY_REQUESTS', attempt.seconds);
}
