import { contentEncodingOf } from './content-encoding.ts';

/** The largest form in bytes; a sign-up, the longest one, has a few hundred. */
const maxFormBytes = 64 * 1024;

/**
 * Why a request is refused for the body that it announces, before any of it is read; null where it may be read
 * (T10). Imports come through tRPC, which has its own limit and unpacks gzip under it (`guard-body.ts`); anything
 * else is a form. A browser always says how long a form is; one that comes in pieces of unknown length is not read
 * at all. And no form is unpacked: a small body could become a very large one.
 */
export function bodyProblem(
	request: Request,
	path: string
): 'WRONG_CONTENT_ENCODING' | 'LENGTH_MISSING' | 'TOO_LARGE' | null {
	const isCall = path.startsWith('/api/trpc/');
	const encoding = contentEncodingOf(request.headers);
	if (encoding !== 'identity' && !(isCall && encoding === 'gzip')) return 'WRONG_CONTENT_ENCODING';
	if (request.body === null || isCall) return null;
	const length = request.headers.get('content-length');
	if (length === null) return 'LENGTH_MISSING';
	return Number(length) > maxFormBytes ? 'TOO_LARGE' : null;
}
