const always: readonly (readonly [string, string])[] = [
	['X-Content-Type-Options', 'nosniff'],
	['Referrer-Policy', 'same-origin'],
	['X-Frame-Options', 'DENY'],
	['Cross-Origin-Opener-Policy', 'same-origin'],
	['Cross-Origin-Resource-Policy', 'same-origin'],
	[
		'Permissions-Policy',
		'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()'
	]
];

/**
 * Sets the headers that every answer has; the content security policy is in svelte.config.js, where the
 * pages' nonces are.
 *
 * @param isPrivate whether the answer may hold a company's data, which no cache may keep
 */
export function setSecurityHeaders(headers: Headers, isPrivate: boolean): void {
	for (const [name, value] of always) headers.set(name, value);
	if (isPrivate) headers.set('Cache-Control', 'no-store');
}
