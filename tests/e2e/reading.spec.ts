import type { Locator, Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { type XlsxCell, xlsxOf } from '../support/xlsx.ts';
import { insertCustomers, readCustomers } from './database.ts';
import { expect, test } from './fixtures.ts';
import {
	chooseFile,
	expectCounts,
	expectResult,
	importButton,
	openImport,
	previewFile,
	previewRow,
	recordCalls
} from './import-screen.ts';

async function openReadings(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Change how it is read' }).click();
}

function reading(page: Page, group: string, name: string | RegExp): Locator {
	return page.getByRole('group', { name: group }).getByRole('radio', { name });
}

const titled = [
	'Customers of Blue Plate, as of May 3, 2024',
	'',
	'Company;E-Mail;Credit limit (EUR)',
	'Blue Plate;new@shop.example;1500',
	'Kim’s Deli;kim@shop.example;500'
].join('\r\n');

test('titles above the header are left out, and row numbers stay those of the spreadsheet (P10, P7)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [customer('kim@shop.example', { creditLimit: '400.00' })]);
	await previewFile(page, titled, { create: 1, update: 1 });
	await expect(page.getByText('Semicolon · UTF-8 · header in row 3')).toBeVisible();
	await expect(previewRow(page, 5)).toContainText('kim@shop.example');

	// Another row, and back.
	await openReadings(page);
	await reading(page, 'Header row', 'Row 1').click();
	await expect(page.getByText('Semicolon · UTF-8 · header in row 1')).toBeVisible();
	await expect(reading(page, 'Header row', 'Row 1')).toBeFocused();
	await reading(page, 'Header row', 'Row 3').click();
	await expectCounts(page, { create: 1, update: 1 });

	await importButton(page).click();
	await expectResult(page, 1, 1, 0);
	expect((await readCustomers(company.id)).map(({ email, creditLimit }) => [email, creditLimit])).toEqual([
		['kim@shop.example', '500.00'],
		['new@shop.example', '1500.00']
	]);
});

test('encoding and delimiter are chosen by how two rows would look, without the network (P2)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [customer('ann@shop.example', { name: 'Zoë' })]);
	await previewFile(page, 'email;name;notes\nann@shop.example;Zoë;a, b, c\n', { update: 1 });
	await openReadings(page);
	await expect(reading(page, 'Encoding', 'UTF-8')).toBeChecked();
	await expect(reading(page, 'Encoding', 'UTF-8')).toHaveAccessibleDescription(/Zoë/);
	await expect(reading(page, 'Encoding', 'Windows-1252')).toHaveAccessibleDescription(/ZoÃ«/);
	await expect(reading(page, 'Delimiter', 'Semicolon')).toBeChecked();

	const calls = recordCalls(page);
	await reading(page, 'Encoding', 'Windows-1252').click();
	await expect(page.getByText('Semicolon · Windows-1252 · header in row 1')).toBeVisible();
	await expect(previewRow(page, 2).getByRole('insertion').first()).toContainText('ZoÃ«');
	expect(calls.filter((address) => !address.includes('lookup'))).toEqual([]);

	await reading(page, 'Delimiter', 'Comma').click();
	await expect(page.getByRole('alert')).toContainText('Choose the column that holds email addresses');
	// Somebody who compares readings is not taken away from them.
	await expect(reading(page, 'Delimiter', 'Comma')).toBeFocused();
	await reading(page, 'Delimiter', 'Semicolon').click();
	await reading(page, 'Encoding', 'UTF-8').click();
	await expectCounts(page, { update: 1 });
});

test('an Excel workbook is read as its sheet shows it, whatever its name ends in; another sheet can be chosen (P11)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [
		customer('kim@shop.example', { name: 'Kim', status: 'BLOCKED', creditLimit: '500.00' })
	]);
	const rows: XlsxCell[][] = [
		['Customers of May'],
		[],
		['E-Mail', 'Full name', 'State', 'Notes', 'Credit limit', 'password'],
		[
			'new@shop.example',
			{ rich: ['Blue', ' Plate'] },
			'active',
			{ number: '1067', format: '00000' },
			{ number: '1250.5', format: '#,##0.00 [$€-407]' },
			'hunter2'
		],
		[
			'kim@shop.example',
			'Kim',
			'suspended',
			{ number: '45415', format: 'dd.mm.yyyy' },
			{ number: '500' },
			'hunter2'
		],
		['err@shop.example', 'Err', 'active', '', { error: '#N/A' }, 'hunter2']
	];
	const workbook = xlsxOf([
		{ name: 'About', rows: [['How this list was made']] },
		{ name: 'Customers', merged: ['A1:F1'], rows },
		{ name: 'Leads', rows: [['email'], ['lead@shop.example']] },
		{ name: 'Old', state: 'hidden', rows: [['email'], ['old@shop.example']] }
	]);

	await openImport(page);
	await chooseFile(page, workbook, 'export.download');
	await expectCounts(page, { create: 1, update: 1, issues: 1 });
	await expect(page.getByText('Excel workbook · sheet “Customers” · header in row 3')).toBeVisible();
	await expect(previewRow(page, 4)).toContainText('01067');
	await expect(previewRow(page, 4)).toContainText('1,250.50');
	await expect(previewRow(page, 5)).toContainText('2024-05-03');
	await expect(previewRow(page, 6)).toContainText('Credit limit is not a plain number');
	await expect(page.getByText(/Passwords are never imported/)).toBeVisible();
	expect(await page.content()).not.toContain('hunter2');

	await openReadings(page);
	await expect(page.getByLabel('Sheet').getByRole('option')).toHaveText(['About', 'Customers', 'Leads']);
	await page.getByLabel('Sheet').selectOption('Leads');
	await expectCounts(page, { create: 1 });
	await expect(page.getByText('Excel workbook · sheet “Leads” · header in row 1')).toBeVisible();
	await importButton(page).click();
	await expectResult(page, 1, 0, 0);
	expect((await readCustomers(company.id)).map(({ email }) => email)).toEqual([
		'kim@shop.example',
		'lead@shop.example'
	]);
});

test('a sheet without customers says so, and the way back is one press (P11, I5)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	await openImport(page);
	await chooseFile(
		page,
		xlsxOf([
			{ name: 'Customers', rows: [['email'], ['ann@shop.example']] },
			{ name: 'Empty', rows: [] }
		]),
		'customers.xlsx'
	);
	await expectCounts(page, { create: 1 });
	await openReadings(page);
	await page.getByLabel('Sheet').selectOption('Empty');
	await expect(page.getByRole('alert')).toContainText('This file is empty');
	await page.getByRole('button', { name: 'Read it as detected' }).click();
	await expectCounts(page, { create: 1 });
});

test('the reader of workbooks is loaded for a workbook only (P11)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	const scripts: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('/workers/chunks/')) scripts.push(request.url());
	});
	await previewFile(page, 'email\nann@shop.example\n', { create: 1 });
	expect(scripts).toEqual([]);
	await chooseFile(
		page,
		xlsxOf([{ name: 'S', rows: [['email'], ['ann@shop.example'], ['ben@shop.example']] }])
	);
	await expectCounts(page, { create: 2 });
	expect(scripts).toHaveLength(1);
});
