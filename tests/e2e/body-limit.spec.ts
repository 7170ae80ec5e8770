import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { BrowserContext } from '@playwright/test';
import { defaultLimits, maxRequestBytes } from '../../src/lib/import/limits.ts';
import { expect, test } from './fixtures.ts';
import { type Answer, type Ask, ask } from './raw-request.ts';

const limit = maxRequestBytes(defaultLimits);

/** A JSON text of exactly so many bytes. */
function jsonOf(bytes: number): string {
	return `{"padding":"${'a'.repeat(bytes - '{"padding":""}'.length)}"}`;
}

/** So many megabytes of JSON, packed into a thousandth. */
function bomb(megabytes: number): Uint8Array {
	const part = gzipSync(Buffer.alloc(2 ** 20, 'a'));
	return Buffer.concat([gzipSync('"'), ...Array.from({ length: megabytes }, () => part)]);
}

/** Sends a body to applyPlan as a signed-in browser would, but for what is said here. */
async function apply(context: BrowserContext, { headers, ...how }: Ask): Promise<Answer> {
	const cookies = await context.cookies();
	return ask('/api/trpc/imports.applyPlan', {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			Origin: process.env.E2E_ADDRESS ?? '',
			Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
			...headers
		},
		...how
	});
}

/** What is answered, as status and code; never a 5xx, and nothing of the inside. */
function said({ status, body }: Answer): string {
	expect(body).not.toMatch(/node_modules|superstruct|at \w+ \(|\.ts:\d/);
	const code = /"(?:appCode|code)":"([A-Z_]+)"/g;
	return `${status} ${[...body.matchAll(code)].at(-1)?.[1] ?? ''}`;
}

test('a request of the largest size is read, one byte more is refused with 413, however it is sent (F6, T10)', async ({
	context,
	company
}) => {
	expect(company.id).toBeTruthy();
	for (const isChunked of [false, true]) {
		expect(said(await apply(context, { body: jsonOf(limit), isChunked }))).toBe('400 BAD_INPUT');
		expect(said(await apply(context, { body: jsonOf(limit + 1), isChunked }))).toBe('413 TOO_LARGE');
	}
});

test('bodies that are made to hurt are refused before they are parsed, and the next request is served (T10)', async ({
	context,
	company
}) => {
	expect(company.id).toBeTruthy();
	const keys = Array.from({ length: 1_000_000 }, (_, i) => `"${i.toString(36)}":1`).join(',');
	const attacks: [string, Ask, string][] = [
		['nested 100,000 deep', { body: '['.repeat(100_000) }, '400 BAD_INPUT'],
		['nested 8 million deep', { body: '{"a":'.repeat(3_000_000) }, '400 BAD_INPUT'],
		['a million keys', { body: `{${keys}}` }, '400 BAD_INPUT'],
		['eight million values', { body: `[${'1,'.repeat(8_000_000)}1]` }, '400 BAD_INPUT'],
		['no JSON', { body: randomBytes(1000).toString('latin1') }, '400 BAD_INPUT'],
		['text', { body: '{}', headers: { 'Content-Type': 'text/plain' } }, '415 WRONG_CONTENT_TYPE'],
		['no type', { body: '{}', headers: { 'Content-Type': '' } }, '415 WRONG_CONTENT_TYPE']
	];
	for (const [name, how, expected] of attacks) {
		expect(said(await apply(context, how)), name).toBe(expected);
		expect(said(await apply(context, { body: '{}' })), `after ${name}`).toBe('400 BAD_INPUT');
	}
});

test('gzip is unpacked under the same limits, and whatever is refused, the connection lives (T10)', async ({
	context,
	company
}) => {
	expect(company.id).toBeTruthy();
	const gzip = { 'Content-Encoding': 'gzip' };
	const packed = gzipSync(jsonOf(limit));
	const twice = gzipSync(packed);
	const attacks: [string, Ask, string][] = [
		['the largest request', { body: packed, headers: gzip }, '400 BAD_INPUT'],
		['one byte more, unpacked', { body: gzipSync(jsonOf(limit + 1)), headers: gzip }, '413 TOO_LARGE'],
		['a bomb of a gigabyte', { body: bomb(1024), headers: gzip }, '413 TOO_LARGE'],
		[
			'more than the limit, packed',
			{ body: Buffer.alloc(limit + 20, gzipSync('')), headers: gzip },
			'413 TOO_LARGE'
		],
		['nested 100,000 deep', { body: gzipSync('['.repeat(100_000)), headers: gzip }, '400 BAD_INPUT'],
		[
			'eight million values',
			{ body: gzipSync(`[${'1,'.repeat(8_000_000)}1]`), headers: gzip },
			'400 BAD_INPUT'
		],
		['a part of gzip', { body: packed.subarray(0, -9), headers: gzip }, '400 BAD_INPUT'],
		['no gzip', { body: jsonOf(1000), headers: gzip }, '400 BAD_INPUT'],
		['gzip in gzip', { body: twice, headers: gzip }, '400 BAD_INPUT'],
		[
			'two layers',
			{ body: twice, headers: { 'Content-Encoding': 'gzip, gzip' } },
			'415 WRONG_CONTENT_ENCODING'
		],
		[
			'another packing',
			{ body: packed, headers: { 'Content-Encoding': 'br' } },
			'415 WRONG_CONTENT_ENCODING'
		],
		['gzip that does not say so', { body: packed }, '400 BAD_INPUT']
	];
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	for (const isChunked of [false, true]) {
		for (const [name, how, expected] of attacks) {
			expect(said(await apply(context, { ...how, isChunked, agent })), name).toBe(expected);
			expect(said(await apply(context, { body: '{}', agent })), `after ${name}`).toBe('400 BAD_INPUT');
		}
	}
	agent.destroy();
});

test('who is signed out has no large body read (T10)', async () => {
	const headers = { 'Content-Type': 'application/json', Origin: process.env.E2E_ADDRESS ?? '' };
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	// The next request on the same connection is served, though nobody read the body before it.
	for (const body of [jsonOf(1_000_000), jsonOf(limit), '{}']) {
		const answer = await ask('/api/trpc/imports.applyPlan', { method: 'POST', headers, body, agent });
		expect(said(answer)).toBe('401 SIGNED_OUT');
	}
	agent.destroy();
});

test('calls come one by one: a batch is refused (T10)', async ({ context, company }) => {
	expect(company.id).toBeTruthy();
	const cookies = await context.cookies();
	const path = `/api/trpc/${Array.from({ length: 20 }, () => 'imports.find').join(',')}?batch=1`;
	const answer = await ask(path, {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			Origin: process.env.E2E_ADDRESS ?? '',
			Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
		},
		body: '{"0":{}}'
	});
	expect(said(answer)).toBe('400 BAD_INPUT');
});

test('a lookup of more addresses than rows are allowed is refused with a code', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	const emails = Array.from({ length: defaultLimits.maxRows + 1 }, (_, i) => `shop${i}@example.com`);
	const headers = { Origin: process.env.E2E_ADDRESS ?? '' };
	const refused = await page.request.post('/api/trpc/customers.lookup', { data: { emails }, headers });
	expect(refused.status()).toBe(400);
	const answered = await page.request.post('/api/trpc/customers.lookup', {
		data: { emails: emails.slice(1) },
		headers
	});
	expect(answered.status()).toBe(200);
});
