import { isSecure } from '../auth/cookie-rules.ts';

/**
 * For everything that is no page, workers and error answers included: nothing is loaded but scripts of this
 * site, nothing is framed, and nothing is sent anywhere. The worker that holds a merchant's file has this one,
 * so that its rows could not leave the browser even if it tried. Pages have their own, in svelte.config.js,
 * where their nonces are.
 */
const plainPolicy =
	"default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const always: readonly (readonly [string, string])[] = [
	['Content-Security-Policy', plainPolicy],
	['X-Content-Type-Options', 'nosniff'],
	['Referrer-Policy', 'same-origin'],
	['X-Frame-Options', 'DENY'],
	['Cross-Origin-Opener-Policy', 'same-origin'],
	['Cross-Origin-Resource-Policy', 'same-origin'],
	['Origin-Agent-Cluster', '?1'],
	[
		'Permissions-Policy',
		'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()'
	]
];

// Two years, as browsers' preload lists ask for. Not for subdomains, which may be somebody else's.
const onlyHttps = ['Strict-Transport-Security', 'max-age=63072000'] as const;

/**
 * Sets the headers that every answer has, unless the answer set one by itself, such as a page its policy; with
 * an https ORIGIN also that browsers come by https only.
 *
 * @param isPrivate false for files of the build, which are the same for everybody; anything else may hold
 *   what is one person's, and no cache may keep it
 */
export function setSecurityHeaders(headers: Headers, isPrivate: boolean): void {
	for (const [name, value] of isSecure() ? [...always, onlyHttps] : always) {
		if (!headers.has(name)) headers.set(name, value);
	}
	if (isPrivate) headers.set('Cache-Control', 'no-store');
}
