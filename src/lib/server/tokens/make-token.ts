import { codePointLength, isStorable, trimText } from '../../customer/text.ts';
import {
	type TokenScope,
	maxLiveTokens,
	maxTokenNameLength,
	tokenLifetimes,
	tokenScopes
} from '../../import/api-token.ts';
import { hashOfToken } from '../auth/hashed-tokens.ts';
import type { StaffMember } from '../auth/staff-member.ts';
import { inCompany } from '../company-scope.ts';
import { lockCompany } from '../import/lock-company.ts';
import { recordToken, tokenMadeAction } from './record-token.ts';
import { newTokenText } from './token-text.ts';

/** What the form for a new token holds, as it came. */
export interface TokenForm {
	name: string;
	scopes: readonly string[];
	/** In days. */
	lifetime: string;
}

/** What is wrong with the form, by field; `TOO_MANY_TOKENS`: others have to be revoked or expire first. */
export type TokenProblem =
	| { field: 'name'; code: 'NAME_MISSING' | 'NAME_TOO_LONG' | 'NAME_INVALID' }
	| { field: 'scopes'; code: 'SCOPES_MISSING' }
	| { field: 'lifetime'; code: 'LIFETIME_MISSING' }
	| { field: null; code: 'TOO_MANY_TOKENS' };

/** `made`: the token itself, which nobody can be shown again. */
export type MadeToken =
	{ kind: 'made'; id: string; name: string; text: string } | { kind: 'refused'; problems: TokenProblem[] };

interface WantedToken {
	name: string;
	scopes: TokenScope[];
	days: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const hintLength = 4;

// It may have to wait for an import of the company that is being written.
const limits = { maxWait: 4000, timeout: 20_000, statement: 15_000 };

/**
 * Makes a token that acts for this person, with its audit entry, or says everything that is wrong with the form
 * (issue 7). The company's lock keeps two of them from passing the limit together.
 *
 * @param staff who may import, signed in
 * @throws what the database throws when it cannot be reached
 */
export async function makeToken(staff: StaffMember, form: TokenForm, now = new Date()): Promise<MadeToken> {
	const read = readForm(form);
	if (!read.ok) return { kind: 'refused', problems: read.problems };
	const { name, scopes, days } = read.value;
	const text = newTokenText();
	const companyId = staff.company.id;
	return await inCompany(
		companyId,
		async (transaction): Promise<MadeToken> => {
			await lockCompany(transaction, companyId);
			const live = await transaction.apiToken.count({
				where: { companyId, revokedAt: null, expiresAt: { gt: now } }
			});
			if (live >= maxLiveTokens) {
				return { kind: 'refused', problems: [{ field: null, code: 'TOO_MANY_TOKENS' }] };
			}
			const made = await transaction.apiToken.create({
				data: {
					companyId,
					userId: staff.userId,
					name,
					scopes,
					tokenHash: hashOfToken(text),
					hint: text.slice(-hintLength),
					createdAt: now,
					expiresAt: new Date(now.getTime() + days * dayMs)
				},
				select: { id: true, name: true, scopes: true, expiresAt: true }
			});
			await recordToken(transaction, staff, tokenMadeAction, made, now);
			return { kind: 'made', id: made.id, name, text };
		},
		limits
	);
}

function readForm(
	form: TokenForm
): { ok: true; value: WantedToken } | { ok: false; problems: TokenProblem[] } {
	const problems: TokenProblem[] = [];
	const name = trimText(form.name);
	if (name === '') problems.push({ field: 'name', code: 'NAME_MISSING' });
	else if (codePointLength(name) > maxTokenNameLength) {
		problems.push({ field: 'name', code: 'NAME_TOO_LONG' });
	} else if (!isStorable(name)) problems.push({ field: 'name', code: 'NAME_INVALID' });
	// Others than these come from no page of ours.
	const scopes = tokenScopes.filter((scope) => form.scopes.includes(scope));
	if (scopes.length === 0) problems.push({ field: 'scopes', code: 'SCOPES_MISSING' });
	const days = tokenLifetimes.find((lifetime) => String(lifetime) === form.lifetime);
	if (days === undefined) problems.push({ field: 'lifetime', code: 'LIFETIME_MISSING' });
	if (problems.length > 0 || days === undefined) return { ok: false, problems };
	return { ok: true, value: { name, scopes, days } };
}
