import { expect, test } from 'vitest';
import type { StaffMember } from '../../../src/lib/server/auth/staff-member.ts';
import { handleTrpc } from '../../../src/lib/server/trpc/handle-trpc.ts';
import { makeUndoRequest } from '../../../src/lib/import/undo/make-undo-request.ts';
import type { UndoRequest } from '../../../src/lib/import/undo.ts';
import { applyRequest } from '../../support/apply-request.ts';
import { callAs, customersOf, makeCompany, refusalOf } from '../../support/companies.ts';
import { requestEvent } from '../../support/request-event.ts';
import { undoRequest } from '../../support/undo-request.ts';
import { describeEachEngine } from '../../support/each-engine.ts';

const address = 'http://localhost:3000/api/trpc';

/** Sends a body to a procedure as HTTP does, and reads the answer. */
async function post(
	staff: StaffMember | null,
	procedure: string,
	body: BodyInit | null,
	headers: Record<string, string> = { 'content-type': 'application/json' }
) {
	const request = new Request(`${address}/${procedure}`, { method: 'POST', body, headers });
	const response = await handleTrpc(requestEvent(request, { staff }).event);
	const text = await response.text();
	return {
		status: response.status,
		text,
		json: JSON.parse(text) as { error?: { message: string; data: Record<string, unknown> }; result?: unknown }
	};
}

/** The valid request as JSON text, changed at one place. */
function changed(
	change: (request: Record<string, never> & ReturnType<typeof applyRequest>) => unknown
): string {
	const request = applyRequest({
		email: ['secret@shop.example', 'other@shop.example'],
		name: ['Secret Name', null]
	});
	const result = change(request as never);
	return typeof result === 'string' ? result : JSON.stringify(request);
}

function nested(depth: number): string {
	return '['.repeat(depth) + ']'.repeat(depth);
}

