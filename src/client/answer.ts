import type { Contract, ProcedureName } from './contract.ts';
import { DistribuError } from './distribu-error.ts';
import type { DistribuErrorCode } from './error-codes.ts';

/** The server would not do what it was asked, and says all that there is to say of it. Nothing was written. */
export interface Refused<Problem> {
	kind: 'refused';
	problem: Problem;
	/** The server's sentence for a person. */
	message: string;
}

/** What came of a call. */
export type Answer<Name extends ProcedureName> =
	| { kind: 'answered'; value: Contract[Name]['output'] }
	| Refused<Contract[Name]['problem']>
	| { kind: 'failed'; error: DistribuError };

/** What the server says of a refusal; the shape is that of its error formatter. */
interface WireError {
	message?: unknown;
	data?: { appCode?: unknown; problem?: unknown; reference?: unknown };
}

/** Reads the answer to a call. What is no answer of a Distribu server counts as none. */
export async function readAnswer<Name extends ProcedureName>(response: Response): Promise<Answer<Name>> {
	const body = (await response.json().catch(() => null)) as {
		result?: { data?: unknown };
		error?: WireError;
	} | null;
	// What a procedure answers is held to the contract where the server is built.
	if (response.ok && body?.result !== undefined)
		return { kind: 'answered', value: (body.result.data ?? null) as Contract[Name]['output'] };
	const { message, data } = body?.error ?? {};
	const problem = data?.problem;
	if (isProblem(problem) && typeof message === 'string')
		return { kind: 'refused', problem: problem as Contract[Name]['problem'], message };
	return { kind: 'failed', error: failureOf(response, body) };
}

/** A missing scope is a matter of the token, not of what was asked. */
function isProblem(problem: unknown): boolean {
	return (
		typeof problem === 'object' && problem !== null && 'code' in problem && problem.code !== 'SCOPE_MISSING'
	);
}

/** What an answer says that is not what was asked for: of a procedure, or of the door before all of them. */
export function failureOf(response: Response, body: unknown): DistribuError {
	const { error, ...door } = (body ?? {}) as { error?: WireError; code?: unknown; message?: unknown };
	const code = error?.data?.appCode ?? door.code;
	const reference = error?.data?.reference;
	const message = error?.message ?? door.message;
	const isOurs = typeof code === 'string';
	return new DistribuError(isOurs && typeof message === 'string' ? message : strangerMessage(response), {
		code: isOurs ? (code as DistribuErrorCode) : 'UNREACHABLE',
		status: response.status,
		retryAfter: secondsOf(response.headers.get('retry-after')),
		requestId: typeof reference === 'string' ? reference : response.headers.get('x-request-id'),
		mayBeWritten: false
	});
}

/** A call of which nothing came back, or not all; said in a sentence for a person. */
export function noAnswer(message = 'The server cannot be reached, or its answer was lost.'): DistribuError {
	return new DistribuError(message, {
		code: 'UNREACHABLE',
		status: null,
		retryAfter: null,
		requestId: null,
		mayBeWritten: false
	});
}

function strangerMessage({ status }: Response): string {
	return `The address answered with the status ${status}, but not as a Distribu server does.`;
}

function secondsOf(header: string | null): number | null {
	return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}
