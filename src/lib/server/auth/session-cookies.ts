import type { Cookies } from '@sveltejs/kit';
import { parseSetCookieHeader } from 'better-auth/cookies';

/** Puts the cookies of a better-auth answer on SvelteKit's response. */
export function keepCookies(cookies: Cookies, headers: Headers): void {
	for (const header of headers.getSetCookie()) {
		for (const [name, cookie] of parseSetCookieHeader(header)) {
			cookies.set(name, cookie.value, {
				path: cookie.path ?? '/',
				httpOnly: cookie.httponly ?? false,
				secure: cookie.secure ?? false,
				sameSite: cookie.samesite ?? 'lax',
				...(cookie['max-age'] === undefined ? {} : { maxAge: cookie['max-age'] })
			});
		}
	}
}
