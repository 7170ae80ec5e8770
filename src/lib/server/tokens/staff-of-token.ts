import type { TokenScope } from '../../import/api-token.ts';
import { hashOfToken } from '../auth/hashed-tokens.ts';
import { type StaffMember, type StaffRole, mayImport } from '../auth/staff-member.ts';
import { database } from '../database.ts';
import { peekAttempts, takeAttempt } from '../rate-limit/take-attempt.ts';
import { noteTokenUse } from './note-token-use.ts';
import { isTokenText } from './token-text.ts';

/**
 * Why a token opens nothing. `invalid` is the one answer for a token that is unknown, expired or revoked, and for one
 * of somebody who may not do these things any more: nobody learns which. `wait`: too many wrong tokens from
 * the address; the next may come in so many seconds.
 */
export type TokenRefusal = { kind: 'invalid' } | { kind: 'wait'; seconds: number };

/** Whom a token acts for, or why for nobody. */
export type TokenResult = { kind: 'staff'; staff: StaffMember } | TokenRefusal;

/** A call with a token. */
interface TokenCall {
	/** As it came. */
	text: string;
	/** Where it comes from, as `countedAddress` gives it. */
	address: string;
	requestId: string;
}

interface FoundToken {
	id: string;
	tokenName: string;
	scopes: TokenScope[];
	lastUsedAt: Date | null;
	userId: string;
	name: string;
	email: string;
	role: StaffRole;
	company: StaffMember['company'];
}

/**
 * For whom a token acts: who made it, with the role and the company's plan as they are now. Everything is read each
 * time, so that a token that is revoked is refused with the next call (issue 7).
 *
 * Wrong tokens are counted for their address, and looked up no more when there were too many. Guessing one is
 * hopeless at any speed: this keeps a program that was left alone with an old token from asking for ever.
 *
 * @throws what the database throws when it cannot be reached
 */
export async function staffOfToken(
	{ text, address, requestId }: TokenCall,
	now = new Date()
): Promise<TokenResult> {
	const counted = await peekAttempts('tokenAddress', address);
	if (counted.kind === 'wait') return counted;
	const found = isTokenText(text) ? await findToken(text, now) : null;
	if (found === null || !mayImport(found.role)) {
		await takeAttempt('tokenAddress', address);
		return { kind: 'invalid' };
	}
	const { id, tokenName, scopes, lastUsedAt, ...person } = found;
	noteTokenUse({ id, companyId: person.company.id, lastUsedAt }, requestId, now);
	return { kind: 'staff', staff: { ...person, token: { id, name: tokenName, scopes } } };
}

/** A token that can be used now, with the person who made it. */
async function findToken(text: string, now: Date): Promise<FoundToken | null> {
	const [found] = await database().$queryRaw<FoundToken[]>`
		SELECT
			t."id"::text, t."name" AS "tokenName", t."scopes", t."lastUsedAt",
			u."id" AS "userId", u."name", u."email", u."role"::text AS "role",
			json_build_object('id', c."id", 'slug', c."slug", 'name', c."name", 'plan', c."plan") AS "company"
		FROM "findApiToken"(${hashOfToken(text)}) AS t
		JOIN "User" AS u ON u."id" = t."userId" AND u."companyId" = t."companyId"
		JOIN "Company" AS c ON c."id" = t."companyId"
		WHERE t."revokedAt" IS NULL AND t."expiresAt" > ${now.toISOString()}::timestamptz
	`;
	return found ?? null;
}
