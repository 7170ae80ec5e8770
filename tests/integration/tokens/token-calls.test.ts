import '../../support/auth-secret.ts';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { handle } from '../../../src/hooks.server.ts';
import { type TokenScope, tokenScopes } from '../../../src/lib/import/api-token.ts';
import { exportByToken } from '../../../src/lib/server/export/export-customers.ts';
import { findCustomerRecord } from '../../../src/lib/server/history/find-customer-record.ts';
import { findRecordedImport } from '../../../src/lib/server/history/find-recorded-import.ts';
import { findRun } from '../../../src/lib/server/history/find-run.ts';
import { finishLater } from '../../../src/lib/server/later.ts';
import { limits } from '../../../src/lib/server/rate-limit/limits.ts';
import { takeAttempt } from '../../../src/lib/server/rate-limit/take-attempt.ts';
import { newTokenText } from '../../../src/lib/server/tokens/token-text.ts';
import { revokeToken } from '../../../src/lib/server/tokens/revoke-token.ts';
import { appRouter } from '../../../src/lib/server/trpc/app-router.ts';
import { callScopes } from '../../../src/lib/server/trpc/call-scopes.ts';
import { handleTrpc } from '../../../src/lib/server/trpc/handle-trpc.ts';
import { applyRequest } from '../../support/apply-request.ts';
import {
	type TestCompany,
	callAs,
	makeCompany,
	refusalOf,
	storedCustomers
} from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { requestEvent } from '../../support/request-event.ts';
import { makeTestToken } from '../../support/tokens.ts';
import { undoRequest } from '../../support/undo-request.ts';

const origin = 'http://localhost:3000';

/** What a call may say beside its token. */
interface Sent {
	headers?: Record<string, string>;
	clientAddress?: string;
	body?: unknown;
}

/** Sends a call with a token through the hooks to its procedure, as a program does: without Origin or cookie. */
async function call(token: string, procedure: string, { headers = {}, clientAddress, body = {} }: Sent = {}) {
	const init = {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body)
	};
	const request = new Request(`${origin}/api/trpc/${procedure}`, init);
	const { event } = requestEvent(request, clientAddress === undefined ? {} : { clientAddress });
	const response = await handle({ event, resolve: handleTrpc });
	const answer = (await response.clone().json()) as {
		code?: string;
		result?: { data: unknown };
		error?: { data: { appCode: string; problem: unknown } };
	};
	return { status: response.status, code: answer.error?.data.appCode ?? answer.code, answer, response };
}

/** Asks for the export with these headers. */
async function askExport(headers: Record<string, string>): Promise<Response> {
	const { event } = requestEvent(new Request(`${origin}/api/customers/export`, { headers }));
	return await handle({ event, resolve: exportByToken });
}

const emptyLookup = { body: { emails: [] } };

