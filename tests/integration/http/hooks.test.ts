import '../../support/auth-secret.ts';
import { createHmac, randomUUID } from 'node:crypto';
import { isRedirect } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { handle, handleError } from '../../../src/hooks.server.ts';
import { signUpCompany } from '../../../src/lib/server/auth/staff.ts';
import { setDatabaseUrl } from '../../../src/lib/server/database.ts';
import { requestEvent } from '../../support/request-event.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const origin = 'http://localhost:3000';

/** Sends a request through the hooks; the page behind them answers who is signed in. */
async function ask(path: string, init: RequestInit = {}, options: { isDataRequest?: boolean } = {}) {
	const { event, cookies } = requestEvent(new Request(origin + path, init), options);
	let reached = false;
	const response = await handle({
		event,
		resolve: (resolved) => {
			reached = true;
			return Promise.resolve(Response.json({ email: resolved.locals.staff?.email ?? null }));
		}
	});
	return { response, reached, cookies, event };
}

async function signedInCookie(): Promise<{ email: string; cookie: string }> {
	const slug = `shop-${randomUUID().slice(0, 18)}`;
	const email = `ann@${slug}.example`;
	const { event, cookies } = requestEvent(new Request(origin));
	await signUpCompany(event, {
		companyName: 'Acme',
		slug,
		name: 'Ann',
		email,
		password: 'correct horse battery'
	});
	return {
		email,
		cookie: [...cookies].map(([name, { value }]) => `${name}=${encodeURIComponent(value)}`).join('; ')
	};
}

const html = { accept: 'text/html,application/xhtml+xml' };