// Each is refused as input, with the code BAD_INPUT unless another is named.
const badApplies: Record<string, [body: () => string, code?: string]> = {
	nothing: [() => 'null'],
	'an empty body': [() => ''],
	'a list': [() => '[]'],
	'a number': [() => '1e400'],
	'text that is not JSON': [() => '{"importId": secret@shop.example'],
	'nesting 100,000 deep (T10)': [() => nested(100_000)],
	'nesting 100,000 deep in a column (T10)': [
		() => changed((r) => JSON.stringify(r).replace('"Secret Name"', nested(100_000)))
	],
	'nesting 100,000 deep as the file (T10)': [
		() => changed((r) => JSON.stringify({ ...r, file: 'HERE' }).replace('"HERE"', nested(100_000)))
	],
	'an extra key (T15)': [
		() => changed((r) => JSON.stringify({ ...r, companyId: '00000000-0000-4000-8000-000000000000' }))
	],
	'an extra key deeper (T15)': [
		() => changed((r) => JSON.stringify({ ...r, file: { ...r.file, path: 'secret' } }))
	],
	'__proto__ as a key (T08)': [
		() => changed((r) => JSON.stringify(r).replace('{', '{"__proto__":{"role":"OWNER"},'))
	],
	'__proto__ as a column (T08)': [
		() => changed((r) => JSON.stringify(r).replace('"columns":{', '"columns":{"__proto__":[null,null],'))
	],
	'constructor as a column (T08)': [
		() => changed((r) => JSON.stringify(r).replace('"columns":{', '"columns":{"constructor":[null,null],'))
	],
	'__proto__ in the mapping (T08)': [
		() => changed((r) => JSON.stringify(r).replace('"mapping":{', '"mapping":{"__proto__":"x",'))
	],
	'a password column (T15, T20)': [
		() => changed((r) => JSON.stringify(r).replace('"columns":{', '"columns":{"passwordHash":["a","b"],'))
	],
	'an object that cannot be printed': [
		() => changed((r) => JSON.stringify({ ...r, file: { toString: 1, valueOf: 2 } }))
	],
	'a value that cannot be printed': [
		() => changed((r) => JSON.stringify({ ...r, importId: { toString: null } }))
	],
	'no import id': [() => changed((r) => JSON.stringify({ ...r, importId: undefined }))],
	'an import id that is SQL (T31)': [
		() => changed((r) => JSON.stringify({ ...r, importId: '\'; DROP TABLE "Customer"; --' }))
	],
	'an import id as an object (T16)': [() => changed((r) => JSON.stringify({ ...r, importId: { not: 'x' } }))],
	'an upper-case digest': [
		() => changed((r) => JSON.stringify({ ...r, file: { ...r.file, sha256: 'A'.repeat(64) } }))
	],
	'a size below zero': [() => changed((r) => JSON.stringify({ ...r, file: { ...r.file, bytes: -1 } }))],
	'a size over the limit': [
		() => changed((r) => JSON.stringify({ ...r, file: { ...r.file, bytes: 50 * 1024 * 1024 + 1 } }))
	],
	'a size that is no number of bytes (T17)': [
		() => changed((r) => JSON.stringify(r).replace('"bytes":1234', '"bytes":1e400'))
	],
	'a file name beyond reason': [
		() => changed((r) => JSON.stringify({ ...r, file: { ...r.file, name: 'n'.repeat(10_001) } }))
	],
	'no columns': [() => changed((r) => void (r.submission.columns = {}))],
	'columns without the email': [() => changed((r) => void delete r.submission.columns.email)],
	'columns as a list (T16)': [
		() => changed((r) => void ((r.submission as { columns: unknown }).columns = [['a']]))
	],
	'a column that is text': [
		() => changed((r) => void ((r.submission.columns as { name: unknown }).name = 'Secret Name'))
	],
	'a column that is an object with a length': [
		() => changed((r) => void ((r.submission.columns as { name: unknown }).name = { length: 2 }))
	],
	'a number in a column (T16, T17)': [
		() => changed((r) => void ((r.submission.columns as { name: unknown }).name = [1.5, null]))
	],
	'an object in a column (T16)': [
		() =>
			changed(
				(r) =>
					void ((r.submission.columns as { email: unknown }).email = [
						{ contains: '@' },
						'other@shop.example'
					])
			)
	],
	'a truth value in a column (T16)': [
		() => changed((r) => void ((r.submission.columns as { name: unknown }).name = [true, null]))
	],
	'a column that is too short': [() => changed((r) => void r.submission.columns.name?.pop())],
	'a column that is too long': [() => changed((r) => void r.submission.columns.name?.push(null))],
	'a digest too few': [() => changed((r) => void r.submission.rowDigests.pop())],
	'a digest that is none': [() => changed((r) => void (r.submission.rowDigests[0] = 'zz'))],
	'a digest of other rows': [() => changed((r) => void (r.submission.digest = 'f'.repeat(64)))],
	'row numbers that repeat': [() => changed((r) => void (r.submission.rowNumbers = [2, 2]))],
	'row numbers that fall': [() => changed((r) => void (r.submission.rowNumbers = [3, 2]))],
	'row number zero': [() => changed((r) => void (r.submission.rowNumbers = [0, 2]))],
	'a row number with a fraction': [() => changed((r) => void (r.submission.rowNumbers = [1.5, 2]))],
	'a row number beyond exactness': [() => changed((r) => void (r.submission.rowNumbers = [2, 2 ** 53 + 2]))],
	'a row number that the database cannot hold': [
		() => changed((r) => void (r.submission.rowNumbers = [2, 2 ** 31]))
	],
	'row numbers as text': [
		() => changed((r) => void ((r.submission as { rowNumbers: unknown }).rowNumbers = ['2', '3']))
	],
	'a third way for empty cells': [
		() => changed((r) => void ((r.submission.emptyCells as { name: unknown }).name = 'maybe'))
	],
	'empty cells of one field only': [
		() => changed((r) => void ((r.submission as { emptyCells: unknown }).emptyCells = { name: 'keep' }))
	],
	'a cell longer than any file (T11)': [
		() => changed((r) => void (r.submission.columns.name = ['n'.repeat(2 * 1024 * 1024 + 1), null]))
	],
	'5,001 rows (T11)': [
		() =>
			JSON.stringify(applyRequest({ email: Array.from({ length: 5001 }, (_, i) => `c${i}@shop.example`) })),
		'TOO_MANY_ROWS'
	],
	'5,001 rows of nonsense': [
		() => JSON.stringify({ submission: { rowNumbers: new Array(5001).fill(null) } }),
		'TOO_MANY_ROWS'
	],
	'NUL in a name (T18)': [
		() => JSON.stringify(applyRequest({ email: ['a@shop.example'], name: ['a\0b'] })),
		'ROWS_INVALID'
	],
	'half a surrogate pair in notes (T18)': [
		() => JSON.stringify(applyRequest({ email: ['a@shop.example'], notes: ['\ud83d'] })),
		'ROWS_INVALID'
	],
	'NUL in an email (T18)': [
		() => JSON.stringify(applyRequest({ email: ['a\0@shop.example'] })),
		'ROWS_INVALID'
	],
	'a huge credit limit (T11, T17)': [
		() => JSON.stringify(applyRequest({ email: ['a@shop.example'], creditLimit: ['9'.repeat(100_000)] })),
		'ROWS_INVALID'
	],
	'long notes (T11)': [
		() => JSON.stringify(applyRequest({ email: ['a@shop.example'], notes: ['n'.repeat(100_000)] })),
		'ROWS_INVALID'
	]
};

