import type { StaffMember } from '../auth/staff-member.ts';
import { inCompany } from '../company-scope.ts';
import { recordToken, tokenRevokedAction } from './record-token.ts';

/** The token with its name, or that the company has none with this id that can still be revoked. */
export type RevokedToken = { kind: 'revoked'; name: string } | { kind: 'not-found' };

/**
 * Revokes a token of the company, whoever made it, with its audit entry: the next call that has it is refused
 * (issue 7). One that is revoked already stays as it is.
 *
 * @param tokenId a UUID
 */
export function revokeToken(staff: StaffMember, tokenId: string, now = new Date()): Promise<RevokedToken> {
	const companyId = staff.company.id;
	return inCompany(companyId, async (transaction): Promise<RevokedToken> => {
		const [revoked] = await transaction.apiToken.updateManyAndReturn({
			where: { companyId, id: tokenId, revokedAt: null },
			data: { revokedAt: now },
			select: { id: true, name: true, scopes: true, expiresAt: true }
		});
		if (revoked === undefined) return { kind: 'not-found' };
		await recordToken(transaction, staff, tokenRevokedAction, revoked, now);
		return { kind: 'revoked', name: revoked.name };
	});
}
