// What a program needs to be let in, as the server and its pages both say it (issue 7).

/** What a token may be used for, in the order in which it is told. Stored: the database holds tokens to this list. */
export const tokenScopes = ['customers:read', 'imports:apply', 'imports:undo', 'audit:read'] as const;

export type TokenScope = (typeof tokenScopes)[number];

/** For how many days a token can be made. */
export const tokenLifetimes = [30, 90, 365] as const;

/** The most code points of a token's name. */
export const maxTokenNameLength = 100;

/** How many tokens of a company can be used at a time. */
export const maxLiveTokens = 20;

/** The token that something was done with, with its name at the time. */
export interface UsedToken {
	id: string;
	name: string;
}

/** A call that its token was not made for. */
export interface ScopeProblem {
	code: 'SCOPE_MISSING';
	/** With this one it would have been allowed. */
	scope: TokenScope;
}

/**
 * What a token is good for now. `suspended`: nothing, for as long as the person who made it may not do these things
 * themselves.
 */
export type TokenState = 'live' | 'suspended' | 'expired' | 'revoked';

/** A token as the settings list it; itself it is shown to nobody twice. */
export interface ListedToken {
	id: string;
	name: string;
	scopes: TokenScope[];
	/** Its last characters. */
	hint: string;
	/** Who made it. */
	by: string;
	createdAt: Date;
	expiresAt: Date;
	/** To the minute; null where it never was. */
	lastUsedAt: Date | null;
	state: TokenState;
}
