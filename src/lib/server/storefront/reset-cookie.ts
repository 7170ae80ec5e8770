import type { Cookies } from '@sveltejs/kit';
import { cookieName, isSecure } from '../auth/cookie-rules.ts';
import { linkSeconds } from './session-limits.ts';

const cookie = 'distribu-store-reset';

/** As it is written: 256 bits in base64url. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/**
 * Takes the token of a mailed link out of the address into a cookie, for the page where the password is typed:
 * so it stands in no address bar, no history and no Referer of a page (T23). Works without script, too.
 */
export function keepResetToken(cookies: Cookies, token: string): void {
	if (!tokenPattern.test(token)) return forgetResetToken(cookies);
	cookies.set(cookieName(cookie), token, { ...attributes(), maxAge: linkSeconds });
}

/** The token of the link that was followed last; empty where there is none. */
export function keptResetToken(cookies: Cookies): string {
	const token = cookies.get(cookieName(cookie)) ?? '';
	return tokenPattern.test(token) ? token : '';
}

/** After the link was used, or where it cannot be. */
export function forgetResetToken(cookies: Cookies): void {
	cookies.set(cookieName(cookie), '', { ...attributes(), maxAge: 0 });
}

// Lax: the way here begins in a mail program.
function attributes() {
	return { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure() } as const;
}
