const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a request may change something: it comes from a page of this application (F10, T04). Browsers
 * send Origin with every unsafe request; without it only Fetch Metadata's word "same-origin" counts.
 * Programs that send neither are refused: the only credential here is a cookie.
 *
 * @param own the application's own address
 */
export function isAllowedOrigin(method: string, headers: Headers, own: URL): boolean {
	if (safeMethods.has(method)) return true;
	const site = headers.get('sec-fetch-site');
	if (site === 'cross-site') return false;
	const origin = headers.get('origin');
	if (origin === null) return site === 'same-origin';
	return allowedOrigins(own).includes(origin);
}

/**
 * Whether a download may be given out: asked for by a page of this application or typed into the address
 * bar, not pulled in by another site (T05). Browsers without Fetch Metadata rely on SameSite cookies.
 */
export function isOwnDownload(headers: Headers): boolean {
	const site = headers.get('sec-fetch-site');
	return site === null || site === 'same-origin' || site === 'none';
}

/** On a loopback address the same server has three names, and a person may have typed any of them. */
function allowedOrigins(own: URL): string[] {
	if (!loopbackNames.includes(own.hostname)) return [own.origin];
	const port = own.port === '' ? '' : `:${own.port}`;
	return loopbackNames.map((name) => `${own.protocol}//${name}${port}`);
}
