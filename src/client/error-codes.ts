/**
 * Every code with which the server refuses or fails, and what each means to a program: the closed list of
 * docs/programs.md. The problems of imports and undos are among them, though the client gives these as data.
 */
export const errorCodes = {
	PLAN_STALE: 'the customers changed since they were looked up; the problem has the rows that differ',
	PLAN_LIMIT: 'the plan allows fewer customers; the problem has the numbers',
	ROWS_INVALID: "the server's own checks found issues; the problem has them",
	NOTHING_TO_CHANGE: 'every row matches its customer already',
	IMPORT_ID_REUSED: 'the import id came before, with other content',
	TOO_MANY_ROWS: 'one import holds fewer rows; the problem has both numbers',
	IMPORT_NOT_FOUND: 'there is no such import in this company',
	UNDO_EXPIRED: 'the import is too old to be undone',
	ALREADY_UNDONE: 'nothing of the import is left to take back',
	NOTHING_TO_UNDO: 'all customers of the import were touched since',
	UNDO_STALE: 'the customers changed since the preview; the problem has the rows that differ',
	UNDO_ID_REUSED: 'the undo id came before, with other content',
	SCOPE_MISSING: 'the token was made without the scope that the call needs',
	TOKEN_INVALID: 'the token is unknown, revoked or expired, or who made it may no longer',
	SIGNED_OUT: 'no token was sent',
	NOT_ALLOWED: 'this is not for tokens or not for this role',
	BAD_INPUT: 'the request is not in the form that the procedure takes: an old or a wrong client',
	TOO_LARGE: 'the request is larger than any import may be',
	NO_SUCH_PROCEDURE: 'the server has no such procedure: it is older than the client',
	WRONG_METHOD: 'calls are sent with POST',
	TOO_MANY_REQUESTS: 'too many calls; Retry-After says when to try again',
	BUSY: 'another change of the customers is being written; nothing was changed',
	OUTCOME_UNKNOWN: 'the database went away at the end: send the same again, it is never written twice',
	UNAVAILABLE: 'the database is away; try again in a minute',
	INTERNAL: 'the server failed; its log has the request id',
	CROSS_SITE_REQUEST: "the request came from another site's page",
	WRONG_CONTENT_TYPE: 'calls are JSON',
	WRONG_CONTENT_ENCODING: 'calls come as they are or packed with gzip',
	LENGTH_MISSING: 'a form has to say how long it is'
} as const;

/** Codes of the client itself, for what no server answered. */
export const clientErrorCodes = {
	UNREACHABLE: 'no answer came, or none of a Distribu server'
} as const;

/** A stable code: programs rely on it. */
export type DistribuErrorCode = keyof typeof errorCodes | keyof typeof clientErrorCodes;
