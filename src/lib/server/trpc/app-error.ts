import { TRPCError } from '@trpc/server';
import type { ScopeProblem } from '../../import/api-token.ts';
import type { ApplyProblem } from '../../import/apply.ts';
import { applyProblemMessage, undoProblemMessage } from '../../import/messages.ts';
import type { UndoProblem } from '../../import/undo.ts';
import { invalidTokenMessage, scopeProblemMessage } from '../tokens/refusal-words.ts';

/** A refusal of the work itself, with all that there is to say of it. */
type Problem = ApplyProblem | UndoProblem | ScopeProblem;

/** What a program may rely on when a procedure refuses or fails. */
export type AppErrorCode =
	| Problem['code']
	| 'SIGNED_OUT'
	| 'TOKEN_INVALID'
	| 'NOT_ALLOWED'
	| 'BAD_INPUT'
	| 'TOO_LARGE'
	| 'NO_SUCH_PROCEDURE'
	| 'WRONG_METHOD'
	| 'TOO_MANY_REQUESTS'
	| 'BUSY'
	| 'OUTCOME_UNKNOWN'
	| 'UNAVAILABLE'
	| 'INTERNAL';

/** After how long it is worth asking again where others were before, in seconds. */
export const busySeconds = 5;

type TrpcCode = TRPCError['code'];

const statuses: Record<AppErrorCode, TrpcCode> = {
	PLAN_STALE: 'CONFLICT',
	IMPORT_ID_REUSED: 'CONFLICT',
	PLAN_LIMIT: 'FORBIDDEN',
	ROWS_INVALID: 'BAD_REQUEST',
	NOTHING_TO_CHANGE: 'BAD_REQUEST',
	TOO_MANY_ROWS: 'BAD_REQUEST',
	IMPORT_NOT_FOUND: 'NOT_FOUND',
	UNDO_EXPIRED: 'CONFLICT',
	ALREADY_UNDONE: 'CONFLICT',
	NOTHING_TO_UNDO: 'CONFLICT',
	UNDO_STALE: 'CONFLICT',
	UNDO_ID_REUSED: 'CONFLICT',
	SCOPE_MISSING: 'FORBIDDEN',
	SIGNED_OUT: 'UNAUTHORIZED',
	TOKEN_INVALID: 'UNAUTHORIZED',
	NOT_ALLOWED: 'FORBIDDEN',
	BAD_INPUT: 'BAD_REQUEST',
	TOO_LARGE: 'PAYLOAD_TOO_LARGE',
	NO_SUCH_PROCEDURE: 'NOT_FOUND',
	WRONG_METHOD: 'METHOD_NOT_SUPPORTED',
	TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
	BUSY: 'TOO_MANY_REQUESTS',
	OUTCOME_UNKNOWN: 'SERVICE_UNAVAILABLE',
	UNAVAILABLE: 'SERVICE_UNAVAILABLE',
	INTERNAL: 'INTERNAL_SERVER_ERROR'
};

const sentences: Record<Exclude<AppErrorCode, Problem['code']>, string> = {
	SIGNED_OUT: 'You are signed out. Sign in and try again.',
	TOKEN_INVALID: invalidTokenMessage,
	NOT_ALLOWED: 'Your role does not allow this. Ask an owner or admin of your company.',
	BAD_INPUT: 'The request is not in the form that this procedure takes.',
	TOO_LARGE: 'The request is larger than any import may be.',
	NO_SUCH_PROCEDURE: 'There is no such procedure.',
	WRONG_METHOD: 'Send this request with POST.',
	TOO_MANY_REQUESTS: 'Too many requests at once. Nothing was changed. Wait a little and try again.',
	BUSY: 'Another change to your customers is being written. This request changed nothing. Try again in a moment.',
	OUTCOME_UNKNOWN:
		'The database went away just when this was to be complete, so it may have been written or not. Send the same request again: it is never written twice.',
	UNAVAILABLE: 'The database cannot be reached right now. Try again in a minute.',
	INTERNAL: 'Something went wrong on our side. Try again.'
};

/** A refusal that a procedure throws: a stable code, and for an import or an undo the whole problem. */
export class AppError extends TRPCError {
	readonly appCode: AppErrorCode;
	readonly problem: Problem | null;
	/** After how many seconds the same may be asked again, where that is known. */
	readonly retryAfter: number | null;

	constructor(refusal: keyof typeof sentences | Problem, retryAfter: number | null = null) {
		const problem = typeof refusal === 'string' ? null : refusal;
		const appCode = typeof refusal === 'string' ? refusal : refusal.code;
		super({
			code: statuses[appCode],
			message: typeof refusal === 'string' ? sentences[refusal] : problemMessage(refusal)
		});
		this.appCode = appCode;
		this.problem = problem;
		this.retryAfter = retryAfter;
	}
}

function problemMessage(problem: Problem): string {
	switch (problem.code) {
		case 'IMPORT_NOT_FOUND':
		case 'UNDO_EXPIRED':
		case 'ALREADY_UNDONE':
		case 'NOTHING_TO_UNDO':
		case 'UNDO_STALE':
		case 'UNDO_ID_REUSED':
			return undoProblemMessage(problem);
		case 'SCOPE_MISSING':
			return scopeProblemMessage(problem);
		default:
			return applyProblemMessage(problem);
	}
}

/**
 * The refusal that a thrown error stands for: itself, the one it wraps, or a generic one for what tRPC
 * itself refuses. Its own words never come from tRPC, superstruct or the database, whose messages repeat
 * the caller's values (F9).
 */
export function toAppError(error: TRPCError): AppError {
	if (error instanceof AppError) return error;
	if (error.cause instanceof AppError) return error.cause;
	switch (error.code) {
		case 'BAD_REQUEST':
		case 'PARSE_ERROR':
		case 'UNSUPPORTED_MEDIA_TYPE':
		case 'PAYLOAD_TOO_LARGE':
			return new AppError('BAD_INPUT');
		case 'NOT_FOUND':
			return new AppError('NO_SUCH_PROCEDURE');
		case 'METHOD_NOT_SUPPORTED':
			return new AppError('WRONG_METHOD');
		default:
			return new AppError('INTERNAL');
	}
}