describeEachEngine('every request', () => {
	test('U1: the session becomes locals.staff', async () => {
		const { email, cookie } = await signedInCookie();
		const { response } = await ask('/dashboard/customers', { headers: { cookie } });
		expect(await response.json()).toEqual({ email });
	});

	test('U1: a session in use is prolonged, at most once a day', async () => {
		const { email, cookie } = await signedInCookie();
		expect((await ask('/login', { headers: { cookie } })).cookies.size).toBe(0);
		const inFiveDays = new Date(Date.now() + 5 * 24 * 60 * 60 * 1000);
		await ownerDatabase().session.updateMany({ where: { user: { email } }, data: { expiresAt: inFiveDays } });
		const { cookies } = await ask('/login', { headers: { cookie } });
		expect(cookies.get('distribu-session')?.options).toMatchObject({
			maxAge: 7 * 24 * 60 * 60,
			httpOnly: true
		});
		const session = await ownerDatabase().session.findFirstOrThrow({ where: { user: { email } } });
		expect(session.expiresAt.getTime()).toBeGreaterThan(inFiveDays.getTime());
	});

	test('U1: a page of the dashboard sends those who are signed out to sign in, and back afterwards', async () => {
		const { response, reached } = await ask('/dashboard/customers?q=a&sort=name', { headers: html });
		expect(reached).toBe(false);
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toBe(
			'/login?next=%2Fdashboard%2Fcustomers%3Fq%3Da%26sort%3Dname'
		);
		for (const [init, options] of [
			[{}, { isDataRequest: true }],
			[{ method: 'POST', headers: { origin, 'x-sveltekit-action': 'true', accept: 'application/json' } }, {}]
		] as const) {
			const thrown: unknown = await ask('/dashboard/customers', init, options).catch(
				(error: unknown) => error
			);
			expect(isRedirect(thrown) && thrown.location).toBe('/login?next=%2Fdashboard%2Fcustomers');
		}
	});

	test('U1, T02: a program that is signed out gets 401 from anything under the dashboard', async () => {
		for (const path of [
			'/dashboard',
			'/dashboard/customers',
			'/dashboard/customers/export',
			'/dashboard/nothing'
		]) {
			const { response, reached } = await ask(path);
			expect(reached).toBe(false);
			expect(response.status).toBe(401);
			expect(await response.json()).toEqual({ code: 'SIGNED_OUT', message: 'Sign in first.' });
		}
		expect((await ask('/dashboards')).reached).toBe(true);
	});

	const own = ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'];
	const foreign = [
		'https://evil.example',
		'http://localhost:3001',
		'https://localhost:3000',
		'http://localhost',
		'http://localhost.evil.example:3000',
		'http://127.0.0.2:3000',
		'null',
		''
	];

	test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
		'F10, T04: %s is answered only when it comes from this application',
		async (method) => {
			for (const value of own) {
				expect((await ask('/api/trpc/x', { method, headers: { origin: value } })).reached, value).toBe(true);
			}
			for (const value of foreign) {
				const { response, reached } = await ask('/api/trpc/x', { method, headers: { origin: value } });
				expect(reached, value).toBe(false);
				expect(response.status).toBe(403);
				expect(await response.json()).toMatchObject({ code: 'CROSS_SITE_REQUEST' });
			}
			const sites: [Record<string, string>, boolean][] = [
				[{}, false],
				[{ 'sec-fetch-site': 'same-origin' }, true],
				[{ 'sec-fetch-site': 'none' }, false],
				[{ 'sec-fetch-site': 'same-site' }, false],
				[{ 'sec-fetch-site': 'cross-site' }, false],
				[{ 'sec-fetch-site': 'cross-site', origin }, false],
				[{ 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' }, true]
			];
			for (const [headers, allowed] of sites) {
				expect((await ask('/login', { method, headers })).reached, JSON.stringify(headers)).toBe(allowed);
			}
		}
	);

	test('T04: the sign-in form is guarded too, and reading is not', async () => {
		expect(
			(await ask('/login', { method: 'POST', headers: { origin: 'https://evil.example' } })).response.status
		).toBe(403);
		expect((await ask('/login', { headers: { origin: 'https://evil.example' } })).reached).toBe(true);
	});

	test('T04: reading is for this site and for links that people follow, not for parts of other pages', async () => {
		const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
		const reads: [Record<string, string>, boolean][] = [
			[{}, true],
			[{ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, true],
			[{ 'sec-fetch-site': 'none', ...navigation }, true],
			[{ 'sec-fetch-site': 'cross-site', ...navigation }, true],
			[{ 'sec-fetch-site': 'same-site', ...navigation }, true],
			[{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }, false],
			[{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, false],
			[{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, false],
			[{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, false],
			[{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, false],
			[{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'embed' }, false],
			[{ 'sec-fetch-site': 'cross-site' }, false]
		];
		for (const [headers, allowed] of reads) {
			const { reached, response } = await ask('/login', { headers });
			expect(reached, JSON.stringify(headers)).toBe(allowed);
			if (!allowed) expect(response.status).toBe(403);
		}
	});

	test('T10: a form larger than 64 KB, of unknown length or compressed is refused before it is read', async () => {
		const cases: [Record<string, string>, number | null][] = [
			[{ 'content-length': String(64 * 1024) }, null],
			[{ 'content-length': String(64 * 1024 + 1) }, 413],
			[{ 'content-length': '52428800' }, 413],
			[{}, 411],
			[{ 'content-length': '10', 'content-encoding': 'gzip' }, 415],
			[{ 'content-length': '10', 'content-encoding': 'identity' }, null]
		];
		for (const path of ['/login', '/signup', '/logout', '/dashboard/customers', '/store/acme/login']) {
			for (const [headers, status] of cases) {
				const body = new Blob(['a=b']).stream();
				const init: RequestInit & { duplex: 'half' } = {
					method: 'POST',
					body,
					duplex: 'half',
					headers: { origin, ...headers }
				};
				const { reached, response } = await ask(path, init);
				const isPassed = status === null && !path.startsWith('/dashboard');
				expect(reached, `${path} ${JSON.stringify(headers)}`).toBe(isPassed);
				if (status !== null) expect(response.status).toBe(status);
			}
		}
	});

	test('T05, T07: every answer has the security headers, refusals too, and no cache keeps it', async () => {
		const { cookie } = await signedInCookie();
		const answers = [
			await ask('/login'),
			await ask('/dashboard/customers', { headers: { cookie } }),
			await ask('/dashboard/customers', { headers: html }),
			await ask('/dashboard/customers'),
			await ask('/api/trpc/x', { method: 'POST' })
		];
		for (const { response, event } of answers) {
			const { headers } = response;
			expect(headers.get('x-content-type-options')).toBe('nosniff');
			expect(headers.get('referrer-policy')).toBe('same-origin');
			expect(headers.get('x-frame-options')).toBe('DENY');
			expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
			expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
			expect(headers.get('permissions-policy')).toContain('camera=()');
			expect(headers.get('content-security-policy')).toContain("default-src 'none'");
			expect(headers.get('cache-control')).toBe('no-store');
			expect(headers.get('strict-transport-security')).toBeNull();
			expect(headers.get('x-request-id')).toBe(event.locals.requestId);
			expect(event.locals.requestId).toMatch(/^[0-9a-f-]{36}$/);
		}
	});

	test('T03: where people come by https, browsers are told to come by nothing else', async () => {
		process.env.ORIGIN = 'https://distribu.example';
		const { response } = await ask('/login').finally(() => delete process.env.ORIGIN);
		expect(response.headers.get('strict-transport-security')).toBe('max-age=63072000');
	});

	test('spec 9, T26, T27: an unexpected error says where to find it and nothing of itself', () => {
		const { event } = requestEvent(new Request(origin));
		const error = new Error('column "secret@shop.example" of row 7');
		const told = handleError({ error, event, status: 500, message: 'Internal Error' });
		expect(told).toEqual({
			message: 'Something went wrong on our side. Try again.',
			requestId: 'test-request'
		});
		expect(handleError({ error, event, status: 404, message: 'Not Found' })).toEqual({
			message: 'There is no such page.'
		});
		expect(handleError({ error, event, status: 405, message: 'Method Not Allowed' })).toEqual({
			message: 'This address does not take such a request.'
		});
	});
});

test('E07: while the database cannot be reached, a session gets 503 at once, and the sign-in page is there', async () => {
	await setDatabaseUrl('postgresql://nobody@127.0.0.1:9/none');
	const token = 'a'.repeat(32);
	const signature = createHmac('sha256', process.env.AUTH_SECRET ?? '')
		.update(token)
		.digest('base64');
	const cookie = `distribu-session=${encodeURIComponent(`${token}.${signature}`)}`;
	const started = performance.now();
	const { response, reached } = await ask('/dashboard/customers', { headers: { cookie } });
	expect(performance.now() - started).toBeLessThan(5000);
	expect(reached).toBe(false);
	expect(response.status).toBe(503);
	expect(await response.json()).toMatchObject({ code: 'UNAVAILABLE' });
	expect((await ask('/login')).reached).toBe(true);
});
