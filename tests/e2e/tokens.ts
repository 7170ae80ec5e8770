import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type TokenScope, tokenScopes } from '../../src/lib/import/api-token.ts';
import { query } from './database.ts';

/**
 * Gives somebody a token past the page, with every scope where nothing else is said; answers what is sent of it.
 *
 * @param email of an owner or admin
 */
export async function insertToken(
	email: string,
	options: { name?: string; scopes?: readonly TokenScope[] } = {}
): Promise<string> {
	const { name = 'nightly sync', scopes = tokenScopes } = options;
	const text = `distribu_${randomBytes(32).toString('base64url')}`;
	const hash = createHash('sha256').update(text).digest('hex');
	await query(
		`INSERT INTO "ApiToken" ("id", "companyId", "userId", "name", "scopes", "tokenHash", "hint", "expiresAt")
		 SELECT $1, "companyId", "id", $3, $4, $5, $6, now() + interval '30 days' FROM "User" WHERE "email" = $2`,
		[randomUUID(), email, name, scopes, hash, text.slice(-4)]
	);
	return text;
}
