import { csvOf, generateCustomers } from '../support/generate-customers.ts';
import { readCustomers, setPlan } from './database.ts';
import { expect, test } from './fixtures.ts';
import {
	chooseFile,
	expectCounts,
	expectResult,
	importButton,
	openImport,
	previewFile,
	recordCalls
} from './import-screen.ts';

test('5,000 rows with long notes, nearly 2 MB, are imported (I2)', async ({ page, company }) => {
	await setPlan(company.id, 'ENTERPRISE');
	const customers = generateCustomers(5000, 'full');
	await previewFile(page, csvOf(customers), { create: 5000 });
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '5001');
	await importButton(page).click();
	await expectResult(page, 5000, 0, 0);
	expect(await readCustomers(company.id)).toHaveLength(5000);

	await previewFile(page, csvOf(customers), { unchanged: 5000 });
});

test('5,001 rows are refused with the figures, and nothing is sent (I2)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	await openImport(page);
	const calls = recordCalls(page);
	await chooseFile(page, csvOf(generateCustomers(5001, 'lean')));
	await expect(page.getByRole('alert')).toContainText('This file has 5,001 customers; the limit is 5,000.');
	expect(calls).toEqual([]);
});

test('a file of exactly 2 MB is read, one byte more is refused with the figures (I2)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	const limit = 2 * 1024 * 1024;
	const start = 'email,other\nann@shop.example,';
	await openImport(page);
	await chooseFile(page, start + 'x'.repeat(limit + 1 - start.length));
	await expect(page.getByRole('alert')).toContainText(
		'This file is 2,097,153 bytes; the limit is 2,097,152 bytes.'
	);
	await chooseFile(page, start + 'x'.repeat(limit - start.length));
	await expectCounts(page, { create: 1 });
});
