import type { ScopeProblem } from '../../import/api-token.ts';
import { invalidTokenMessage, scopeProblemMessage } from '../tokens/refusal-words.ts';

/** What an answer outside tRPC says when it refuses: a stable code and plain words. */
export interface Refusal {
	code:
		| 'CROSS_SITE_REQUEST'
		| 'SIGNED_OUT'
		| 'TOKEN_INVALID'
		| 'NOT_ALLOWED'
		| 'WRONG_CONTENT_TYPE'
		| 'WRONG_CONTENT_ENCODING'
		| 'LENGTH_MISSING'
		| 'TOO_LARGE'
		| 'TOO_MANY_REQUESTS'
		| 'UNAVAILABLE';
	message: string;
}

const refusals: Record<Refusal['code'], { status: number; message: string }> = {
	CROSS_SITE_REQUEST: { status: 403, message: 'This request did not come from a page of this site.' },
	SIGNED_OUT: { status: 401, message: 'Sign in first.' },
	TOKEN_INVALID: { status: 401, message: invalidTokenMessage },
	NOT_ALLOWED: {
		status: 403,
		message: 'Your role does not allow this. Ask an owner or admin of your company.'
	},
	WRONG_CONTENT_TYPE: { status: 415, message: 'Send JSON with the content type application/json.' },
	WRONG_CONTENT_ENCODING: {
		status: 415,
		message: 'Send the request as it is; only calls of a procedure may be packed, with gzip.'
	},
	LENGTH_MISSING: { status: 411, message: 'Say how long the form is, by the header Content-Length.' },
	TOO_LARGE: { status: 413, message: 'This request is larger than it may be.' },
	TOO_MANY_REQUESTS: { status: 429, message: 'Too many requests. Wait a little and try again.' },
	UNAVAILABLE: { status: 503, message: 'The database cannot be reached right now. Try again in a minute.' }
};

/** The words of a refusal. */
export function refusalMessage(code: Refusal['code']): string {
	return refusals[code].message;
}

/** A refusal as JSON with its status. */
export function refuse(code: Refusal['code']): Response {
	const { status, message } = refusals[code];
	return Response.json({ code, message } satisfies Refusal, { status });
}

/** The refusal of a token that was not made for this, in the form of the others, with the scope that is missing. */
export function refuseScope(problem: ScopeProblem): Response {
	return Response.json(
		{ code: problem.code, message: scopeProblemMessage(problem), problem },
		{ status: 403 }
	);
}

/** The refusal of one request too many; after so many seconds the next may come. */
export function refuseForNow(seconds: number): Response {
	const response = refuse('TOO_MANY_REQUESTS');
	response.headers.set('Retry-After', String(seconds));
	return response;
}
