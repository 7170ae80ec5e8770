import { demoCompanies, demoPassword } from '../../src/lib/server/auth/demo-accounts.ts';
import { customer } from '../support/core.ts';
import { companyOf, countAuditEntries, insertCustomers, query, readCustomers, setPlan } from './database.ts';
import { expect, test } from './fixtures.ts';
import {
	expectCounts,
	expectImportDisabled,
	expectResult,
	importButton,
	previewFile
} from './import-screen.ts';

const twoNew = 'email,name\nann@shop.example,Ann\nben@shop.example,Ben\n';

test('over the plan limit: a warning with the numbers, the whole import refused; updates never count (W6, A4)', async ({
	page
}) => {
	const [, bluePlate] = demoCompanies;
	const [{ email }] = bluePlate.staff;
	await page.goto('/login');
	await page.getByLabel('Email').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(demoPassword);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();

	const companyId = await companyOf(email);
	const before = await readCustomers(companyId);
	const free = 25 - before.length;
	const addresses = Array.from({ length: free + 1 }, (_, i) => `new${i}@shop.example`);
	const existing = before.map((one) => `${one.email},Renamed`);

	await previewFile(page, `email\n${addresses.join('\n')}\n`, { create: free + 1 });
	const numbers = `your plan allows 25, you have ${before.length} (${free} free)`;
	await expect(page.getByText('More customers than your plan allows')).toBeVisible();
	await expect(page.getByText(numbers)).toBeVisible();
	await importButton(page).click();
	await expect(page.getByRole('alert')).toContainText(numbers);
	await expect(page.getByRole('alert')).toContainText('Nothing was imported.');
	expect(await readCustomers(companyId)).toEqual(before);
	await page.getByRole('button', { name: 'Cancel' }).click();

	await previewFile(page, `email,name\n${existing.join('\n')}\n`, { update: before.length });
	await expect(page.getByText('More customers than your plan allows')).toHaveCount(0);
	await expect(importButton(page)).not.toHaveAttribute('aria-disabled');
});

test('a company at its limit still updates (A4)', async ({ page, company }) => {
	const shops = Array.from({ length: 25 }, (_, i) => customer(`shop${i}@example.com`));
	await insertCustomers(company.id, shops);
	await previewFile(page, `email,name\n${shops.map(({ email }) => `${email},Renamed`).join('\n')}\n`, {
		update: 25
	});
	await importButton(page).click();
	await expect(page.getByRole('dialog')).toContainText('25 of your 25 customers will change');
	await page.getByRole('button', { name: 'Import anyway' }).click();
	await expectResult(page, 0, 25, 0);
});

test('a stale preview: nothing is written, the rows that differ are shown, and the person decides again (A3)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [
		customer('ann@shop.example', { notes: 'Net 30' }),
		customer('ben@shop.example')
	]);
	await previewFile(page, 'email,notes\nann@shop.example,Net 60\nben@shop.example,Net 60\n', { update: 2 });

	await query(
		`UPDATE "Customer" SET "notes" = 'A colleague wrote this' WHERE "companyId" = $1 AND "email" = $2`,
		[company.id, 'ann@shop.example']
	);
	await importButton(page).click();

	await expect(page.getByRole('alert')).toContainText(
		'Your customers changed since this preview: 1 row differs.'
	);
	await expect(page.getByRole('alert')).toBeFocused();
	const differing = page.getByRole('table', { name: 'Rows that differ from the preview' });
	await expect(differing.getByRole('rowheader')).toHaveText(['ann@shop.example']);
	await expect(differing).toContainText('A colleague wrote this');
	await expectImportDisabled(page, 'Review again before you import.');
	expect(await countAuditEntries(company.id)).toBe(0);

	await page.getByRole('button', { name: 'Review again' }).click();
	await expect(importButton(page)).not.toHaveAttribute('aria-disabled');
	await importButton(page).click();
	await expectResult(page, 0, 2, 0);
	expect((await readCustomers(company.id)).map(({ notes }) => notes)).toEqual(['Net 60', 'Net 60']);
});

test('a customer that appeared since the preview makes it stale too (A3)', async ({ page, company }) => {
	await previewFile(page, twoNew, { create: 2 });
	await insertCustomers(company.id, [customer('ann@shop.example', { name: 'Ann' })]);
	await importButton(page).click();
	await expect(page.getByRole('alert')).toContainText('1 row differs');
	await page.getByRole('button', { name: 'Review again' }).click();
	await expectCounts(page, { create: 1, unchanged: 1 });
});

test('a double click on Import writes once (A5)', async ({ page, company }) => {
	await previewFile(page, twoNew, { create: 2 });
	const sent: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('imports.apply')) sent.push(request.url());
	});
	await importButton(page).evaluate((button: HTMLButtonElement) => {
		button.click();
		button.click();
	});
	await expectResult(page, 2, 0, 0);
	expect(sent).toHaveLength(1);
	expect(await readCustomers(company.id)).toHaveLength(2);
	expect(await countAuditEntries(company.id)).toBe(1);
});

test('the same apply sent twice gets the same answer and writes once (A5)', async ({ page, company }) => {
	await previewFile(page, twoNew, { create: 2 });
	const request = page.waitForRequest(/imports\.apply/);
	await importButton(page).click();
	const first = await request;
	await expectResult(page, 2, 0, 0);

	const again = await page.request.post(first.url(), {
		data: first.postDataBuffer() ?? '',
		headers: { 'Content-Type': 'application/json', Origin: process.env.E2E_ADDRESS ?? '' }
	});
	const response = await first.response();
	expect(await again.json()).toEqual(await response?.json());
	expect(await countAuditEntries(company.id)).toBe(1);
});

test('an answer that gets lost is asked for again, and the import is written once (A5, A6)', async ({
	page,
	company
}) => {
	await previewFile(page, twoNew, { create: 2 });
	await page.route(/imports\.apply/, async (route) => {
		await route.fetch();
		await route.abort('connectionreset');
	});
	await importButton(page).click();
	await expectResult(page, 2, 0, 0);
	await expect(page.getByText('the import was written, and only once')).toBeVisible();
	expect(await countAuditEntries(company.id)).toBe(1);
});

test('a request that never arrives writes nothing, and trying again imports', async ({ page, company }) => {
	await previewFile(page, twoNew, { create: 2 });
	await page.route(/imports\.(apply|find)/, (route) => route.abort('connectionrefused'));
	await importButton(page).click();
	await expect(page.getByRole('alert')).toContainText("We couldn't reach Distribu");
	expect(await readCustomers(company.id)).toEqual([]);

	await page.unroute(/imports\.(apply|find)/);
	await page.getByRole('button', { name: 'Try again' }).click();
	await expectResult(page, 2, 0, 0);
});

test('the result leads to the audit entry: who, when, and the two counts (A7, D1)', async ({
	page,
	company
}) => {
	await setPlan(company.id, 'GROWTH');
	await insertCustomers(company.id, [customer('ann@shop.example', { name: 'Anna' })]);
	await previewFile(page, twoNew, { create: 1, update: 1 });
	await importButton(page).click();
	await expectResult(page, 1, 1, 0);
	await page.getByRole('link', { name: 'Audit log entry' }).click();

	await expect(page.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible();
	const entry = page.getByRole('listitem').filter({ hasText: 'Olive Owner' });
	await expect(entry).toContainText('1 created, 1 updated');
	await expect(entry).toContainText('{"created":1,"updated":1}');
});