const badLookups: Record<string, () => string> = {
	nothing: () => 'null',
	'no addresses': () => '{}',
	'addresses as text': () => '{"emails":"secret@shop.example"}',
	'an object for an address (T16)': () => '{"emails":[{"contains":"@"}]}',
	'NUL in an address': () => '{"emails":["a\\u0000@shop.example"]}',
	'half a surrogate pair': () => '{"emails":["\\ud800@shop.example"]}',
	'an address that is not as stored': () => '{"emails":["SECRET@shop.example"]}',
	'5,001 addresses': () =>
		JSON.stringify({ emails: Array.from({ length: 5001 }, (_, i) => `c${i}@shop.example`) }),
	'a hostile address of a million characters (T09)': () =>
		JSON.stringify({ emails: [`a@${'a.'.repeat(500_000)}`] }),
	'another company (T01, T15)': () => '{"emails":[],"companyId":"00000000-0000-4000-8000-000000000000"}',
	'deep nesting (T10)': () => `{"emails":${nested(50_000)}}`
};

const badUndos: Record<string, (request: UndoRequest) => Record<string, unknown>> = {
	'no undo id': () => ({ undoId: undefined }),
	'an undo id that is SQL (T31)': () => ({ undoId: '\'; DROP TABLE "Customer"; --' }),
	'an import id as an object (T16)': () => ({ importId: { not: 'x' } }),
	'another company (T01, T15)': () => ({ companyId: '00000000-0000-4000-8000-000000000000' }),
	'a digest of other rows': () => ({ digest: 'f'.repeat(64) }),
	'a digest of another import': () => ({ importId: '00000000-0000-4000-8000-000000000000' }),
	'row digests that are none': () => ({ rowDigests: ['zz'] }),
	'a row digest too few': ({ rowDigests }) => ({ rowDigests: rowDigests.slice(1) }),
	'row digests as an object with a length (T16)': () => ({ rowDigests: { length: 1, 0: 'secret' } })
};

