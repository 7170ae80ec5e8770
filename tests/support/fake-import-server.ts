import { toColumns } from '../../src/lib/customer/customer-columns.ts';
import type {
	ApplyAnswer,
	ImportServer,
	LookedUp,
	ServerAnswer
} from '../../src/lib/browser/import-server.ts';
import type { AppliedImport, ApplyRequest } from '../../src/lib/import/apply.ts';

/** A server that answers what a test tells it to, and remembers what it was asked. */
export interface FakeImportServer extends ImportServer {
	lookups: string[][];
	requests: ApplyRequest[];
	finds: string[];
	/** What the next questions are answered with; the last of each goes on. */
	answers: {
		lookup: (ServerAnswer<LookedUp> | Promise<ServerAnswer<LookedUp>>)[];
		apply: (ServerAnswer<ApplyAnswer> | Promise<ServerAnswer<ApplyAnswer>>)[];
		find: ServerAnswer<AppliedImport | null>[];
	};
}

/** What an import of `created` new customers did. */
export function applied(importId: string, created = 1): AppliedImport {
	return {
		importId,
		created,
		updated: 0,
		unchanged: 0,
		durationMs: 120,
		auditEntryId: '0192f0c1-2345-7000-8000-000000000001',
		appliedAt: '2026-05-03T14:03:00.000Z'
	};
}

/** A server without customers on an unlimited plan, which applies whatever it is sent. */
export function fakeImportServer(): FakeImportServer {
	function next<T>(answers: T[]): T | undefined {
		return answers.length > 1 ? answers.shift() : answers[0];
	}
	const fake: FakeImportServer = {
		lookups: [],
		requests: [],
		finds: [],
		answers: {
			lookup: [{ kind: 'answer', value: { customers: toColumns([]), usage: { allowed: null, present: 0 } } }],
			apply: [],
			find: [{ kind: 'answer', value: null }]
		},
		async lookup(emails) {
			fake.lookups.push(emails);
			return (await next(fake.answers.lookup)) ?? { kind: 'unreachable' };
		},
		async apply(request) {
			fake.requests.push(request);
			const result = applied(request.importId, request.submission.rowNumbers.length);
			return (await next(fake.answers.apply)) ?? { kind: 'answer', value: { kind: 'applied', result } };
		},
		async find(importId) {
			fake.finds.push(importId);
			return next(fake.answers.find) ?? { kind: 'unreachable' };
		}
	};
	return fake;
}
