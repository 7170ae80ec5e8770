import type { StaffMember } from '../auth/staff-member.ts';
import { inTime } from '../in-time.ts';
import type { LimitName } from '../rate-limit/limits.ts';
import { type Attempt, takeAttempt } from '../rate-limit/take-attempt.ts';
import { AppError } from './app-error.ts';

/** How the calls of a procedure are counted. */
interface CallLimit {
	/** For a person, or for a token. */
	user: LimitName;
	company: LimitName;
	/** Whether it only reads, and so answers within five seconds, if only that it takes longer (E07). */
	isQuick: boolean;
}

/** By which limits the calls of each procedure are counted; a test holds it to the router. */
export const callLimits: Readonly<Record<string, CallLimit>> = {
	'audit.list': { user: 'recordsByUser', company: 'recordsByCompany', isQuick: true },
	'customers.lookup': { user: 'lookupByUser', company: 'lookupByCompany', isQuick: true },
	'imports.applyPlan': { user: 'applyByUser', company: 'applyByCompany', isQuick: false },
	'imports.changes': { user: 'changesByUser', company: 'changesByCompany', isQuick: true },
	// Waits for imports that are being written.
	'imports.find': { user: 'findByUser', company: 'findByCompany', isQuick: false },
	'imports.list': { user: 'recordsByUser', company: 'recordsByCompany', isQuick: true },
	'imports.previewUndo': { user: 'previewUndoByUser', company: 'previewUndoByCompany', isQuick: true },
	'imports.show': { user: 'recordsByUser', company: 'recordsByCompany', isQuick: true },
	'imports.undo': { user: 'undoByUser', company: 'undoByCompany', isQuick: false }
};

/**
 * Counts a call of a procedure for its caller, the person or the token, and for the caller's company, before its body is read (T10, T28).
 *
 * @param waitedMs how long the request has waited for the database before
 * @throws AppError TOO_MANY_REQUESTS with the seconds to wait; what the database throws when it is away
 */
export async function countCall(procedure: string, staff: StaffMember, waitedMs: number): Promise<void> {
	const limit = Object.hasOwn(callLimits, procedure) ? callLimits[procedure] : undefined;
	if (limit === undefined) return;
	const counting = countBoth(limit, staff);
	const attempt = await (limit.isQuick ? inTime(counting, waitedMs) : counting);
	if (attempt.kind === 'wait') throw new AppError('TOO_MANY_REQUESTS', attempt.seconds);
}

async function countBoth({ user, company }: CallLimit, staff: StaffMember): Promise<Attempt> {
	const byUser = await takeAttempt(user, staff.token?.id ?? staff.userId);
	return byUser.kind === 'wait' ? byUser : takeAttempt(company, staff.company.id);
}
