import { randomBytes } from 'node:crypto';

/** So that a token is recognized wherever it lies about, in a file or a log. */
const prefix = 'distribu_';

const tokenPattern = /^distribu_[\w-]{43}$/;

/** A new token, which nobody guesses: 256 random bits behind the prefix. */
export function newTokenText(): string {
	return prefix + randomBytes(32).toString('base64url');
}

/** Whether a text could be a token: no other is looked up. */
export function isTokenText(text: string): boolean {
	return tokenPattern.test(text);
}
