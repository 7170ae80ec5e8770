import { customer } from '../support/core.ts';
import { insertCustomers } from './database.ts';
import { expect, test } from './fixtures.ts';
import { type Answer, ask } from './raw-request.ts';

/** What every answer has, word for word. SECURITY.md has this table too. */
const always = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'origin-agent-cluster': '?1',
	'permissions-policy':
		'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()'
};

const pagePolicy = [
	"default-src 'none'",
	"script-src 'self' 'nonce-…'",
	"style-src 'self'",
	"style-src-attr 'unsafe-hashes' 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='",
	"img-src 'self' data:",
	"worker-src 'self'",
	"connect-src 'self'",
	"object-src 'none'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'"
];

const plainPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'"
];

/** The directives of an answer's policy in the order of their names, a nonce as "…". */
function policyOf({ headers }: Answer): string[] {
	const policy = String(headers['content-security-policy'] ?? '');
	return policy
		.split(';')
		.map((directive) => directive.trim().replaceAll(/'nonce-[^']+'/g, "'nonce-…'"))
		.sort();
}

test('T05, T07: the headers of every kind of answer of the built server', async ({ page, company }) => {
	await insertCustomers(company.id, [customer('ann@shop.example')]);
	const origin = process.env.E2E_ADDRESS ?? '';
	const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
	const html = { Accept: 'text/html' };
	const json = { 'Content-Type': 'application/json', Origin: origin, Cookie: cookie };
	const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin };
	const signInPage = await ask('/login', { headers: html });
	const script = /\/_app\/immutable\/entry\/start\.[\w-]+\.js/.exec(signInPage.body)?.[0] ?? '';
	const style = /\/_app\/immutable\/assets\/[\w.-]+\.css/.exec(signInPage.body)?.[0] ?? '';
	const worker = new Promise<string>((resolve) => page.once('worker', (one) => resolve(one.url())));
	await page.goto('/dashboard/customers/import');
	await page
		.locator('input[type="file"]')
		.first()
		.setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('email\nbob@shop.example\n') });
	const workerPath = new URL(await worker).pathname;

	const pages: Record<string, [Answer, number]> = {
		'sign-in page': [signInPage, 200],
		'sign-up page': [await ask('/signup', { headers: html }), 200],
		'page of a company': [await ask('/dashboard/customers', { headers: { ...html, Cookie: cookie } }), 200],
		'page that is not there': [await ask('/nowhere', { headers: html }), 404],
		'page of the dashboard that is not there': [
			await ask('/dashboard/nowhere', { headers: { ...html, Cookie: cookie } }),
			404
		],
		'address that is not one': [await ask('/%ff', { headers: html }), 400],
		'sign-in that is refused': [
			await ask('/login', {
				method: 'POST',
				headers: { ...form, ...html },
				body: 'email=a%40b.example&password=x'
			}),
			400
		]
	};
	const others: Record<string, [Answer, number]> = {
		'start page': [await ask('/', { headers: html }), 303],
		'dashboard, signed out': [await ask('/dashboard/customers', { headers: html }), 303],
		'dashboard, a program': [await ask('/dashboard/customers'), 401],
		"data of the app's router": [
			await ask('/dashboard/customers/__data.json', { headers: { Cookie: cookie } }),
			200
		],
		export: [await ask('/dashboard/customers/export', { headers: { Cookie: cookie } }), 200],
		'export for another site': [
			await ask('/dashboard/customers/export', {
				headers: { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' }
			}),
			403
		],
		procedure: [
			await ask('/api/trpc/customers.lookup', { method: 'POST', headers: json, body: '{"emails":[]}' }),
			200
		],
		'procedure, bad input': [
			await ask('/api/trpc/customers.lookup', { method: 'POST', headers: json, body: '{}' }),
			400
		],
		'procedure, signed out': [
			await ask('/api/trpc/customers.lookup', {
				method: 'POST',
				headers: { ...json, Cookie: '' },
				body: '{}'
			}),
			401
		],
		'procedure that is not there': [
			await ask('/api/trpc/nothing', { method: 'POST', headers: json, body: '{}' }),
			404
		],
		'procedure by GET': [await ask('/api/trpc/customers.lookup', { headers: { Cookie: cookie } }), 405],
		'procedure by form': [
			await ask('/api/trpc/imports.find', { method: 'POST', headers: { ...json, ...form }, body: 'a=b' }),
			415
		],
		'compressed body': [
			await ask('/api/trpc/imports.find', {
				method: 'POST',
				headers: { ...json, 'Content-Encoding': 'br' },
				body: '{}'
			}),
			415
		],
		'from another site': [
			await ask('/login', {
				method: 'POST',
				headers: { ...form, Origin: 'https://elsewhere.example' },
				body: 'a=b'
			}),
			403
		],
		'form that is too large': [
			await ask('/login', { method: 'POST', headers: form, body: `a=${'b'.repeat(64 * 1024)}` }),
			413
		],
		'form of unknown length': [
			await ask('/login', { method: 'POST', headers: form, body: 'a=b', isChunked: true }),
			411
		],
		'method that is not there': [await ask('/logout', { headers: { Cookie: cookie } }), 405],
		'sign-out, signed out': [await ask('/logout', { method: 'POST', headers: { Origin: origin } }), 303]
	};
	const files: Record<string, [Answer, number]> = {
		script: [await ask(script), 200],
		style: [await ask(style), 200],
		worker: [await ask(workerPath), 200],
		'file for people': [await ask('/customers-template.csv'), 200],
		icon: [await ask('/favicon.svg'), 200],
		'version of the build': [await ask('/_app/version.json'), 200]
	};

	for (const [kind, [answer, status]] of Object.entries({ ...pages, ...others, ...files })) {
		expect(answer.status, kind).toBe(status);
		expect(answer.headers, kind).toMatchObject(always);
		expect(answer.headers, kind).not.toHaveProperty('x-powered-by');
		expect(answer.headers, kind).not.toHaveProperty('server');
		expect(answer.headers, kind).not.toHaveProperty('access-control-allow-origin');
		const isPage = kind in pages;
		expect(policyOf(answer), kind).toEqual([...(isPage ? pagePolicy : plainPolicy)].sort());
		if (kind in files) continue;
		expect(answer.headers['cache-control'], kind).toBe('no-store');
		expect(answer.headers['x-request-id'], kind).toMatch(/^[0-9a-f-]{36}$/);
	}
	for (const kind of ['script', 'style', 'worker'] as const) {
		expect(files[kind]?.[0].headers['cache-control'], kind).toBe('public,max-age=31536000,immutable');
	}
	const nonces = [signInPage, await ask('/login', { headers: html })].map(
		({ headers }) => /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? ''
	);
	expect(nonces[0]).toMatch(/^[\w+/-]{20,}={0,2}$/);
	expect(nonces[0]).not.toBe(nonces[1]);

	const [exported] = others.export ?? [];
	expect(exported?.headers['content-type']).toBe('text/csv; charset=utf-8');
	expect(exported?.headers['content-disposition']).toMatch(
		/^attachment; filename="customers-[a-z0-9-]+\.csv"$/
	);
});

test('T03: the cookies of a session are for this host alone, and no script reads them', async ({
	company
}) => {
	const signedIn = await ask('/login', {
		method: 'POST',
		headers: {
			Accept: 'text/html',
			'Content-Type': 'application/x-www-form-urlencoded',
			Origin: process.env.E2E_ADDRESS ?? ''
		},
		body: new URLSearchParams(company.owner).toString()
	});
	expect(signedIn.status).toBe(303);
	const cookies = signedIn.headers['set-cookie'] ?? [];
	expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
		'distribu-known-browser',
		'distribu-session'
	]);
	for (const cookie of cookies) {
		expect(cookie).toMatch(/; HttpOnly/);
		expect(cookie).toMatch(/; SameSite=Lax/);
		expect(cookie).not.toMatch(/; Domain/i);
	}
});
