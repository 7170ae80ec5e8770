/** The largest form in bytes; a sign-up, the longest one, has a few hundred. */
const maxFormBytes = 64 * 1024;

/**
 * Why a request is refused for the body that it announces, before any of it is read; null where it may be read
 * (T10). Imports come through tRPC, which has its own limit (`guard-body.ts`); anything else is a form. A
 * browser always says how long a form is; one that comes in pieces of unknown length is not read at all. And
 * nothing is unpacked here: a small body could become a very large one.
 */
export function bodyProblem(
	request: Request,
	path: string
): 'WRONG_CONTENT_ENCODING' | 'LENGTH_MISSING' | 'TOO_LARGE' | null {
	if (!isIdentity(request.headers.get('content-encoding'))) return 'WRONG_CONTENT_ENCODING';
	if (request.body === null || path.startsWith('/api/trpc/')) return null;
	const length = request.headers.get('content-length');
	if (length === null) return 'LENGTH_MISSING';
	return Number(length) > maxFormBytes ? 'TOO_LARGE' : null;
}

function isIdentity(contentEncoding: string | null): boolean {
	return contentEncoding === null || /^\s*(?:identity)?\s*$/i.test(contentEncoding);
}
