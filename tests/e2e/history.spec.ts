import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { customer } from '../support/core.ts';
import { generateCustomers } from '../support/generate-customers.ts';
import { insertCustomers, query, setPlan, setRole } from './database.ts';
import { type Company, expect, signUpCompany, test } from './fixtures.ts';
import { expectResult, importButton, previewFile } from './import-screen.ts';
import { importCustomers, importRun } from './imports.ts';

const ann = customer('ann@shop.example', { name: 'Ann', notes: 'Net 30', creditLimit: '100.00' });
const ben = customer('ben@shop.example', { name: 'Ben' });

function grid(page: Page): Locator {
	return page.getByRole('grid', { name: /^Changes of/ });
}

async function openImport(page: Page, importId: string): Promise<void> {
	await page.goto(`/dashboard/customers/imports/${importId}`);
	await expect(grid(page)).toBeVisible();
}

async function idOf(company: Company, { email }: Customer): Promise<string> {
	const sql = `SELECT "id" FROM "Customer" WHERE "companyId" = $1 AND "email" = $2`;
	const [found] = await query<{ id: string }>(sql, [company.id, email]);
	return found?.id ?? '';
}

test('H1, 8: from the import to its page, to a change, to the customer and its history, and back', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [ann]);
	const file = 'email,Full name,credit limit\nann@shop.example,Anna,250.00\nben@shop.example,Ben,\n';
	await previewFile(page, file, { create: 1, update: 1 });
	await importButton(page).click();
	await expectResult(page, 1, 1, 0);
	await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Imports' }).click();
	const line = page.getByRole('table', { name: 'Imports' }).getByRole('row', { name: /customers\.csv/ });
	await expect(line).toContainText('Olive Owner');
	await expect(line).toContainText('Applied');
	await line.getByRole('link').click();

	await expect(page.getByRole('heading', { level: 1, name: 'customers.csv' })).toBeVisible();
	await expect(page).toHaveTitle('customers.csv - Imports - Distribu');
	await expect(page.locator('.counts')).toContainText(/1\s*created,.*1\s*updated,.*0\s*unchanged/s);
	const [{ sha256 } = { sha256: '?' }] = await query<{ sha256: string }>(
		`SELECT "fileSha256" AS "sha256" FROM "Import" WHERE "companyId" = $1`,
		[company.id]
	);
	await expect(page.getByRole('region', { name: 'File' })).toContainText(sha256);
	const columns = page.getByRole('region', { name: 'Columns' });
	await expect(columns).toContainText('“Full name” · empty cells removed it');
	await expect(columns).toContainText('not in the file; left as it was');

	await expect(grid(page).getByRole('row')).toHaveCount(3);
	const updated = grid(page).getByRole('row', { name: /ann@shop/ });
	await expect(updated.getByRole('gridcell', { name: /was Ann\s*now\s*Anna/ })).toBeVisible();
	await updated.getByRole('rowheader').press('Enter');
	const sheet = page.getByRole('dialog', { name: 'Row 2' });
	await expect(sheet).toContainText('250.00');
	await sheet.getByRole('link', { name: 'Customer and its history' }).click();

	await expect(page.getByRole('heading', { level: 1, name: 'Anna' })).toBeVisible();
	const earlier = page.getByRole('list', { name: 'Earlier values of name, the last first' });
	await expect(earlier.getByRole('listitem')).toHaveText('Ann since the customer was added');
	await expect(page.getByText("can't sign in to your store")).toBeVisible();
	await page.getByRole('link', { name: 'customers.csv' }).first().click();

	await page.getByRole('link', { name: /^Entry of/ }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible();
	const entry = page.locator('[aria-current="true"]');
	await expect(entry).toContainText('1 created, 1 updated');
	await entry.getByRole('link', { name: 'What it changed' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'customers.csv' })).toBeVisible();
});

test('H1, W8: the changes are filtered, searched and read by keyboard alone', async ({ page, company }) => {
	await insertCustomers(company.id, [ann]);
	const many = generateCustomers(20, 'lean');
	const importId = await importCustomers(page, company, [{ ...ann, name: 'Anna' }, ...many]);
	await openImport(page, importId);
	await grid(page).getByRole('rowheader').first().focus();
	await page.keyboard.press('3');
	await expect(grid(page).getByRole('row')).toHaveCount(2);
	await expect(page.getByRole('button', { name: /Updated/ })).toHaveAttribute('aria-pressed', 'true');
	await page.keyboard.press('1');
	await page.keyboard.press('j');
	await page.keyboard.press('ArrowDown');
	await expect(page.getByText('3 of 21')).toBeVisible();
	await page.keyboard.press('/');
	await expect(page.getByRole('searchbox', { name: 'Find in rows' })).toBeFocused();
	await page.keyboard.type('net 30');
	await page.keyboard.press('Enter');
	await expect(grid(page).getByRole('row', { name: /ann@shop/ })).toBeVisible();
	await expect(grid(page).getByRole('rowheader').first()).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: 'Row 2' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(grid(page).getByRole('rowheader').first()).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(page.getByText('of 21')).toBeVisible();
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
});

