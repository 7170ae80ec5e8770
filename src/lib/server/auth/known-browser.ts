import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import { authSecret } from './auth-secret.ts';
import { cookieName, isSecure } from './cookie-rules.ts';

const maxAgeSeconds = 180 * 24 * 60 * 60;
const cookie = 'distribu-known-browser';

/**
 * The random name of a browser that signed in to this account before, or null. It opens nothing: its tries to
 * sign in are only counted by themselves, so that other people's guesses do not keep the owner out (T22).
 *
 * @param account as `SignInTry` has it
 */
export function knownBrowserOf(cookies: Cookies, account: string): string | null {
	const [browser = '', signature = ''] = (cookies.get(cookieName(cookie)) ?? '').split('.', 2);
	const given = Buffer.from(signature, 'base64url');
	const right = signatureOf(browser, account);
	return given.length === right.length && timingSafeEqual(given, right) ? browser : null;
}

/** Lets a browser be known for half a year from now, by the name that it has or by a new one. */
export function rememberBrowser(cookies: Cookies, account: string): void {
	const browser = knownBrowserOf(cookies, account) ?? randomBytes(16).toString('base64url');
	const signature = signatureOf(browser, account).toString('base64url');
	cookies.set(cookieName(cookie), `${browser}.${signature}`, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: isSecure(),
		maxAge: maxAgeSeconds
	});
}

function signatureOf(browser: string, account: string): Buffer {
	return createHmac('sha256', authSecret())
		.update(JSON.stringify(['known-browser', browser, account]))
		.digest();
}
