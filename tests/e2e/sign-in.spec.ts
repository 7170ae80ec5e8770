import { randomUUID } from 'node:crypto';
import { setRole } from './database.ts';
import { expect, test } from './fixtures.ts';

test('a new company signs up and sees its empty list (U3)', async ({ page }) => {
	const slug = `signup-${randomUUID()}`;
	await page.goto('/signup');
	await page.getByLabel('Company name').fill('Harbor & Söhne "Wholesale"');
	await page.getByLabel('Storefront address').fill(slug);
	await page.getByLabel('Your name').fill('Hanna Harbor');
	await page.getByLabel('Email').fill(`hanna@${slug}.example`);
	await page.getByLabel('Password', { exact: true }).fill('a long test password');
	await page.getByRole('button', { name: 'Create company' }).click();

	await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();
	await expect(page).toHaveURL('/dashboard/customers');
	await expect(page.getByText('No customers yet')).toBeVisible();
	await expect(page.getByText('Harbor & Söhne "Wholesale"', { exact: true })).toBeVisible();
});

test('what is wrong with a sign-up is said at its field, and nothing typed is lost', async ({
	page,
	company
}) => {
	await page.context().clearCookies();
	await page.goto('/signup');
	await page.getByLabel('Company name').fill('Second');
	await page.getByLabel('Storefront address').fill(company.slug);
	await page.getByLabel('Your name').fill('Sam Second');
	await page.getByLabel('Email').fill('no address');
	await page.getByLabel('Password', { exact: true }).fill('short');
	await page.getByRole('button', { name: 'Create company' }).click();

	await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
	await expect(page.getByLabel('Email')).toHaveValue('no address');
	await expect(page.getByLabel('Company name')).toHaveValue('Second');
});

test('the sign-in page says how to enter the demo company, and that works (U3)', async ({ page }) => {
	await page.goto('/login');
	await page.getByRole('button', { name: 'Fill in' }).click();
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();
	await expect(page.getByRole('table', { name: 'Customers' }).getByRole('row')).not.toHaveCount(0);
});

test('a wrong password and an unknown address get the same words, and the address is kept', async ({
	page,
	company
}) => {
	await page.context().clearCookies();
	for (const email of [company.owner.email, 'nobody@nowhere.example']) {
		await page.goto('/login');
		await page.getByLabel('Email').fill(email);
		await page.getByLabel('Password', { exact: true }).fill('not the password');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByText('Email or password is wrong.')).toBeVisible();
		await expect(page.getByLabel('Email')).toHaveValue(email);
	}
});

test('signing in leads to the page that was asked for, signing out ends the session', async ({
	page,
	company
}) => {
	await page.context().clearCookies();
	await page.goto('/dashboard/settings/plan');
	await page.getByLabel('Email').fill(company.owner.email);
	await page.getByLabel('Password', { exact: true }).fill(company.owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Starter plan' })).toBeVisible();

	const cookies = await page.context().cookies();
	await page.getByRole('button', { name: 'Account of Olive Owner' }).click();
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page).toHaveURL(/\/login/);

	// The session is gone on the server too, not only from the browser.
	await page.context().addCookies(cookies);
	await page.goto('/dashboard/customers');
	await expect(page).toHaveURL(/\/login\?next=/);
});

test('a member looks at customers, and may neither import nor export nor read the audit log (U1)', async ({
	page,
	company
}) => {
	await setRole(company.owner.email, 'MEMBER');
	await page.goto('/dashboard/customers');
	await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Import CSV' })).toHaveCount(0);
	await expect(page.getByRole('link', { name: 'Export CSV' })).toHaveCount(0);

	const importPage = await page.goto('/dashboard/customers/import');
	expect(importPage?.status()).toBe(403);
	await expect(page.getByText(/owner or admin/i)).toBeVisible();
	await expect(page.locator('input[type="file"]')).toHaveCount(0);
	for (const path of ['/dashboard/customers/export', '/dashboard/settings/audit-log']) {
		const response = await page.request.get(path);
		expect(response.status(), path).toBe(403);
	}
	const lookup = await page.request.post('/api/trpc/customers.lookup', {
		data: { emails: [] },
		headers: { Origin: process.env.E2E_ADDRESS ?? '' }
	});
	expect(lookup.status()).toBe(403);
});
