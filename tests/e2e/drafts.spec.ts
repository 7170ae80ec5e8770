import type { Page } from '@playwright/test';
import { expect, signUpCompany, test } from './fixtures.ts';
import {
	chooseFile,
	expectCounts,
	expectResult,
	importButton,
	keptFixes,
	openImport
} from './import-screen.ts';

const file = 'mail,Firma,limit\nann@shop.example,Ann,"$1,250.00"\nben@shop.example,Ben,90\n';

/** Opens a review in which a column was chosen and an amount fixed, and waits until the browser keeps it. */
async function reviewAndFix(page: Page): Promise<void> {
	await openImport(page);
	await chooseFile(page, file, 'shops.csv');
	await page.getByLabel('Column for Email').selectOption('0');
	await page.getByLabel('Column for Name').selectOption('1');
	await expectCounts(page, { create: 1, issues: 1 });
	await page.getByRole('button', { name: /^Fix it/ }).click();
	await expectCounts(page, { create: 2 });
	await expect.poll(() => keptFixes(page)).toEqual([expect.stringContaining('1250')]);
}

async function expectReviewBack(page: Page): Promise<void> {
	await expectCounts(page, { create: 2 });
	await expect(page.getByText('shops.csv').first()).toBeVisible();
	await expect(page.getByLabel('Column for Email').locator('option:checked')).toHaveText(/^mail/);
	await expect(page.getByLabel('Column for Name').locator('option:checked')).toHaveText(/^Firma/);
	await expect(page.getByRole('region', { name: '1 fix' })).toContainText('$1,250.00');
}

/** The import screen has no file open, and offers none. */
async function expectNothing(page: Page): Promise<void> {
	await openImport(page);
	await expect(page.getByLabel('Choose file')).toBeAttached();
	await expect.poll(() => keptFixes(page)).toEqual([]);
	await expect(page.getByText('You have an unfinished review')).toHaveCount(0);
}

test('a reload brings back file, mapping and fixes, and the import goes on from there (W4)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	await reviewAndFix(page);
	await page.reload();
	await expect(page.getByText(/^Your review of shops.csv from \d\d:\d\d is back\.$/)).toBeVisible();
	await expectReviewBack(page);

	await importButton(page).click();
	await expectResult(page, 2, 0, 0);
	await expectNothing(page);
});

test('a review that came back can be discarded (W4)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	await reviewAndFix(page);
	await page.reload();
	await expectReviewBack(page);
	await page.getByRole('button', { name: 'Discard' }).click();
	await expect(page.getByLabel('Choose file')).toBeAttached();
	await expectNothing(page);
});

test('another page of the dashboard and back, and the review is there (W4)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	await reviewAndFix(page);
	await page.getByRole('link', { name: 'Plan', exact: false }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: 'Starter plan' })).toBeVisible();
	await page.goBack();
	await expectReviewBack(page);
});

test('what a crashed tab left is offered to the next one, which goes on or discards (W4)', async ({
	page,
	context,
	company
}) => {
	expect(company.id).toBeTruthy();
	await reviewAndFix(page);
	const busy = await context.newPage();
	await openImport(busy);
	await expect(busy.getByText('You have an unfinished review')).toHaveCount(0);
	await busy.close();

	await page.close();
	const next = await context.newPage();
	await openImport(next);
	await expect(next.getByText(/^shops\.csv, from \d\d:\d\d\./)).toBeVisible();
	await next.getByRole('button', { name: 'Continue' }).click();
	await expectReviewBack(next);
	await next.reload();
	await expectReviewBack(next);

	await next.close();
	const last = await context.newPage();
	await openImport(last);
	await last.getByRole('button', { name: 'Discard' }).click();
	await expect(last.getByText('You have an unfinished review')).toHaveCount(0);
	await expectNothing(last);
});

test('signing out leaves no review in the browser (W4)', async ({ page, company }) => {
	await reviewAndFix(page);
	await page.getByRole('button', { name: 'Account of Olive Owner' }).click();
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page).toHaveURL(/\/login/);
	expect(await keptFixes(page)).toEqual([]);

	await page.getByLabel('Email').fill(company.owner.email);
	await page.getByLabel('Password', { exact: true }).fill(company.owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible();
	await expectNothing(page);
});

test('another user of the machine never sees a review, and their visit deletes it (W4)', async ({
	page,
	context,
	company
}) => {
	expect(company.id).toBeTruthy();
	await reviewAndFix(page);
	// The session ended, and somebody else signed in: nobody signed out.
	await context.clearCookies();
	await signUpCompany(context);
	await page.goto('/dashboard/customers');
	await expect.poll(() => keptFixes(page)).toEqual([]);
	await expectNothing(page);
});
