import { writeFileSync } from 'node:fs';
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

test('100,001 rows are refused with the figures, and nothing is sent (I2, I30)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	await openImport(page);
	const calls = recordCalls(page);
	const rows = Array.from({ length: 100_001 }, (_, i) => `shop${i}@x.example`);
	await chooseFile(page, `email\n${rows.join('\n')}\n`);
	await expect(page.getByRole('alert')).toContainText(
		'This file has 100,001 customers; the limit is 100,000.'
	);
	expect(calls).toEqual([]);
});

test('a file of exactly 2 MB is one import, one byte more comes as several (I2, I30)', async ({
	page,
	company
}) => {
	await setPlan(company.id, 'ENTERPRISE');
	const limit = 2 * 1024 * 1024;
	const start = 'email,other\nann@shop.example,';
	await previewFile(page, start + 'x'.repeat(limit - start.length), { create: 1 });
	await expect(page.getByText('of which 1 changes something')).toHaveCount(0);
	await chooseFile(page, start + 'x'.repeat(limit + 1 - start.length));
	await expect(page.getByText('2 MB, of which 1 changes something')).toBeVisible();
	await expectCounts(page, { create: 1 });
});

test('a file of one byte more than 50 MB is refused with the figures (I2, I30)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	const limit = 50 * 1024 * 1024;
	await openImport(page);
	const start = 'email,other\nann@shop.example,';
	const content = Buffer.alloc(limit + 1, 'x');
	content.write(start);
	const file = test.info().outputPath('customers.csv');
	writeFileSync(file, content);
	await page.getByLabel('Choose file').setInputFiles(file);
	await expect(page.getByRole('alert')).toContainText(
		'This file is 52,428,801 bytes; the limit is 52,428,800 bytes.'
	);
});
