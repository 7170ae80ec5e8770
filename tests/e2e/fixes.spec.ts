import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { insertCustomers, readCustomers } from './database.ts';
import { expect, test } from './fixtures.ts';
import { chooseFile, expectCounts, expectResult, importButton, previewFile } from './import-screen.ts';

/** Presses a button that saves a file; its name and bytes. */
async function save(page: Page, name: string | RegExp): Promise<{ name: string; bytes: Buffer }> {
	const saving: Promise<Download> = page.waitForEvent('download');
	await page.getByRole('button', { name }).click();
	const download = await saving;
	return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('the own file comes back as it was but for the fixed cells, and needs no fix any more (W4, W5)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	const written =
		'\ufeffphone;"email";limit\r\n1;ann @shop.example;"$1,250.00"\r\n\r\n2;BEN@shop.example;90\n3;"mailto:eve@shop.example";"$5.00"';
	await previewFile(page, written, { create: 1, issues: 4 });
	await page.getByRole('button', { name: /^Fix all 2: 2 credit limits/ }).click();
	await page.getByRole('button', { name: /^Fix it: 1 email with spaces/ }).click();
	await page.getByRole('button', { name: /^Fix it: 1 email with .mailto/ }).click();
	await expectCounts(page, { create: 3 });

	const corrected = await save(page, 'Download corrected CSV');
	expect(corrected.name).toBe('customers-corrected.csv');
	expect(corrected.bytes.toString('utf8')).toBe(
		written
			.replace('ann @', 'ann@')
			.replace('mailto:', '')
			.replace('$1,250.00', '1250.00')
			.replace('$5.00', '5.00')
	);

	await chooseFile(page, corrected.bytes, corrected.name);
	await expect(page.getByText('The file was replaced: no issues.')).toBeVisible();
	await expect(page.getByText('4 fixes no longer needed (the file has them).')).toBeVisible();
	await expectCounts(page, { create: 3 });
	await expect(page.getByRole('region', { name: /fix/ })).toHaveCount(0);
});

test('rows left out are saved with their reason, which the importer ignores later (W4)', async ({
	page,
	company
}) => {
	await previewFile(page, 'email,name\nann@shop.example,Ann\nno address,Ben\n,Carl\n', {
		create: 1,
		issues: 2
	});
	await page.getByRole('button', { name: /^Leave out all 2 rows/ }).click();
	await expectCounts(page, { create: 1 });
	const leftOut = await save(page, 'Download rows left out (2)');
	expect(leftOut.name).toBe('customers-left-out.csv');
	await importButton(page).click();
	await expectResult(page, 1, 0, 0);

	await page.getByRole('button', { name: 'Import another file' }).click();
	await chooseFile(page, leftOut.bytes.toString('utf8').replace('no address', 'ben@shop.example'));
	await expectCounts(page, { create: 1, issues: 1 });
	await page.getByRole('button', { name: /^Leave out the row/ }).click();
	await importButton(page).click();
	await expectResult(page, 1, 0, 0);
	expect((await readCustomers(company.id)).map(({ name }) => name)).toEqual(['Ann', 'Ben']);
});

test('a fix is taken back by itself, and all of them after a question (W4)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	await previewFile(
		page,
		'email,limit\nann@shop.example,$1\nben@shop.example,$2\nmailto:c@shop.example,3\n',
		{
			issues: 3
		}
	);
	await page.getByRole('button', { name: /^Fix all 2/ }).click();
	await page.getByRole('button', { name: /^Fix it/ }).click();
	await expectCounts(page, { create: 3 });
	const fixes = page.getByRole('region', { name: '2 fixes' });
	await fixes.getByText('Credit limit, 2 rows').click();
	await fixes.getByRole('button', { name: 'Undo row 3' }).click();
	await expectCounts(page, { create: 2, issues: 1 });
	await page.getByRole('button', { name: 'Undo all' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Undo all' }).click();
	await expectCounts(page, { issues: 3 });
});

test('a status word that is not known is read as Blocked by one press, and written so (V3)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [customer('ann@shop.example', { status: 'BLOCKED' })]);
	await previewFile(page, 'email,status\nann@shop.example,on hold\nben@shop.example,active\n', {
		create: 1,
		update: 1
	});
	await expect(
		page.getByRole('heading', { name: '1 unknown status, read as Active: 1 customer would be unblocked' })
	).toBeVisible();
	await page.getByRole('button', { name: 'Read as Blocked: on hold' }).click();
	await expectCounts(page, { create: 1, unchanged: 1 });
	await importButton(page).click();
	await expectResult(page, 1, 0, 1);
	expect((await readCustomers(company.id)).map(({ status }) => status)).toEqual(['BLOCKED', 'ACTIVE']);
});

test('an import of unusual size asks, by button and by key, and names the reason (W9)', async ({
	page,
	company
}) => {
	const shops = Array.from({ length: 25 }, (_, i) =>
		customer(`shop${String(i).padStart(2, '0')}@shop.example`, { creditLimit: '10.00' })
	);
	await insertCustomers(company.id, shops);
	await previewFile(page, `email,limit\n${shops.map(({ email }) => `${email},1000`).join('\n')}\n`, {
		update: 25
	});
	const dialog = page.getByRole('dialog', { name: 'Look once more before you import' });

	await page.keyboard.press('Control+Enter');
	await expect(dialog.getByText('25 of your 25 customers will change.')).toBeVisible();
	await expect(
		dialog.getByText('25 credit limits change tenfold or more, such as on row 2: 10.00 → 1,000.00.')
	).toBeVisible();
	await expect(dialog.getByRole('button', { name: 'Back to the preview' })).toBeFocused();
	await page.keyboard.press('Control+Enter');
	await page.keyboard.press('Escape');
	await expect(dialog).toHaveCount(0);
	expect((await readCustomers(company.id))[0]?.creditLimit).toBe('10.00');

	await importButton(page).click();
	await dialog.getByRole('button', { name: 'Import anyway' }).click();
	await expectResult(page, 0, 25, 0);
});
