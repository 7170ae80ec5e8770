import type { Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { csvOf, generateCustomers } from '../support/generate-customers.ts';
import { insertCustomers, setPlan } from './database.ts';
import { expect, test } from './fixtures.ts';
import { chooseFile, expectCounts, openImport } from './import-screen.ts';

/** Holds the lookups of a page back. */
async function holdLookups(page: Page): Promise<() => void> {
	let release: () => void = () => undefined;
	const released = new Promise<void>((resolve) => {
		release = resolve;
	});
	await page.route('**/customers.lookup*', async (route) => {
		await released;
		await route.continue();
	});
	return release;
}

test('the rows of a long file are there as they were read while it is compared with the customers, and can be remapped (W2, M7)', async ({
	page,
	company
}) => {
	await setPlan(company.id, 'ENTERPRISE');
	const customers = generateCustomers(20_000, 'lean');
	const [first] = customers;
	await insertCustomers(company.id, [customer(first?.email ?? '', { name: 'Old name' })]);
	await openImport(page);
	const release = await holdLookups(page);
	await chooseFile(page, csvOf(customers));

	const rows = page.getByRole('grid');
	await expect(rows.getByRole('rowheader', { name: first?.email ?? '', exact: true })).toBeVisible();
	await expect(page.getByRole('heading', { level: 1, name: 'Preview the import' })).toBeFocused();
	await expect(page.getByText('20,000 rows ·')).toBeVisible();
	await expect(page.getByRole('progressbar', { name: 'Compared so far' })).toBeVisible();
	await expect(page.getByText('20,000 without issues')).toBeVisible();
	await expect(rows).toHaveAttribute('aria-rowcount', '20001');

	await page.getByLabel('Column for Notes').selectOption('');
	await expect(rows.getByRole('columnheader', { name: 'Notes' })).toHaveCount(0);
	release();
	await expectCounts(page, { create: 19_999, update: 1 });
	await expect(page.getByText('without issues')).toHaveCount(0);
});

test('a short file comes without its beginning first (I3)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	await openImport(page);
	const release = await holdLookups(page);
	await chooseFile(page, csvOf(generateCustomers(100, 'lean')));
	await expect(page.getByText('Checking against your customers…').first()).toBeVisible();
	await expect(page.getByTestId('first-rows')).toHaveCount(0);
	release();
	await expectCounts(page, { create: 100 });
});
