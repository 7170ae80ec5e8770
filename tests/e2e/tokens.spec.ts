import type { Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { applyRequest } from '../support/apply-request.ts';
import { insertCustomers, query, setRole } from './database.ts';
import { expect, test } from './fixtures.ts';
import { importCustomers } from './imports.ts';
import { ask } from './raw-request.ts';

const address = '/dashboard/settings/api';

/** Makes a token on the page; answers its text. */
async function makeToken(page: Page, name: string, scopes: readonly string[]): Promise<string> {
	await page.goto(address);
	await page.getByLabel('Name').fill(name);
	for (const scope of scopes) await page.getByRole('checkbox', { name: new RegExp(scope) }).check();
	await page.getByRole('button', { name: 'Make token' }).click();
	const made = page.getByText(/^distribu_[\w-]{43}$/);
	await expect(made).toBeVisible();
	return (await made.textContent()) ?? '';
}

/** Calls a procedure as a program does: a token, and nothing that a browser would say. */
async function call(
	token: string,
	procedure: string,
	input: unknown
): Promise<{ status: number; body: string }> {
	return await ask(`/api/trpc/${procedure}`, {
		method: 'POST',
		headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
		body: JSON.stringify(input)
	});
}

test('a token is made, shown once, used by a program, seen in the settings, and revoked (issue 7)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [customer('ann@shop.example')]);
	await page.goto('/dashboard/customers');
	await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'API' }).click();
	await expect(page.getByText('No tokens yet')).toBeVisible();
	const token = await makeToken(page, 'nightly sync', ['customers:read', 'imports:apply']);
	await expect(page.getByLabel('Name')).toHaveValue('');
	const row = page.getByRole('table', { name: 'Tokens' }).getByRole('row', { name: /nightly sync/ });
	await expect(row).toContainText('never');
	await expect(row).toContainText(token.slice(-4));

	const request = applyRequest({ email: ['ann@shop.example', 'ben@shop.example'] }, [
		customer('ann@shop.example')
	]);
	const applied = await call(token, 'imports.applyPlan', request);
	expect([applied.status, applied.body]).toEqual([200, expect.stringContaining('"created":1')]);
	const exported = await ask('/api/customers/export', { headers: { Authorization: `Bearer ${token}` } });
	expect([exported.status, exported.body.split('\r\n').length]).toEqual([200, 4]);
	const refused = await call(token, 'audit.list', { cursor: null });
	expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('"SCOPE_MISSING"')]);

	await page.goto(address);
	await expect(page.getByText(token)).toHaveCount(0);
	await expect.poll(() => reloaded(page, row)).toContain('just now');

	await row.getByRole('button', { name: 'Revoke nightly sync' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
	await expect(page.getByText('Revoked “nightly sync”.')).toBeVisible();
	await expect(row).toContainText('Revoked');
	await expect(row.getByRole('button')).toHaveCount(0);
	const late = await call(token, 'customers.lookup', { emails: [] });
	expect([late.status, late.body]).toEqual([401, expect.stringContaining('"TOKEN_INVALID"')]);
});

async function reloaded(page: Page, row: ReturnType<Page['locator']>): Promise<string> {
	await page.reload();
	return (await row.textContent()) ?? '';
}

test('what a token did is told with its name: in the audit log, the imports, an import and a customer', async ({
	page,
	company
}) => {
	const token = await makeToken(page, 'nightly sync', ['customers:read', 'imports:apply']);
	const request = applyRequest({ email: ['ann@shop.example'] });
	expect((await call(token, 'imports.applyPlan', request)).status).toBe(200);
	await importCustomers(page, company, [customer('ben@shop.example')]);
	const words = 'token nightly sync, by Olive Owner';

	await page.goto('/dashboard/customers/imports');
	const rows = page.getByRole('table', { name: 'Imports' }).getByRole('row');
	await expect(rows.filter({ hasText: words })).toHaveCount(1);
	await page.goto(`/dashboard/customers/imports/${request.importId}`);
	await expect(page.getByText(`by ${words}`)).toBeVisible();
	await page.goto('/dashboard/customers?q=ann');
	await page.getByRole('link', { name: 'ann@shop.example' }).click();
	await expect(page.getByText(words).first()).toBeVisible();

	await page.goto('/dashboard/settings/audit-log');
	const entries = page.getByRole('listitem');
	await expect(entries.filter({ hasText: words })).toHaveCount(1);
	const made = entries.filter({ hasText: 'Made an API token' });
	await expect(made).toContainText('nightly sync: customers:read, imports:apply');
	await page.getByLabel('Action').selectOption('Made an API token');
	await expect(entries.filter({ hasText: 'Imported customers' })).toHaveCount(0);
	await expect(made).toHaveCount(1);
});

test('what is wrong with the form is said above it and at its fields, and takes the focus', async ({
	page,
	company: _
}) => {
	await page.goto(address);
	await page.getByRole('button', { name: 'Make token' }).click();
	const alert = page.getByRole('alert');
	await expect(alert).toBeFocused();
	await expect(page).toHaveTitle('Error: API - Distribu');
	await alert.getByRole('link', { name: 'Enter a name that tells what the token is for.' }).click();
	await expect(page.getByLabel('Name')).toBeFocused();

	// What comes of the next try has the focus, and not the field that was gone to.
	await page.getByLabel('Name').fill('nightly sync');
	await page.getByRole('checkbox').first().check();
	await page.getByRole('button', { name: 'Make token' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Copy it now' })).toBeFocused();
});

test('the page is for owners and admins: a member gets 403, and can send none of its forms', async ({
	page,
	company
}) => {
	await setRole(company.owner.email, 'MEMBER');
	expect((await page.goto(address))?.status()).toBe(403);
	await expect(page.getByText('Only owners and admins can manage API tokens.')).toBeVisible();
	const form = { name: 'mine', scopes: 'customers:read', lifetime: '30' };
	const headers = { Origin: process.env.E2E_ADDRESS ?? '', Accept: 'text/html' };
	expect((await page.request.post(`${address}?/make`, { form, headers })).status()).toBe(403);
	expect(await query('SELECT FROM "ApiToken" WHERE "companyId" = $1', [company.id])).toEqual([]);
});

test.describe('without script', () => {
	test.use({ javaScriptEnabled: false });

	test('a token is made, with what was typed kept where something was wrong, and revoked', async ({
		page,
		company: _
	}) => {
		await page.goto(address);
		await page.getByLabel('Name').fill('by hand');
		await page.getByRole('radio', { name: '1 year' }).check();
		await page.getByRole('button', { name: 'Make token' }).click();
		await expect(page.getByRole('link', { name: 'Choose what the token may be used for.' })).toBeVisible();
		await expect(page.getByLabel('Name')).toHaveValue('by hand');
		await expect(page.getByRole('radio', { name: '1 year' })).toBeChecked();
		await page.getByRole('checkbox', { name: /audit:read/ }).check();
		await page.getByRole('button', { name: 'Make token' }).click();
		const made = page.getByText(/^distribu_[\w-]{43}$/);
		const token = (await made.textContent()) ?? '';
		expect((await call(token, 'audit.list', { cursor: null })).status).toBe(200);
		await page.getByRole('button', { name: 'Revoke by hand' }).click();
		await expect(page.getByText('Revoked “by hand”.')).toBeVisible();
		expect((await call(token, 'audit.list', { cursor: null })).status).toBe(401);
	});
});
