import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { customer } from '../support/core.ts';
import { insertCustomers } from './database.ts';
import { expect, signUpCompany, test } from './fixtures.ts';

const routes = fileURLToPath(new URL('../../src/routes/dashboard', import.meta.url));

/** Every address of the dashboard, told from the files of its routes, so that a new one is walked too. */
const addresses = readdirSync(routes, { recursive: true, encoding: 'utf8' })
	.map((path) => path.replaceAll('\\', '/'))
	.filter((path) => /(^|\/)\+(page\.svelte|page\.server\.ts|server\.ts)$/.test(path))
	.map((path) => `/dashboard/${path}`.replace(/\/\+[^/]+$/, '').replaceAll(/\[[^\]]+\]/g, '1'));

const procedures = ['customers.lookup', 'imports.applyPlan', 'imports.find'];

test('every dashboard address sends whoever is signed out to the sign-in page, with the way back (U1)', async ({
	request
}) => {
	expect(addresses.length).toBeGreaterThan(5);
	for (const address of new Set(addresses)) {
		const response = await request.get(address, { maxRedirects: 0, headers: { Accept: 'text/html' } });
		expect(response.status(), address).toBe(303);
		expect(response.headers().location, address).toContain(`/login?next=${encodeURIComponent(address)}`);
		expect(await response.text(), address).toBe('');
	}
});

test('a program that is signed out gets 401 from every dashboard address and procedure (U1)', async ({
	request
}) => {
	for (const address of new Set(addresses)) {
		const response = await request.get(address, { maxRedirects: 0, headers: { Accept: 'text/csv' } });
		expect(response.status(), address).toBe(401);
	}
	for (const procedure of procedures) {
		const response = await request.post(`/api/trpc/${procedure}`, {
			data: {},
			headers: { Origin: process.env.E2E_ADDRESS ?? '' }
		});
		expect(response.status(), procedure).toBe(401);
		expect(await response.text()).toContain('SIGNED_OUT');
	}
});

test('a request that another site sends is refused, whatever it is (T04)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	for (const procedure of procedures) {
		const response = await page.request.post(`/api/trpc/${procedure}`, {
			data: {},
			headers: { Origin: 'https://elsewhere.example' }
		});
		expect(response.status(), procedure).toBe(403);
	}
	const signOut = await page.request.post('/logout', {
		form: {},
		headers: { Origin: 'https://elsewhere.example' }
	});
	expect(signOut.status()).toBe(403);
});

test("another company's customer never appears: list, search, lookup, export, audit log (U2)", async ({
	page,
	company,
	browser
}) => {
	const theirs = customer('secret@other.example', { name: 'Their Secret Shop' });
	const other = await signUpCompany(await browser.newContext());
	await insertCustomers(other.id, [theirs]);
	await insertCustomers(company.id, [customer('own@shop.example')]);

	for (const path of [
		'/dashboard/customers',
		'/dashboard/customers?q=secret',
		'/dashboard/settings/audit-log'
	]) {
		await page.goto(path);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		expect(await page.content(), path).not.toContain('Their Secret Shop');
	}
	const exported = await page.request.get('/dashboard/customers/export');
	expect(await exported.text()).toContain('own@shop.example');
	expect(await exported.text()).not.toContain('secret@other.example');

	const lookup = await page.request.post('/api/trpc/customers.lookup', {
		data: { emails: [theirs.email, 'own@shop.example'] },
		headers: { Origin: process.env.E2E_ADDRESS ?? '' }
	});
	expect(lookup.status()).toBe(200);
	expect(await lookup.text()).toContain('own@shop.example');
	expect(await lookup.text()).not.toContain('Their Secret Shop');
});
