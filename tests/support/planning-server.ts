import type { Customer } from '../../src/lib/customer/customer.ts';
import { toColumns } from '../../src/lib/customer/customer-columns.ts';
import { type PlanUsage, exceedsPlan } from '../../src/lib/customer/plan-limit.ts';
import type { AppliedImport, ApplyProblem, ApplyRequest } from '../../src/lib/import/apply.ts';
import { checkSubmittedRows } from '../../src/lib/import/check/check-rows.ts';
import { rowDigest } from '../../src/lib/import/plan/digest.ts';
import { planImport } from '../../src/lib/import/plan/plan-import.ts';
import type { ImportServer, ServerAnswer, ServerFailure } from '../../src/lib/browser/import-server.ts';

/** What happens to one call: the request is lost, its answer is lost, or the server answers that it will not. */
export type Mishap = 'lost-request' | 'lost-answer' | Exclude<ServerFailure['kind'], 'unreachable'>;

/** A server that plans and writes by the functions of the real one, in memory, and of which calls can go wrong. */
export interface PlanningServer extends ImportServer {
	customers: Map<string, Customer>;
	/** How many customers the plan allows. */
	allowed: number | null;
	/** The requests that were written, each once. */
	written: ApplyRequest[];
	/** The import ids that were sent, each time. */
	sent: string[];
	/** How many calls came in. */
	calls: number;
	/** Asked of each call, which counts from 1; null where nothing goes wrong. */
	mishap: (call: number, kind: 'lookup' | 'apply' | 'find') => Mishap | null | Promise<Mishap | null>;
}

/** A planning server of a company with these customers. */
export function planningServer(customers: readonly Customer[] = []): PlanningServer {
	const results = new Map<string, AppliedImport>();
	const server: PlanningServer = {
		customers: new Map(customers.map((customer) => [customer.email, customer])),
		allowed: null,
		written: [],
		sent: [],
		calls: 0,
		mishap: () => null,
		lookup: (emails) =>
			call('lookup', () => ({
				customers: toColumns(emails.flatMap((email) => server.customers.get(email) ?? [])),
				usage: usage()
			})),
		apply: (request) => {
			server.sent.push(request.importId);
			return call('apply', () => apply(request));
		},
		find: (importId) => call('find', () => results.get(importId) ?? null)
	};

	async function call<T>(kind: 'lookup' | 'apply' | 'find', answer: () => T): Promise<ServerAnswer<T>> {
		const mishap = await server.mishap(++server.calls, kind);
		switch (mishap) {
			case null:
				return { kind: 'answer', value: answer() };
			case 'lost-answer':
				answer();
				return { kind: 'unreachable' };
			case 'lost-request':
				return { kind: 'unreachable' };
			case 'error':
				return { kind: 'error', reference: 'R1' };
			default:
				return { kind: mishap };
		}
	}

	function usage(): PlanUsage {
		return { allowed: server.allowed, present: server.customers.size };
	}

	function apply(request: ApplyRequest) {
		const { importId, submission } = request;
		const known = results.get(importId);
		if (known) return { kind: 'applied', result: known } as const;
		const rows = checkSubmittedRows(submission.rowNumbers, submission.columns);
		const { outcomes, counts } = planImport(rows, server.customers, { emptyCells: submission.emptyCells });
		const differing = outcomes.filter((outcome, i) => rowDigest(outcome) !== submission.rowDigests[i]);
		if (differing.length > 0) return refused({ code: 'PLAN_STALE', rows: differing });
		if (exceedsPlan(usage(), counts.create)) {
			const { present } = usage();
			return refused({ code: 'PLAN_LIMIT', allowed: server.allowed ?? 0, present, creates: counts.create });
		}
		for (const outcome of outcomes) {
			if (outcome.kind === 'create') server.customers.set(outcome.customer.email, outcome.customer);
			if (outcome.kind === 'update') server.customers.set(outcome.after.email, outcome.after);
		}
		server.written.push(request);
		const result: AppliedImport = {
			importId,
			created: counts.create,
			updated: counts.update,
			unchanged: counts.unchanged,
			durationMs: 12,
			auditEntryId: importId,
			appliedAt: '2026-05-03T14:03:00.000Z'
		};
		results.set(importId, result);
		return { kind: 'applied', result } as const;
	}

	return server;
}

function refused(problem: ApplyProblem) {
	return { kind: 'refused', problem } as const;
}
