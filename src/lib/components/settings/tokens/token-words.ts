import type { TokenScope, TokenState } from '../../../import/api-token.ts';
import { maxLiveTokens, maxTokenNameLength } from '../../../import/api-token.ts';
import type { TokenProblem } from '../../../server/tokens/make-token.ts';

/** What each scope opens, in words. */
export const scopeWords: Record<TokenScope, string> = {
	'customers:read': 'Look customers up and export them',
	'imports:apply': 'Import customers: create and update them',
	'imports:undo': 'List imports, see what they changed, and undo them',
	'audit:read': 'List imports, see what they changed, and read the audit log'
};

/** What a token is good for, in a word. */
export const tokenStateWords: Record<TokenState, string> = {
	live: 'Live',
	suspended: 'Suspended',
	expired: 'Expired',
	revoked: 'Revoked'
};

/** How long a token can be used: "90 days", "1 year". */
export function lifetimeWords(days: number): string {
	return days === 365 ? '1 year' : `${days} days`;
}

const problemWords: Record<TokenProblem['code'], string> = {
	NAME_MISSING: 'Enter a name that tells what the token is for.',
	NAME_TOO_LONG: `The name can have ${maxTokenNameLength} characters at most.`,
	NAME_INVALID: 'The name holds a character that cannot be stored. Type it again.',
	SCOPES_MISSING: 'Choose what the token may be used for.',
	LIFETIME_MISSING: 'Choose when the token expires.',
	TOO_MANY_TOKENS: `Your company has ${maxLiveTokens} tokens that can be used, which is the most. Revoke one first.`
};

/** What is wrong with the form for a new token: of each field, and of the whole. */
export function tokenProblemWords(problems: readonly TokenProblem[]): {
	fields: Partial<Record<'name' | 'scopes' | 'lifetime', string>>;
	whole: string | null;
} {
	const whole = problems.find(({ field }) => field === null);
	const fields = problems.flatMap(({ field, code }) => (field === null ? [] : [[field, problemWords[code]]]));
	return {
		fields: Object.fromEntries(fields) as Partial<Record<'name' | 'scopes' | 'lifetime', string>>,
		whole: whole === undefined ? null : problemWords[whole.code]
	};
}
