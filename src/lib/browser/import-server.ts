import { TRPCClientError } from '@trpc/client';
import type { CustomerColumns } from '../customer/customer-columns.ts';
import type { PlanUsage } from '../customer/plan-limit.ts';
import type { AppliedImport, ApplyProblem, ApplyRequest } from '../import/apply.ts';
import type { UndoProblem } from '../import/undo.ts';
import { applyTimeout, findTimeoutMs, questionTimeoutMs } from '../wire/patience.ts';
import { createServerClient } from './trpc.ts';

/** Why the server gave no answer to work with. What it means for an import is the caller's to say. */
export type ServerFailure =
	/** The session ended; signing in again helps. */
	| { kind: 'signed-out' }
	/** The person's role may not import. */
	| { kind: 'forbidden' }
	/** The server would not do it now, and has not: too much is asked of it at once. */
	| { kind: 'busy' }
	/** No answer came, or none that this program wrote: it may have done what it was asked, or not. */
	| { kind: 'unreachable' }
	/** The server answered that it failed. */
	| { kind: 'error'; reference: string | null };

export type ServerAnswer<T> = { kind: 'answer'; value: T } | ServerFailure;

export interface LookedUp {
	customers: CustomerColumns;
	usage: PlanUsage;
}

export type ApplyAnswer =
	{ kind: 'applied'; result: AppliedImport } | { kind: 'refused'; problem: ApplyProblem };

/** What an import asks of the server. No function rejects. */
export interface ImportServer {
	/** The company's customers that have one of these addresses, and how much of its plan it uses. */
	lookup: (emails: string[], signal: AbortSignal) => Promise<ServerAnswer<LookedUp>>;
	/** Applies an import, or says why not. Asked twice with the same request, it applies once (spec A5). */
	apply: (request: ApplyRequest) => Promise<ServerAnswer<ApplyAnswer>>;
	/** What an import did that may have been applied; null when the server knows of none. */
	find: (importId: string) => Promise<ServerAnswer<AppliedImport | null>>;
}

/** The server of this page, reached through tRPC. */
export function createImportServer(): ImportServer {
	const client = createServerClient();
	return {
		lookup: (emails, signal) =>
			answerOf(
				() =>
					client.customers.lookup.query(
						{ emails },
						{ signal: AbortSignal.any([signal, AbortSignal.timeout(questionTimeoutMs)]) }
					),
				lookupFailureOf
			),
		async apply(request) {
			try {
				const signal = AbortSignal.timeout(applyTimeout(request.submission));
				const result = await client.imports.applyPlan.mutate(request, { signal });
				return { kind: 'answer', value: { kind: 'applied', result } };
			} catch (error) {
				const problem = problemOf<ApplyProblem>(error);
				return problem ? { kind: 'answer', value: { kind: 'refused', problem } } : failureOf(error);
			}
		},
		find: (importId) =>
			answerOf(() => client.imports.find.query({ importId }, { signal: AbortSignal.timeout(findTimeoutMs) }))
	};
}

/** What a call answered, or why there is no answer; never rejects. */
export async function answerOf<T>(
	ask: () => Promise<T>,
	tell: (error: unknown) => ServerFailure = failureOf
): Promise<ServerAnswer<T>> {
	try {
		return { kind: 'answer', value: await ask() };
	} catch (error) {
		return tell(error);
	}
}

/** A question writes nothing: where the database is away, the server has not done it, and will soon. */
function lookupFailureOf(error: unknown): ServerFailure {
	return factsOf(error)?.httpStatus === 503 ? { kind: 'busy' } : failureOf(error);
}

/** What the server said about its refusal; the shape is its error formatter's. */
interface ErrorFacts {
	httpStatus?: unknown;
	problem?: unknown;
	reference?: unknown;
}

function factsOf(error: unknown): ErrorFacts | null {
	if (!(error instanceof TRPCClientError)) return null;
	const data: unknown = error.data;
	return typeof data === 'object' && data !== null ? data : null;
}

/** Why the server refused what it was asked, where it has said so. */
export function problemOf<Problem extends ApplyProblem | UndoProblem>(error: unknown): Problem | null {
	const problem = factsOf(error)?.problem;
	const isProblem = typeof problem === 'object' && problem !== null && 'code' in problem;
	return isProblem ? (problem as Problem) : null;
}

/** Why a call that failed has no answer. */
export function failureOf(error: unknown): ServerFailure {
	const facts = factsOf(error);
	if (facts === null) return { kind: 'unreachable' };
	if (facts.httpStatus === 401) return { kind: 'signed-out' };
	if (facts.httpStatus === 403) return { kind: 'forbidden' };
	if (facts.httpStatus === 429) return { kind: 'busy' };
	return { kind: 'error', reference: typeof facts.reference === 'string' ? facts.reference : null };
}
