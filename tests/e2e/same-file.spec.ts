import { csvOf, generateCustomers } from '../support/generate-customers.ts';
import { expectBatchesDone, readImports, startBatches } from './batches-screen.ts';
import { setPlan } from './database.ts';
import { expect, test } from './fixtures.ts';
import {
	chooseFile,
	expectCounts,
	expectResult,
	importButton,
	previewFile,
	recordCalls
} from './import-screen.ts';

const twoNew = 'email,name\nann@shop.example,Ann\nben@shop.example,Ben\n';
const known = 'This very file was imported today at';

test('H3 a file that was imported before: the preview says when, and leads to that import; another file is not known', async ({
	page,
	company
}) => {
	await previewFile(page, twoNew, { create: 2 });
	await expect(page.getByText(known)).toHaveCount(0);
	await importButton(page).click();
	await expectResult(page, 2, 0, 0);

	// In the same page, and in a new one; nothing is asked of the server to know it (I4).
	await page.getByRole('button', { name: 'Import another file' }).click();
	await chooseFile(page, twoNew, 'the-same-under-another-name.csv');
	await expectCounts(page, { unchanged: 2 });
	await expect(page.getByText(known)).toBeVisible();
	await previewFile(page, twoNew, { unchanged: 2 });
	const calls = recordCalls(page);
	await expect(page.getByText(known)).toBeVisible();
	expect(calls).toEqual([]);
	const [{ id } = { id: '' }] = await readImports(company.id);
	await expect(page.getByRole('link', { name: 'See that import (new tab)' })).toHaveAttribute(
		'href',
		`/dashboard/customers/imports/${id}`
	);

	await chooseFile(page, `${twoNew}carl@shop.example,Carl\n`);
	await expectCounts(page, { create: 1, unchanged: 2 });
	await expect(page.getByText(known)).toHaveCount(0);
});

test('H3 H2 after its import is undone, the notice says so, and importing again makes the same changes', async ({
	page,
	company
}) => {
	await previewFile(page, twoNew, { create: 2 });
	await importButton(page).click();
	await expectResult(page, 2, 0, 0);
	await page.getByRole('link', { name: 'Undo this import' }).click();
	await expect(page).toHaveURL(/\/dashboard\/customers\/imports\/[0-9a-f-]{36}\/undo$/);
	await page.getByRole('button', { name: /^Undo/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Undo now' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Import undone' })).toBeVisible();

	await previewFile(page, twoNew, { create: 2 });
	await expect(page.getByText(/^This very file was imported today at .*, and undone since$/)).toBeVisible();
	await importButton(page).click();
	await expectResult(page, 2, 0, 0);
	expect(await readImports(company.id)).toHaveLength(2);
});

test('H3 I30 a file that came as several imports leads to all of them', async ({ page, company }) => {
	await setPlan(company.id, 'ENTERPRISE');
	const large = csvOf(generateCustomers(5100, 'lean'));
	await previewFile(page, large, { create: 5100 });
	await startBatches(page);
	await expectBatchesDone(page, 5100);
	await previewFile(page, large, { unchanged: 5100 });
	await expect(page.getByText(known)).toBeVisible();
	const [{ runId } = { runId: null }] = await readImports(company.id);
	await expect(page.getByRole('link', { name: 'See what was imported (new tab)' })).toHaveAttribute(
		'href',
		`/dashboard/customers/imports/runs/${runId}`
	);
});