test('H1, E3: all changes can be downloaded, whatever the filter shows, and no cell runs as a formula', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [ann]);
	const importId = await importCustomers(page, company, [{ ...ann, notes: '=1+1' }, ben]);
	await openImport(page, importId);
	await page.getByRole('button', { name: /^\+? ?Created/ }).click();
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download all changes' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toBe('changes-customers.csv');
	const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
	expect(lines.slice(0, 3)).toEqual([
		'\ufeff"row","email","change","field","old value","new value","undone"',
		'"2","ann@shop.example","updated","notes","Net 30","\'=1+1",""',
		'"3","ben@shop.example","created","email","","ben@shop.example",""'
	]);
});

test('H1, I30: the imports of one large file are one line, and have a page with each of them', async ({
	page,
	company
}) => {
	const { importIds } = await importRun(page, company, [[ann], [ben]]);
	await page.goto('/dashboard/customers/imports');
	const line = page.getByRole('row', { name: /large\.csv/ });
	await expect(line).toContainText('2 batches');
	await line.getByRole('link').click();
	await expect(page.locator('.counts')).toContainText(/2\s*created/);
	await expect(page.getByRole('link', { name: 'Undo all batches' })).toBeVisible();
	const batches = page.getByRole('table', { name: 'Batches' });
	await batches.getByRole('link', { name: 'Batch 2' }).click();
	await expect(page).toHaveURL(new RegExp(`/imports/${importIds[1]}$`));
	await page.getByRole('link', { name: 'All of this file' }).click();
	await expect(batches.getByRole('link')).toHaveText(['Batch 1', 'Batch 2']);
});

test('H2: after 30 days it cannot be undone; the page says so, and what was deleted', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [ann]);
	const importId = await importCustomers(page, company, [{ ...ann, name: 'Anna' }]);
	await query(`UPDATE "Import" SET "createdAt" = now() - interval '31 days' WHERE "id" = $1`, [importId]);
	await openImport(page, importId);
	await expect(page.getByText('It cannot be undone any longer')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Undo this import' })).toHaveCount(0);

	await query(`UPDATE "ImportChange" SET "before" = NULL WHERE "importId" = $1`, [importId]);
	await query(`UPDATE "Import" SET "imagesDeletedAt" = now() WHERE "id" = $1`, [importId]);
	await openImport(page, importId);
	await expect(page.getByText('Old values were deleted after 30 days')).toBeVisible();
	await expect(grid(page).getByRole('gridcell', { name: /old value no longer known, now/ })).toContainText(
		'Anna'
	);
});

test('H1: 2,500 changes come piece by piece; a piece that does not come is fetched again', async ({
	page,
	company
}) => {
	await setPlan(company.id, 'ENTERPRISE');
	const importId = await importCustomers(page, company, generateCustomers(2500, 'lean'));
	let asked = 0;
	await page.route(/imports\.changes/, async (route) => {
		if (++asked === 2) await route.abort('connectionreset');
		else await route.continue();
	});
	await openImport(page, importId);
	await expect(page.getByRole('alert')).toContainText("We couldn't reach Distribu");
	await expect(page.getByText('1,000 rows', { exact: true })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Download all changes' })).toBeDisabled();
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByText('2,500 rows', { exact: true })).toBeVisible();
	await expect(page.getByRole('alert')).toHaveCount(0);
});

test('U1: a member sees a customer and its history, without a link to an import, and no imports', async ({
	page,
	company
}) => {
	const importId = await importCustomers(page, company, [ann]);
	await setRole(company.owner.email, 'MEMBER');
	await page.goto('/dashboard/customers');
	await expect(page.getByRole('link', { name: 'Imports', exact: true })).toHaveCount(0);
	await page.getByRole('link', { name: ann.email }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Ann' })).toBeVisible();
	await expect(page.getByText('by import customers.csv (Olive Owner)')).toBeVisible();
	await expect(page.locator('a[href*="/imports"]')).toHaveCount(0);
	for (const path of ['', `/${importId}`, `/runs/${importId}`]) {
		const answer = await page.goto(`/dashboard/customers/imports${path}`);
		expect(answer?.status()).toBe(403);
		await expect(page.getByRole('heading', { level: 1, name: "You can't open this page" })).toBeVisible();
	}
});

test('U2: what is unknown or another company’s is not found', async ({ page, company, browser }) => {
	const context = await browser.newContext({ baseURL: process.env.E2E_ADDRESS ?? '' });
	const other = await signUpCompany(context);
	const theirs = await context.newPage();
	const { runId, importIds } = await importRun(theirs, other, [[ann]]);
	const unknown = '00000000-0000-4000-8000-000000000000';
	expect(company.id).not.toBe(other.id);
	for (const path of [
		...[importIds[0], unknown, 'x'].map((id) => `imports/${id}`),
		...[runId, unknown, '%00'].map((id) => `imports/runs/${id}`),
		...[await idOf(other, ann), unknown, 'x'].map((id) => `${id}`)
	]) {
		const answer = await page.goto(`/dashboard/customers/${path}`);
		expect(answer?.status(), path).toBe(404);
		await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
	}
	await context.close();
});
