const afterSignIn = '/dashboard/customers';

/**
 * Where to go after signing in: the path that `next` asks for if it is one of this site, else the
 * customers. Never another site, however `next` is written.
 */
export function nextAddress(next: string | null): string {
	if (next === null || !next.startsWith('/')) return afterSignIn;
	const base = 'http://this-site.invalid';
	const url = URL.canParse(next, base) ? new URL(next, base) : null;
	// The second check is for paths such as "/.//else.where", which turn into "//else.where".
	if (url?.origin !== base || url.pathname.startsWith('//')) return afterSignIn;
	return url.pathname + url.search + url.hash;
}
