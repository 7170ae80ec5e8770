import type { StaffMember } from '../auth/staff-member.ts';
import type { Queryable } from '../database.ts';
import { tokenColumns } from './used-token.ts';

// The audit log's words for what becomes of tokens. Stored: renaming one needs a migration of entries that nothing may change.

/** A token was made. */
export const tokenMadeAction = 'API_TOKEN_CREATED';

/** A token was revoked. */
export const tokenRevokedAction = 'API_TOKEN_REVOKED';

/** A token as its audit entries tell of it. */
interface RecordedToken {
	id: string;
	name: string;
	scopes: string[];
	expiresAt: Date;
}

/** Writes the one audit entry of a token that was made or revoked, in the transaction that does it (issue 7). */
export async function recordToken(
	transaction: Queryable,
	staff: StaffMember,
	action: typeof tokenMadeAction | typeof tokenRevokedAction,
	token: RecordedToken,
	now: Date
): Promise<void> {
	const { name, scopes, expiresAt } = token;
	await transaction.auditEntry.create({
		data: {
			companyId: staff.company.id,
			userId: staff.userId,
			userName: staff.name,
			action,
			metadata: { name, scopes, expiresAt: expiresAt.toISOString() },
			createdAt: now,
			...tokenColumns(staff.token)
		},
		select: { id: true }
	});
}
