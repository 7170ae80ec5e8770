import type { Customer } from '../../../src/lib/customer/customer.ts';
import { type CustomerColumns, fromColumns } from '../../../src/lib/customer/customer-columns.ts';
import type { PlanUsage } from '../../../src/lib/customer/plan-limit.ts';
import type { AppliedImport, ApplyProblem, ApplyRequest } from '../../../src/lib/import/apply.ts';
import type {
	AppliedUndo,
	Piece,
	UndoOutcome,
	UndoProblem,
	UndoRequest
} from '../../../src/lib/import/undo.ts';
import { type HttpAnswer, send } from './http.ts';

/** What a procedure answered, told apart as the page tells it (`src/lib/browser/import-server.ts`). */
export type Answer<Value, Problem = ApplyProblem> =
	| { kind: 'answer'; value: Value; ms: number }
	/** A refusal with its problem: nothing was written. */
	| { kind: 'refused'; problem: Problem; ms: number }
	/** The server answered that it failed, or would not. Where it was to write, the page asks what became of it. */
	| { kind: 'failed'; status: number; code: string; message: string; ms: number }
	/** No answer came, or none that the server wrote. The page asks what became of it. */
	| { kind: 'unreachable'; code: string; ms: number };

export interface LookedUp {
	customers: Customer[];
	usage: PlanUsage;
}

/** A signed-in member of staff, who speaks to the application as its page does. */
export interface StaffClient {
	apply(request: ApplyRequest): Promise<Answer<AppliedImport>>;
	find(importId: string, timeoutMs?: number): Promise<Answer<AppliedImport | null>>;
	lookup(emails: readonly string[], timeoutMs?: number): Promise<Answer<LookedUp>>;
	/** All that undoing an import would do, by row, asked for piece by piece. */
	previewUndo(importId: string): Promise<Answer<UndoOutcome[], UndoProblem>>;
	undo(request: UndoRequest): Promise<Answer<AppliedUndo, UndoProblem>>;
	/** Any page or download, as the signed-in person. */
	get(path: string, timeoutMs?: number): Promise<HttpAnswer>;
	/** The same person at another instance of the application, or through a proxy. */
	at(address: string): StaffClient;
}

/**
 * Signs in through the form of the sign-in page.
 *
 * @param origin the application's own address, which requests must come from
 * @throws Error where that fails
 */
export async function signIn(
	origin: string,
	person: { email: string; password: string }
): Promise<StaffClient> {
	const answer = await send(`${origin}/login`, {
		method: 'POST',
		headers: { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(person).toString()
	});
	const cookies = answer.kind === 'answered' ? (answer.headers['set-cookie'] ?? []) : [];
	if (answer.kind === 'cut' || answer.status !== 303 || cookies.length === 0) {
		throw new Error(`Signing in failed: ${JSON.stringify(answer)}`);
	}
	const cookie = cookies.map((line) => line.split(';', 1)[0]).join('; ');
	return staffClient(origin, origin, cookie);
}

function staffClient(origin: string, address: string, cookie: string): StaffClient {
	async function call<Value, Problem = ApplyProblem>(
		procedure: string,
		input: object,
		timeoutMs?: number
	): Promise<Answer<Value, Problem>> {
		const answer = await send(`${address}/api/trpc/${procedure}`, {
			method: 'POST',
			headers: { origin, cookie, 'content-type': 'application/json' },
			body: JSON.stringify(input),
			timeoutMs
		});
		return read<Value, Problem>(answer);
	}
	async function previewUndo(importId: string): Promise<Answer<UndoOutcome[], UndoProblem>> {
		const outcomes: UndoOutcome[] = [];
		let ms = 0;
		for (let afterRow: number | null = null; ;) {
			const piece: Answer<Piece<UndoOutcome>, UndoProblem> = await call('imports.previewUndo', {
				importId,
				afterRow
			});
			if (piece.kind !== 'answer') return piece;
			outcomes.push(...piece.value.items);
			ms += piece.ms;
			afterRow = piece.value.next;
			if (afterRow === null) return { kind: 'answer', value: outcomes, ms };
		}
	}
	return {
		apply: (request) => call('imports.applyPlan', request),
		find: (importId, timeoutMs) => call('imports.find', { importId }, timeoutMs),
		async lookup(emails, timeoutMs) {
			const answer = await call<{ customers: CustomerColumns; usage: PlanUsage }>(
				'customers.lookup',
				{ emails },
				timeoutMs
			);
			if (answer.kind !== 'answer') return answer;
			const { customers, usage } = answer.value;
			return { ...answer, value: { customers: fromColumns(customers), usage } };
		},
		previewUndo,
		undo: (request) => call('imports.undo', request),
		get: (path, timeoutMs) => send(address + path, { headers: { cookie, accept: 'text/html' }, timeoutMs }),
		at: (other) => staffClient(origin, other, cookie)
	};
}

/** The shapes that the procedures and the doors before them answer with. */
interface AnswerBody<Value, Problem> {
	result?: { data: Value };
	error?: { message: string; data?: { appCode?: string; problem?: Problem | null } };
	code?: string;
	message?: string;
}

function read<Value, Problem>(answer: HttpAnswer): Answer<Value, Problem> {
	const { ms } = answer;
	if (answer.kind === 'cut') return { kind: 'unreachable', code: answer.code, ms };
	let body: AnswerBody<Value, Problem>;
	try {
		body = JSON.parse(answer.body) as AnswerBody<Value, Problem>;
	} catch {
		return { kind: 'unreachable', code: `NOT_OURS_${answer.status}`, ms };
	}
	if (body.result !== undefined) return { kind: 'answer', value: body.result.data, ms };
	const problem = body.error?.data?.problem;
	if (problem) return { kind: 'refused', problem, ms };
	return {
		kind: 'failed',
		status: answer.status,
		code: body.error?.data?.appCode ?? body.code ?? 'NO_CODE',
		message: body.error?.message ?? body.message ?? '',
		ms
	};
}
