/**
 * What a call to the API was given as its token, whatever it is; null where it has none. A token counts under
 * `/api/` only, and there nothing else does: cookies that come with it are not looked at.
 */
export function bearerToken(headers: Headers, path: string): string | null {
	if (!path.startsWith('/api/')) return null;
	const [scheme = '', ...rest] = (headers.get('authorization') ?? '').split(' ');
	return scheme.toLowerCase() === 'bearer' ? rest.join(' ').trim() : null;
}
