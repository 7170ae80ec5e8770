const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a request may be answered, as far as it can be told where it comes from (F10, T04). One that changes
 * something comes from a page of this application: browsers send Origin with every unsafe request; without it
 * only Fetch Metadata's word "same-origin" counts. Programs that send neither are refused: the credential is a
 * cookie, which a browser sends by itself. One that reads may come from another site as a link that somebody follows, not as part of
 * that site's page: no script, picture, frame or request of its scripts.
 *
 * @param own the application's own address
 */
export function isAllowedOrigin(method: string, headers: Headers, own: URL): boolean {
	if (safeMethods.has(method)) return isAllowedRead(headers);
	const site = headers.get('sec-fetch-site');
	if (site === 'cross-site') return false;
	const origin = headers.get('origin');
	if (origin === null) return site === 'same-origin';
	return allowedOrigins(own).includes(origin);
}

/**
 * Whether a call that has a token may be answered: no browser sends one by itself, so that a program need not say where
 * it comes from. Pages of other sites say it, and are refused all the same: a token is nothing for a page to hold.
 *
 * @param own the application's own address
 */
export function isAllowedTokenOrigin(headers: Headers, own: URL): boolean {
	const site = headers.get('sec-fetch-site');
	if (site === 'cross-site' || site === 'same-site') return false;
	const origin = headers.get('origin');
	return origin === null || allowedOrigins(own).includes(origin);
}

/**
 * Whether a download may be given out: asked for by a page of this application or typed into the address
 * bar, not pulled in by another site (T05). Browsers without Fetch Metadata rely on SameSite cookies.
 */
export function isOwnDownload(headers: Headers): boolean {
	const site = headers.get('sec-fetch-site');
	return site === null || site === 'same-origin' || site === 'none';
}

/** Browsers without Fetch Metadata rely on SameSite cookies, and on CORP for what is read across sites. */
function isAllowedRead(headers: Headers): boolean {
	const site = headers.get('sec-fetch-site');
	if (site !== 'cross-site' && site !== 'same-site') return true;
	return headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document';
}

/** On a loopback address the same server has three names, and a person may have typed any of them. */
function allowedOrigins(own: URL): string[] {
	if (!loopbackNames.includes(own.hostname)) return [own.origin];
	const port = own.port === '' ? '' : `:${own.port}`;
	return loopbackNames.map((name) => `${own.protocol}//${name}${port}`);
}
