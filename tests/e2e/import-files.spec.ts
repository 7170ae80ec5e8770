import { customer } from '../support/core.ts';
import { signal } from '../support/signal.ts';
import { countAuditEntries, insertCustomers, readCustomers } from './database.ts';
import { expect, test } from './fixtures.ts';
import {
	chooseFile,
	expectCounts,
	expectImportDisabled,
	expectResult,
	importButton,
	openImport,
	pressDisabled,
	previewFile,
	previewRow,
	recordCalls
} from './import-screen.ts';

test('the smallest file: one column, email', async ({ page, company }) => {
	await previewFile(page, 'email\nann@shop.example\nBEN@shop.example\n', { create: 2 });
	await importButton(page).click();
	await expectResult(page, 2, 0, 0);

	expect(await readCustomers(company.id)).toEqual([
		customer('ann@shop.example'),
		customer('ben@shop.example')
	]);
	expect(await countAuditEntries(company.id)).toBe(1);

	await page.getByRole('link', { name: 'View customers' }).click();
	await expect(page.getByRole('rowheader', { name: 'ben@shop.example' })).toBeVisible();
});

test('I1 a file that is chosen before the page’s script is at work is read as soon as it is', async ({
	page,
	company
}) => {
	const script = signal();
	await page.route('**/_app/immutable/**/*.js', async (route) => {
		await script.come;
		await route.continue();
	});
	await page.goto('/dashboard/customers/import', { waitUntil: 'commit' });
	await chooseFile(page, 'email\nann@shop.example\n');
	script.give();
	await expectCounts(page, { create: 1 });
	expect(await readCustomers(company.id)).toEqual([]);
});

test('all five columns, under other names, with semicolons and a BOM; a password column is left out (P1, P2, M2, P9, T20)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [
		customer('kim@shop.example', { name: 'Kim’s Deli', creditLimit: '500.00' })
	]);
	const file = [
		'\ufeffContact E-Mail;Company_Name;STATE;Comments;Credit limit (USD);password',
		'new@shop.example;"Blue; Plate";active;"Net 30\r\nbefore eight";1500;hunter2',
		'kim@shop.example;Kim’s Deli;suspended;;500.00;hunter2'
	].join('\r\n');

	await previewFile(page, file, { create: 1, update: 1 });
	await expect(page.getByText('Semicolon · UTF-8 · header in row 1')).toBeVisible();
	await expect(page.getByText(/Passwords are never imported/)).toBeVisible();
	expect(await page.content()).not.toContain('hunter2');
	await expect(previewRow(page, 3).getByRole('deletion')).toContainText('Active');
	await expect(previewRow(page, 3).getByRole('insertion')).toContainText('Blocked');

	await importButton(page).click();
	await expectResult(page, 1, 1, 0);
	expect(await readCustomers(company.id)).toEqual([
		customer('kim@shop.example', { name: 'Kim’s Deli', status: 'BLOCKED', creditLimit: '500.00' }),
		customer('new@shop.example', {
			name: 'Blue; Plate',
			notes: 'Net 30\nbefore eight',
			creditLimit: '1500.00'
		})
	]);
});

test('a column is chosen by hand, and the preview follows at once, without the network (M7)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [customer('ann@shop.example', { name: 'Ann', notes: 'Net 30' })]);
	await previewFile(page, 'email,Firma,Bemerkung\nann@shop.example,Ann,Net 60\n', { unchanged: 1 });

	const calls = recordCalls(page);
	await page.getByLabel('Column for Notes').selectOption({ label: 'Bemerkung: Net 60' });
	await expectCounts(page, { update: 1 });
	await expect(previewRow(page, 2).getByRole('insertion')).toContainText('Net 60');
	await page.getByLabel('Column for Notes').selectOption({ label: 'Firma: Ann' });
	await expect(previewRow(page, 2).getByRole('insertion')).toContainText('Ann');
	expect(calls).toEqual([]);

	await page.getByRole('button', { name: 'Reset to detected' }).click();
	await expectCounts(page, { unchanged: 1 });
});

test('a file whose email column only looks like one asks first, and Enter accepts it (M6)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	await openImport(page);
	await chooseFile(page, 'Firma,Kontakt\nAnn,ann@shop.example\n');
	await expect(page.getByRole('alert')).toContainText('Choose the column that holds email addresses');
	await expect(page.getByRole('button', { name: 'Use “Kontakt”' }).first()).toBeFocused();
	await expectImportDisabled(page, /Choose the column/);
	await page.keyboard.press('Enter');
	await expectCounts(page, { create: 1 });
	await expect(page.getByLabel('Column for Email').locator('option:checked')).toHaveText(/^Kontakt/);
});

test('a file whose email column nobody could guess asks for it, with the focus there (M7)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	await openImport(page);
	await chooseFile(page, 'Firma,Kontakt\nAnn,ann at shop.example\n');
	await expect(page.getByRole('alert')).toContainText('Choose the column that holds email addresses');
	await expect(page.getByLabel('Column for Email')).toBeFocused();
	await expectImportDisabled(page, /Choose the column/);

	await page.getByLabel('Column for Email').selectOption({ label: 'Kontakt: ann at shop.example' });
	await expectCounts(page, { issues: 1 });
	await page.getByLabel('Column for Email').selectOption({ label: 'Choose a column…' });
	await chooseFile(page, 'Firma,Kontakt\nAnn,ann@shop.example\n');
	await page.getByLabel('Column for Email').selectOption({ label: 'Kontakt: ann@shop.example' });
	await expectCounts(page, { create: 1 });
	await expect(importButton(page)).toHaveText(/Import 1 customer/);
});

