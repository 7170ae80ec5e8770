import type { ListedToken, TokenState } from '../../import/api-token.ts';
import { type StaffRole, mayImport } from '../auth/staff-member.ts';
import { inCompany } from '../company-scope.ts';

/** More than anybody reads; of older ones, which are long over, the audit log tells. */
const maxListed = 100;

interface FoundToken extends Omit<ListedToken, 'state'> {
	revokedAt: Date | null;
	role: StaffRole;
	isOfCompany: boolean;
}

/** The company's tokens, those that can be used first, and the newest first (issue 7, U2). */
export async function findTokens(companyId: string, now = new Date()): Promise<ListedToken[]> {
	const found = await inCompany(
		companyId,
		(transaction) => transaction.$queryRaw<FoundToken[]>`
			SELECT
				t."id"::text, t."name", t."scopes", t."hint", u."name" AS "by", t."createdAt", t."expiresAt",
				t."lastUsedAt", t."revokedAt", u."role"::text AS "role", u."companyId" = t."companyId" AS "isOfCompany"
			FROM "ApiToken" AS t JOIN "User" AS u ON u."id" = t."userId"
			WHERE t."companyId" = ${companyId}::uuid
			ORDER BY
				t."revokedAt" IS NULL AND t."expiresAt" > ${now.toISOString()}::timestamptz DESC,
				t."createdAt" DESC, t."id"
			LIMIT ${maxListed}
		`
	);
	return found.map(({ revokedAt, role, isOfCompany, ...token }) => ({
		...token,
		state: stateOf({ revokedAt, expiresAt: token.expiresAt, isTrusted: isOfCompany && mayImport(role) }, now)
	}));
}

function stateOf(
	token: { revokedAt: Date | null; expiresAt: Date; isTrusted: boolean },
	now: Date
): TokenState {
	if (token.revokedAt !== null) return 'revoked';
	if (token.expiresAt <= now) return 'expired';
	return token.isTrusted ? 'live' : 'suspended';
}
