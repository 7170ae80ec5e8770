import type { UsedToken } from '../../import/api-token.ts';

/** The columns in which a deed's token is kept: both are set, or neither is. */
export interface TokenColumns {
	tokenId: string | null;
	tokenName: string | null;
}

/** What is written down of the token that a deed is done with. */
export function tokenColumns(token: UsedToken | null): TokenColumns {
	return { tokenId: token?.id ?? null, tokenName: token?.name ?? null };
}

/** The token that a deed was done with, from its columns. */
export function toUsedToken({ tokenId, tokenName }: TokenColumns): UsedToken | null {
	return tokenId === null || tokenName === null ? null : { id: tokenId, name: tokenName };
}