describeEachEngine('input that no browser of ours sends', () => {
	test.each(Object.entries(badApplies))(
		'spec 9, F9: applyPlan with %s is refused with a code and repeats nothing',
		async (_, [body, code]) => {
			const company = await makeCompany();
			const { status, text, json } = await post(company.owner, 'imports.applyPlan', body());
			expect(status).toBe(400);
			expect(json.error?.data.appCode).toBe(code ?? 'BAD_INPUT');
			expect(text).not.toMatch(/secret|stack|superstruct|received|At path|node_modules|\.ts\b/i);
			expect(await customersOf(company.id)).toEqual([]);
		}
	);

	test.each(Object.entries(badLookups))(
		'spec 9, F9: lookup with %s is refused with a code and repeats nothing',
		async (_, body) => {
			const company = await makeCompany();
			const { status, text, json } = await post(company.owner, 'customers.lookup', body());
			expect(status).toBe(400);
			expect(json.error?.data.appCode).toBe('BAD_INPUT');
			expect(text).not.toMatch(/secret|stack|superstruct|received|At path/i);
		}
	);

	test.each(['null', '{}', '{"importId":1}', '{"importId":"x"}', '{"importId":{"not":null}}'])(
		'spec 9: find with %s is refused with a code',
		async (body) => {
			const company = await makeCompany();
			const { status, json } = await post(company.owner, 'imports.find', body);
			expect([status, json.error?.data.appCode]).toEqual([400, 'BAD_INPUT']);
		}
	);

	test.each([
		'null',
		'{}',
		'{"importId":"x","afterRow":null}',
		'{"importId":"00000000-0000-4000-8000-000000000000"}',
		'{"importId":"00000000-0000-4000-8000-000000000000","afterRow":-1}',
		'{"importId":"00000000-0000-4000-8000-000000000000","afterRow":1.5}',
		'{"importId":"00000000-0000-4000-8000-000000000000","afterRow":2147483648}',
		'{"importId":"00000000-0000-4000-8000-000000000000","afterRow":"secret"}',
		'{"importId":"00000000-0000-4000-8000-000000000000","afterRow":null,"companyId":"secret"}'
	])('spec 9: previewUndo with %s is refused with a code', async (body) => {
		const company = await makeCompany();
		const { status, text, json } = await post(company.owner, 'imports.previewUndo', body);
		expect([status, json.error?.data.appCode]).toEqual([400, 'BAD_INPUT']);
		expect(text).not.toMatch(/secret|stack|superstruct|received|At path/i);
	});

	test.each(Object.entries(badUndos))(
		'spec 9, F9: undo with %s is refused with a code',
		async (_, change) => {
			const company = await makeCompany();
			const applied = applyRequest({ email: ['a@shop.example'] });
			await callAs(company.owner).imports.applyPlan(applied);
			const request = { ...(await undoRequest(company.owner, applied.importId)) };
			const body = JSON.stringify({ ...request, ...change(request) });
			const { status, text, json } = await post(company.owner, 'imports.undo', body);
			expect([status, json.error?.data.appCode]).toEqual([400, 'BAD_INPUT']);
			expect(text).not.toMatch(/secret|stack|superstruct|received|At path/i);
			expect(await customersOf(company.id)).toHaveLength(1);
		}
	);

	test.each([
		'nothing',
		'imports',
		'imports.apply',
		'imports.applyPlan.x',
		'__proto__',
		'constructor',
		'imports.__proto__',
		'toString'
	])('spec 9: the procedure "%s" does not exist', async (procedure) => {
		const company = await makeCompany();
		const { status, json } = await post(company.owner, procedure, '{}');
		expect([status, json.error?.data.appCode]).toEqual([404, 'NO_SUCH_PROCEDURE']);
	});

	test('T04: only JSON is read; what a form of another site can send gets 415', async () => {
		const company = await makeCompany();
		const body = JSON.stringify(applyRequest({ email: ['a@shop.example'] }));
		for (const type of [
			'text/plain',
			'application/x-www-form-urlencoded',
			'multipart/form-data',
			'application/octet-stream',
			'application/jsonl',
			'text/plain; application/json'
		]) {
			const { status } = await post(company.owner, 'imports.applyPlan', body, { 'content-type': type });
			expect(status, type).toBe(415);
		}
		const { status } = await post(company.owner, 'imports.applyPlan', new TextEncoder().encode(body), {});
		expect(status).toBe(415);
		expect(await customersOf(company.id)).toEqual([]);
		const { status: fine } = await post(company.owner, 'imports.applyPlan', body, {
			'content-type': 'Application/JSON; charset=utf-8'
		});
		expect(fine).toBe(200);
	});

	test('T10: batches are off', async () => {
		const company = await makeCompany();
		const { status, json } = await post(
			company.owner,
			'imports.find,imports.find?batch=1',
			'{"0":{},"1":{}}'
		);
		expect([status, json.error?.data.appCode]).toEqual([400, 'BAD_INPUT']);
	});

	test('F6, T10: a body larger than any legal import is refused before it is read', async () => {
		const company = await makeCompany();
		const headers = { 'content-type': 'application/json', 'content-length': String(16 * 1024 * 1024 + 1) };
		const { status } = await post(company.owner, 'imports.applyPlan', '{}', headers);
		expect(status).toBe(413);
	});

	test('U1, T02: signed out is 401 and MEMBER is 403, at every procedure', async () => {
		const { member } = await makeCompany();
		const request = applyRequest({ email: ['a@shop.example'] });
		for (const [staff, status, appCode] of [
			[null, 401, 'SIGNED_OUT'],
			[member, 403, 'NOT_ALLOWED']
		] as const) {
			const caller = callAs(staff);
			const calls = [
				caller.customers.lookup({ emails: [] }),
				caller.imports.applyPlan(request),
				caller.imports.find({ importId: request.importId }),
				caller.imports.previewUndo({ importId: request.importId, afterRow: null }),
				caller.imports.undo(makeUndoRequest(request.importId, request.importId, []))
			];
			for (const call of calls) expect(await refusalOf(call)).toEqual({ status, appCode, problem: null });
		}
		// Also with input that would be refused: who may not ask learns nothing of what is right.
		expect((await post(null, 'imports.applyPlan', '{}')).status).toBe(401);
		expect((await post(member, 'imports.applyPlan', '{}')).status).toBe(403);
	});

	test('spec 9: a refusal carries its code, its words and the request, and no more', async () => {
		const company = await makeCompany({ plan: 'STARTER' });
		const body = JSON.stringify(
			applyRequest({ email: Array.from({ length: 26 }, (_, i) => `c${i}@shop.example`) })
		);
		const { status, json } = await post(company.owner, 'imports.applyPlan', body);
		expect(status).toBe(403);
		expect(json.error?.data).toEqual({
			code: 'FORBIDDEN',
			httpStatus: 403,
			appCode: 'PLAN_LIMIT',
			problem: { code: 'PLAN_LIMIT', allowed: 25, present: 0, creates: 26 },
			reference: 'test-request'
		});
		expect(json.error?.message).toContain('plan allows 25');
	});
});