test('every procedure of the router says what a token needs for it', () => {
	expect(Object.keys(callScopes).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

test('the table of procedures in docs/wire.md says the same', () => {
	const text = readFileSync(new URL('../../../docs/wire.md', import.meta.url), 'utf8');
	const lines = [...text.matchAll(/^\| `(\w+\.\w+)` .*\| ([^|]+) \|$/gm)];
	const told = lines.map(([, procedure, needs = '']) => [procedure, needs.trim()]);
	const scopes = Object.entries(callScopes).map(([procedure, one]) => [
		procedure,
		one.map((scope) => `\`${scope}\``).join(' or ')
	]);
	expect(told.toSorted()).toEqual(scopes.toSorted());
});

describeEachEngine('calls with a token (issue 7)', () => {
	it('acts for the person who made it, without cookie or Origin', async () => {
		const company = await makeCompany({ customers: [customer('one@shop.example')] });
		const { text } = await makeTestToken(company.admin);
		const { status, answer } = await call(text, 'customers.lookup', {
			body: { emails: ['one@shop.example'] }
		});
		expect(status).toBe(200);
		expect(answer.result?.data).toMatchObject({ customers: { email: ['one@shop.example'] } });
	});

	it('is the one credential of its call: a cookie beside it is not looked at', async () => {
		const company = await makeCompany();
		const { text } = await makeTestToken(company.owner);
		const headers = { cookie: 'distribu-session=whatever' };
		expect((await call(text, 'customers.lookup', { ...emptyLookup, headers })).status).toBe(200);
		expect((await call(newTokenText(), 'customers.lookup', { ...emptyLookup, headers })).code).toBe(
			'TOKEN_INVALID'
		);
	});

	it('is refused from a page of another site, whatever it says of itself (T04)', async () => {
		const { owner } = await makeCompany();
		const { text } = await makeTestToken(owner);
		const foreign: Record<string, string>[] = [
			{ origin: 'https://evil.example' },
			{ origin: 'null' },
			{ 'sec-fetch-site': 'cross-site' },
			{ 'sec-fetch-site': 'same-site', origin }
		];
		for (const headers of foreign) {
			const { status, code } = await call(text, 'customers.lookup', { ...emptyLookup, headers });
			expect([status, code], JSON.stringify(headers)).toEqual([403, 'CROSS_SITE_REQUEST']);
			expect((await askExport({ ...headers, authorization: `Bearer ${text}` })).status).toBe(403);
		}
		const own: Record<string, string>[] = [{}, { origin }, { 'sec-fetch-site': 'same-origin', origin }];
		for (const headers of own) {
			expect((await call(text, 'customers.lookup', { ...emptyLookup, headers })).status).toBe(200);
		}
	});

	it('means nothing on a page: nobody is signed in by it', async () => {
		const { owner } = await makeCompany();
		const { text } = await makeTestToken(owner);
		for (const path of ['/dashboard/customers', '/dashboard/customers/export', '/login', '/apis/x']) {
			const headers = { authorization: `Bearer ${text}` };
			const { event } = requestEvent(new Request(origin + path, { headers }));
			await handle({ event, resolve: () => new Response(null) });
			expect(event.locals.staff, path).toBeNull();
		}
		const headers = { authorization: `Bearer ${text}` };
		const { event } = requestEvent(new Request(`${origin}/login`, { method: 'POST', headers }));
		expect((await handle({ event, resolve: () => new Response(null) })).status).toBe(403);
	});

	describe('one answer for every token that opens nothing', () => {
		it('refuses one that is unknown, no token at all, or written otherwise', async () => {
			const { owner } = await makeCompany();
			const { text } = await makeTestToken(owner);
			const wrong = [newTokenText(), '', 'x', text.toUpperCase(), `${text}x`, text.slice(0, -1), `${text} x`];
			for (const token of wrong) {
				const { status, code, answer } = await call(token, 'customers.lookup', emptyLookup);
				expect([status, code, answer.error?.data.problem], token).toEqual([401, 'TOKEN_INVALID', null]);
			}
		});

		it('refuses one that is revoked, with the very next call', async () => {
			const { owner, admin } = await makeCompany();
			const { id, text } = await makeTestToken(owner);
			expect((await call(text, 'customers.lookup', emptyLookup)).status).toBe(200);
			await revokeToken(admin, id);
			expect((await call(text, 'customers.lookup', emptyLookup)).code).toBe('TOKEN_INVALID');
		});

		it('refuses one that has expired', async () => {
			const { owner } = await makeCompany();
			const monthAgo = new Date(Date.now() - 30 * 24 * 60 * 60 * 1000);
			const { text: expired } = await makeTestToken(owner, { now: monthAgo });
			const { text: lastMinute } = await makeTestToken(owner, { now: new Date(monthAgo.getTime() + 60_000) });
			expect((await call(expired, 'customers.lookup', emptyLookup)).code).toBe('TOKEN_INVALID');
			expect((await call(lastMinute, 'customers.lookup', emptyLookup)).status).toBe(200);
		});

		it('refuses one of a person who is no owner or admin any more, or of another company', async () => {
			const company = await makeCompany();
			const { text: ofOwner } = await makeTestToken(company.owner);
			const { text: ofAdmin } = await makeTestToken(company.admin);
			const where = { id: company.owner.userId };
			await ownerDatabase().user.update({ where, data: { role: 'MEMBER' } });
			const other = await makeCompany();
			await ownerDatabase().user.update({
				where: { id: company.admin.userId },
				data: { companyId: other.id }
			});
			for (const text of [ofOwner, ofAdmin]) {
				expect((await call(text, 'customers.lookup', emptyLookup)).code).toBe('TOKEN_INVALID');
			}
			await ownerDatabase().user.update({ where, data: { role: 'ADMIN' } });
			expect((await call(ofOwner, 'customers.lookup', emptyLookup)).status).toBe(200);
		});
	});

	it('T22: wrong tokens are counted for their address, which then waits, whatever it sends', async () => {
		const { owner } = await makeCompany();
		const { text } = await makeTestToken(owner);
		const clientAddress = `2001:db8:aaaa:${randomUUID().slice(0, 4)}::1`;
		const counted = `${clientAddress.split('::')[0]?.replaceAll(/:0+(?=\w)/g, ':')}::/64`;
		const sent = { ...emptyLookup, clientAddress };
		expect((await call(newTokenText(), 'customers.lookup', sent)).status).toBe(401);
		expect((await call(text, 'customers.lookup', sent)).status).toBe(200);
		for (let taken = 1; taken < limits.tokenAddress.points; taken++) {
			await takeAttempt('tokenAddress', counted);
		}
		for (const token of [newTokenText(), 'x', text]) {
			const { status, code, response } = await call(token, 'customers.lookup', sent);
			expect([status, code]).toEqual([429, 'TOO_MANY_REQUESTS']);
			expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
		}
		const elsewhere = { ...emptyLookup, clientAddress: '192.0.2.77' };
		expect((await call(text, 'customers.lookup', elsewhere)).status).toBe(200);
	});

	it('T28: calls are counted for the token and for the company, and not for the person', async () => {
		const company = await makeCompany();
		const busy = await makeTestToken(company.owner);
		const idle = await makeTestToken(company.owner);
		async function useUp(limit: 'findByUser' | 'findByCompany', key: string): Promise<void> {
			const { points } = limits[limit];
			for (let taken = 0; taken < points; taken += 50) {
				await Promise.all(Array.from({ length: 50 }, () => takeAttempt(limit, key)));
			}
		}
		await useUp('findByUser', busy.id);
		const body = { importId: randomUUID() };
		expect((await call(busy.text, 'imports.find', { body })).status).toBe(429);
		expect((await call(idle.text, 'imports.find', { body })).status).toBe(200);
		await useUp('findByCompany', company.id);
		expect((await call(idle.text, 'imports.find', { body })).status).toBe(429);
	});

	describe('scopes', () => {
		const allowed: Record<string, readonly TokenScope[]> = {
			'customers.lookup': ['customers:read'],
			'imports.applyPlan': ['imports:apply'],
			'imports.find': ['imports:apply'],
			'imports.list': ['imports:undo', 'audit:read'],
			'imports.show': ['imports:undo', 'audit:read'],
			'imports.changes': ['imports:undo', 'audit:read'],
			'imports.previewUndo': ['imports:undo'],
			'imports.undo': ['imports:undo'],
			'audit.list': ['audit:read']
		};

		it('open what they name, and nothing else, before any input is looked at', async () => {
			const company = await makeCompany();
			for (const scope of tokenScopes) {
				const { text } = await makeTestToken(company.owner, { scopes: [scope] });
				for (const [procedure, scopes] of Object.entries(allowed)) {
					const { status, code, answer } = await call(text, procedure, { body: { wrong: true } });
					if (scopes.includes(scope))
						expect([status, code], `${procedure} by ${scope}`).toEqual([400, 'BAD_INPUT']);
					else {
						expect([status, code], `${procedure} by ${scope}`).toEqual([403, 'SCOPE_MISSING']);
						const { problem } = answer.error?.data ?? {};
						expect(problem).toMatchObject({ code: 'SCOPE_MISSING' });
						expect(scopes).toContain((problem as { scope: TokenScope }).scope);
					}
				}
			}
			expect(Object.keys(allowed).sort()).toEqual(Object.keys(callScopes).sort());
		});
	});

	describe('the export for programs (E1)', () => {
		async function told(response: Response): Promise<unknown> {
			return [response.status, await response.json()];
		}

		it('is the file of the dashboard', async () => {
			const company = await makeCompany({ customers: [customer('one@shop.example', { name: '=One' })] });
			const { text } = await makeTestToken(company.owner, { scopes: ['customers:read'] });
			const response = await askExport({ authorization: `bearer ${text}` });
			expect(response.status).toBe(200);
			expect(response.headers.get('content-disposition')).toContain(`customers-${company.slug}-`);
			expect(await response.text()).toContain("one@shop.example,'=One,");
		});

		it('is for tokens with the scope only: signed in is not enough', async () => {
			const { owner } = await makeCompany();
			const { text } = await makeTestToken(owner, { scopes: ['imports:apply'] });
			expect(await told(await askExport({ authorization: `Bearer ${text}` }))).toMatchObject([
				403,
				{ code: 'SCOPE_MISSING', problem: { code: 'SCOPE_MISSING', scope: 'customers:read' } }
			]);
			const invalid = [401, { code: 'TOKEN_INVALID' }];
			expect(await told(await askExport({ authorization: `Bearer ${newTokenText()}` }))).toMatchObject(
				invalid
			);
			expect(await told(await askExport({}))).toMatchObject(invalid);
			const { event } = requestEvent(new Request(`${origin}/api/customers/export`), { staff: owner });
			expect(await told(await exportByToken(event))).toMatchObject(invalid);
		});

		it('is counted for its token', async () => {
			const { owner } = await makeCompany();
			const { id, text } = await makeTestToken(owner);
			const { points } = limits.exportByToken;
			await Promise.all(Array.from({ length: points }, () => takeAttempt('exportByToken', id)));
			const refused = await askExport({ authorization: `Bearer ${text}` });
			expect(await told(refused)).toMatchObject([429, { code: 'TOO_MANY_REQUESTS' }]);
			expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
		});
	});

	it('writes down when a token was used last, once a minute', async () => {
		const { owner } = await makeCompany();
		const { id, text } = await makeTestToken(owner);
		async function lastUse(): Promise<Date | null> {
			await finishLater();
			const { lastUsedAt } = await ownerDatabase().apiToken.findUniqueOrThrow({ where: { id } });
			return lastUsedAt;
		}
		expect(await lastUse()).toBeNull();
		await call(text, 'customers.lookup', emptyLookup);
		const first = await lastUse();
		expect(first).not.toBeNull();
		await call(text, 'customers.lookup', emptyLookup);
		expect(await lastUse()).toEqual(first);
	});

	describe('what is written down of what a token did (T25)', () => {
		async function importBy(company: TestCompany, staff = company.owner): Promise<string> {
			const request = applyRequest({ email: [`${randomUUID()}@shop.example`] });
			await callAs(staff).imports.applyPlan(request);
			return request.importId;
		}

		it('names the token with its import and its audit entry; without one there is none', async () => {
			const company = await makeCompany();
			const { id, staff } = await makeTestToken(company.owner, { name: 'nightly <b>sync</b>' });
			const token = { id, name: 'nightly <b>sync</b>' };
			const importId = await importBy(company, staff);
			const byHand = await importBy(company);
			const caller = callAs(company.admin);
			expect(await caller.imports.show({ importId })).toMatchObject({ by: 'Test OWNER', token });
			expect(await caller.imports.show({ importId: byHand })).toMatchObject({
				by: 'Test OWNER',
				token: null
			});
			const { imports } = await caller.imports.list({ cursor: null });
			expect(imports.map((one) => [one.importId, one.token])).toEqual([
				[byHand, null],
				[importId, token]
			]);
			const { entries } = await caller.audit.list({ cursor: null });
			const done = entries.filter(({ action }) => action === 'CustomerBulkImported');
			expect(done.map((one) => [one.importId, one.token, one.metadata])).toEqual([
				[byHand, null, { created: 1, updated: 0 }],
				[importId, token, { created: 1, updated: 0 }]
			]);
		});
	});

	it('names the token in the history of what it changed, and of what it undid (H1, H2, 8)', async () => {
		const company = await makeCompany();
		const { id, staff } = await makeTestToken(company.admin, { name: 'undoer' });
		const token = { id, name: 'undoer' };
		const email = 'one@shop.example';
		const request = applyRequest({ email: [email, 'two@shop.example'] });
		await callAs(staff).imports.applyPlan({ ...request, run: { id: randomUUID(), batch: 1, batches: 1 } });
		const change = applyRequest({ email: [email], name: ['One'] }, [customer(email)]);
		await callAs(company.owner).imports.applyPlan(change);
		await callAs(staff).imports.undo(await undoRequest(company.owner, change.importId));

		const { undos, token: byHand } = await callAs(company.owner).imports.show({ importId: change.importId });
		expect([byHand, undos.map((undo) => [undo.by, undo.token])]).toEqual([null, [['Test ADMIN', token]]]);
		const { entries } = await callAs(company.owner).audit.list({ cursor: null });
		const [undone] = entries.filter(({ action }) => action === 'CustomerBulkImportReverted');
		expect(undone).toMatchObject({
			userName: 'Test ADMIN',
			token,
			metadata: { restored: 1, removed: 0, kept: 0 }
		});
		const runId = (await findRecordedImport(company.id, request.importId))?.run?.id ?? '';
		expect(await findRun(company.id, runId)).toMatchObject({ by: 'Test ADMIN', token });

		const { id: customerId = '' } = (await storedCustomers(company.id))[0] ?? {};
		const record = await findCustomerRecord(company.id, customerId);
		expect(
			record?.history.name.map(({ source }) => ('token' in source ? [source.kind, source.token] : source))
		).toEqual([
			['undo', token],
			['import', null],
			['import', token]
		]);
	});

	it('D3: audit.list goes on where the page before ended, until all is told', async () => {
		const company = await makeCompany();
		const { id: companyId, owner } = company;
		await ownerDatabase().auditEntry.createMany({
			data: Array.from({ length: 201 }, (_, i) => ({
				companyId,
				userId: owner.userId,
				userName: owner.name,
				action: 'CustomerBulkImported',
				metadata: { created: i, updated: 0 },
				createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, i >> 2))
			}))
		});
		const first = await callAs(owner).audit.list({ cursor: null });
		const second = await callAs(owner).audit.list({ cursor: first.nextCursor });
		expect([first.entries.length, second.entries.length, second.nextCursor]).toEqual([200, 1, null]);
		const ids = [...first.entries, ...second.entries].map(({ id }) => id);
		expect(new Set(ids).size).toBe(201);
	});

	it('U2: shows no other company anything', async () => {
		const company = await makeCompany();
		const request = applyRequest({ email: ['secret@shop.example'] });
		await callAs(company.owner).imports.applyPlan(request);
		const { importId } = request;
		const { text } = await makeTestToken((await makeCompany()).owner);
		expect((await call(text, 'imports.show', { body: { importId } })).status).toBe(404);
		for (const procedure of ['imports.list', 'audit.list']) {
			const { answer } = await call(text, procedure, { body: { cursor: null } });
			expect(JSON.stringify(answer)).not.toContain(importId);
		}
	});

	it('U1: the new procedures are for owners and admins, and take no cursor that is not one', async () => {
		const { member, admin } = await makeCompany();
		const cursor = 'bm90IGEgY3Vyc29y';
		for (const ask of [
			(staff: typeof member) => callAs(staff).imports.list({ cursor }),
			(staff: typeof member) => callAs(staff).audit.list({ cursor })
		]) {
			expect(await refusalOf(ask(member))).toMatchObject({ status: 403, appCode: 'NOT_ALLOWED' });
			expect(await refusalOf(ask(admin))).toMatchObject({ status: 400, appCode: 'BAD_INPUT' });
		}
		const importId = randomUUID();
		expect(await refusalOf(callAs(member).imports.show({ importId }))).toMatchObject({ status: 403 });
		expect(await refusalOf(callAs(admin).imports.show({ importId }))).toMatchObject({
			status: 404,
			appCode: 'IMPORT_NOT_FOUND'
		});
	});
});
