import { customer } from '../support/core.ts';
import { generateCustomers } from '../support/generate-customers.ts';
import { insertCustomers, setPlan } from './database.ts';
import { expect, test } from './fixtures.ts';
import { expectImportDisabled, previewFile } from './import-screen.ts';

const awkward = [
	customer('awkward1@shop.example', { name: '=HYPERLINK("http://x")', notes: "'quoted, and\n=more" }),
	customer('awkward2@shop.example', { name: '+1 555', notes: '@home; "twice" ""', creditLimit: '0.00' }),
	customer('awkward3@shop.example', { name: "''-1", notes: '\tnot trimmed away?'.trim(), status: 'BLOCKED' }),
	customer('awkward4@shop.example', {
		name: '＝full width',
		notes: 'Grüße, 東京, 👩‍👩‍👧',
		creditLimit: '9999999999.99'
	})
];

test('export, then import of that file: 0 to create, 0 to update, all unchanged (E3)', async ({
	page,
	company
}) => {
	const customers = [...generateCustomers(300, 'lean', 7), ...awkward];
	await setPlan(company.id, 'ENTERPRISE');
	await insertCustomers(company.id, customers);

	await page.goto('/dashboard/customers');
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Export CSV' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(
		new RegExp(`^customers-${company.slug}-\\d{4}-\\d\\d-\\d\\d\\.csv$`)
	);
	const exported = await page.request.get('/dashboard/customers/export');
	expect(exported.headers()['cache-control']).toBe('no-store');
	const bytes = await exported.body();
	expect(bytes.toString('utf8')).toMatch(/^\ufeffemail,name,status,notes,creditLimit\r\n/);

	await previewFile(page, bytes, { unchanged: customers.length });
	await expectImportDisabled(page, /Nothing to change/);
});