test('issues disable Import, are listed with their rows, and the corrected file keeps the mapping (W3, W4)', async ({
	page,
	company
}) => {
	const header = 'email,Firma,credit';
	await previewFile(
		page,
		`${header}\nann@shop.example,Ann,-5\nno address,Ben,10\nann@shop.example,Cat,10.005\n`,
		{
			issues: 5
		}
	);
	await expectImportDisabled(page, 'Fix 5 issues to import.');
	await expect(page.getByRole('heading', { name: '5 issues in 3 rows' })).toBeVisible();
	await expect(page).toHaveTitle(/^5 issues/);
	await expect(previewRow(page, 2)).toContainText("Credit limit can't be below 0.");
	await expect(previewRow(page, 2)).toContainText('The same email is also on row 4.');
	await expect(previewRow(page, 3)).toContainText('Not a valid email.');

	await page.getByRole('button', { name: /^Row 3 / }).click();
	await expect(previewRow(page, 3).getByRole('rowheader')).toBeFocused();
	await expect(previewRow(page, 3).getByRole('rowheader')).toHaveAccessibleDescription(/^Not a valid email/);

	await pressDisabled(importButton(page));
	await expect(page.getByRole('heading', { name: '5 issues in 3 rows' })).toBeFocused();
	expect(await readCustomers(company.id)).toEqual([]);

	await page.getByLabel('Column for Name').selectOption({ label: 'Firma: Ann, Ben, Cat' });
	await chooseFile(page, `${header}\nann@shop.example,Ann,5\nben@shop.example,Ben,10\n`);
	await expectCounts(page, { create: 2 });
	await expect(page.getByLabel('Column for Name').locator('option:checked')).toHaveText(/^Firma/);
	await importButton(page).click();
	await expectResult(page, 2, 0, 0);
	expect((await readCustomers(company.id)).map(({ name }) => name)).toEqual(['Ann', 'Ben']);
});

test('nothing to change: every row matches, Import is disabled (W7, S5)', async ({ page, company }) => {
	await insertCustomers(company.id, [customer('ann@shop.example', { notes: 'a\nb', creditLimit: '100.00' })]);
	await previewFile(page, 'email,notes,creditLimit\n ANN@shop.example ," a\r\nb",100\n', { unchanged: 1 });
	await expectImportDisabled(page, 'Nothing to change: every row matches its customer already.');
	await pressDisabled(importButton(page));
	await expectCounts(page, { unchanged: 1 });
	expect(await countAuditEntries(company.id)).toBe(0);
});

test('losses are counted apart, and empty cells can be left as they are (S3, W1)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [
		customer('ann@shop.example', { name: 'Ann', creditLimit: '100.00' }),
		customer('ben@shop.example', { name: 'Ben', status: 'BLOCKED' })
	]);
	await previewFile(page, 'email,name,status,credit\nann@shop.example,Ann,,\nben@shop.example,Ben,,\n', {
		update: 2
	});
	await expect(page.getByRole('button', { name: '1 credit limit will be removed' })).toBeVisible();
	await expect(page.getByRole('button', { name: '1 customer will be unblocked' })).toBeVisible();

	await page.getByLabel('Empty cells of Credit limit').selectOption('keep');
	await expectCounts(page, { update: 1, unchanged: 1 });
	await page.getByLabel('Empty cells of Status').selectOption('keep');
	await expectCounts(page, { unchanged: 2 });
});

const refusals: [name: string, content: string | Uint8Array, message: RegExp][] = [
	['an empty file', '', /This file is empty/],
	['a header without rows', 'email,name\n', /No customers in this file/],
	['a damaged workbook', Buffer.from('PK\u0003\u0004 … xl/workbook.xml …'), /This Excel workbook is damaged/],
	['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /This is an old Excel workbook/],
	[
		'a picture',
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0xff, 0xfe]),
		/This is neither a CSV file nor an Excel workbook/
	]
];

for (const [name, content, message] of refusals) {
	test(`${name} is refused in plain words, and the next file is read (I5)`, async ({ page, company }) => {
		expect(company.id).toBeTruthy();
		await openImport(page);
		await chooseFile(page, content);
		await expect(page.getByRole('alert')).toContainText(message);
		await expect(page.getByRole('alert')).toBeFocused();
		await chooseFile(page, 'email\nann@shop.example\n');
		await expectCounts(page, { create: 1 });
	});
}

test('a file without a header is offered to be read as data (I5)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	await openImport(page);
	await chooseFile(page, 'ann@shop.example,Ann\nben@shop.example,Ben\n');
	await page.getByRole('button', { name: 'Treat the first row as a customer' }).click();
	await page.getByLabel('Column for Email').selectOption('0');
	await expectCounts(page, { create: 2 });
});
