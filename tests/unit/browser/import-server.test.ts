import { afterEach, expect, test, vi } from 'vitest';
import { toColumns } from '../../../src/lib/customer/customer-columns.ts';
import { createImportServer } from '../../../src/lib/browser/import-server.ts';
import type { ApplyRequest } from '../../../src/lib/import/apply.ts';
import { clearEmptyCells } from '../../../src/lib/import/mapping.ts';

const request: ApplyRequest = {
	importId: '0192f0c1-2345-4000-8000-000000000001',
	file: { name: 'a.csv', sha256: '0'.repeat(64), bytes: 10 },
	mapping: { email: 'email' },
	submission: {
		rowNumbers: [2],
		columns: { email: ['a@x.co'] },
		emptyCells: clearEmptyCells,
		digest: '0'.repeat(64),
		rowDigests: ['0'.repeat(16)]
	}
};

afterEach(() => vi.unstubAllGlobals());

function answerWith(answer: () => Response) {
	const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => answer());
	vi.stubGlobal('fetch', fetch);
	return fetch;
}

function refusal(httpStatus: number, facts: object = {}): Response {
	const error = {
		code: -32000,
		message: 'No.',
		data: { httpStatus, problem: null, reference: null, ...facts }
	};
	return Response.json({ error }, { status: httpStatus });
}

test('I4 a lookup goes as POST: no address stands in a URL', async () => {
	const found = { customers: toColumns([]), usage: { allowed: null, present: 0 } };
	const fetch = answerWith(() => Response.json({ result: { data: found } }));
	const answer = await createImportServer().lookup(['a@x.co'], new AbortController().signal);
	expect(answer).toEqual({ kind: 'answer', value: found });
	const [url, init] = fetch.mock.calls[0] ?? [];
	expect(url).toBe('/api/trpc/customers.lookup');
	expect(init).toMatchObject({ method: 'POST', body: JSON.stringify({ emails: ['a@x.co'] }) });
});

test('A3 a refusal with a problem is that problem, whatever its status', async () => {
	const problem = { code: 'PLAN_LIMIT', allowed: 25, present: 25, creates: 1 };
	answerWith(() => refusal(403, { problem }));
	expect(await createImportServer().apply(request)).toEqual({
		kind: 'answer',
		value: { kind: 'refused', problem }
	});
});

test('I4 a lookup while the database is away has done nothing, and is worth trying again', async () => {
	answerWith(() => refusal(503, { appCode: 'UNAVAILABLE', reference: 'R1' }));
	const server = createImportServer();
	expect(await server.lookup([], new AbortController().signal)).toEqual({ kind: 'busy' });
	expect(await server.apply(request)).toEqual({ kind: 'error', reference: 'R1' });
});

test.each([
	['an ended session', () => refusal(401), { kind: 'signed-out' }],
	['a role that may not', () => refusal(403), { kind: 'forbidden' }],
	['a server with too much to do', () => refusal(429), { kind: 'busy' }],
	['a failure', () => refusal(500, { reference: '8F3K-22' }), { kind: 'error', reference: '8F3K-22' }],
	[
		'a page of some proxy',
		() => new Response('<h1>Bad gateway</h1>', { status: 502 }),
		{ kind: 'unreachable' }
	],
	['an answer of another shape', () => Response.json({ ok: true }), { kind: 'unreachable' }],
	[
		'no network',
		() => {
			throw new TypeError('Failed to fetch');
		},
		{ kind: 'unreachable' }
	]
])('%s is told apart, for every question', async (_, answer, failure) => {
	answerWith(answer);
	const server = createImportServer();
	expect(await server.apply(request)).toEqual(failure);
	expect(await server.find(request.importId)).toEqual(failure);
	expect(await server.lookup([], new AbortController().signal)).toEqual(failure);
});
