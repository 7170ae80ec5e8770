/** What an answer outside tRPC says when it refuses: a stable code and plain words. */
export interface Refusal {
	code:
		'CROSS_SITE_REQUEST' | 'SIGNED_OUT' | 'NOT_ALLOWED' | 'WRONG_CONTENT_TYPE' | 'TOO_LARGE' | 'UNAVAILABLE';
	message: string;
}

const refusals: Record<Refusal['code'], { status: number; message: string }> = {
	CROSS_SITE_REQUEST: { status: 403, message: 'This request did not come from a page of this site.' },
	SIGNED_OUT: { status: 401, message: 'Sign in first.' },
	NOT_ALLOWED: {
		status: 403,
		message: 'Your role does not allow this. Ask an owner or admin of your company.'
	},
	WRONG_CONTENT_TYPE: { status: 415, message: 'Send JSON with the content type application/json.' },
	TOO_LARGE: { status: 413, message: 'This request is larger than any import may be.' },
	UNAVAILABLE: { status: 503, message: 'The database cannot be reached right now. Try again in a minute.' }
};

/** A refusal as JSON with its status. */
export function refuse(code: Refusal['code']): Response {
	const { status, message } = refusals[code];
	return Response.json({ code, message } satisfies Refusal, { status });
}
