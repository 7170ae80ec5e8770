import { gunzipSync } from 'node:zlib';
import { packedFrom } from '../../src/lib/import/limits.ts';
import { csvOf, generateCustomers } from '../support/generate-customers.ts';
import { sentJson } from '../support/sent-json.ts';
import { insertCustomers, readCustomers, setPlan } from './database.ts';
import { expect, test } from './fixtures.ts';
import { expectResult, importButton, previewFile } from './import-screen.ts';
import { ask } from './raw-request.ts';

test('an import of more than 100 kB goes out packed with gzip, a small one as it is (issue 6)', async ({
	page,
	company
}) => {
	await setPlan(company.id, 'ENTERPRISE');
	for (const rows of [3, 5000]) {
		const customers = generateCustomers(rows, 'lean', rows);
		await previewFile(page, csvOf(customers), { create: rows });
		const sending = page.waitForRequest(/imports\.apply/);
		await importButton(page).click();
		const request = await sending;
		await expectResult(page, rows, 0, 0);
		const body = request.postDataBuffer() ?? Buffer.alloc(0);
		const isLarge = rows === 5000;
		expect(request.headers()['content-encoding']).toBe(isLarge ? 'gzip' : undefined);
		expect(sentJson(request)).toMatchObject({
			submission: { columns: { email: customers.map(({ email }) => email) } }
		});
		const unpacked = isLarge ? gunzipSync(body) : body;
		expect(unpacked.length > packedFrom).toBe(isLarge);
		if (isLarge) expect(body.length).toBeLessThan(unpacked.length / 3);
	}
	expect(await readCustomers(company.id)).not.toEqual([]);
});

test('a large answer comes packed to who takes gzip, and to nobody else (issue 6)', async ({
	page,
	context,
	company
}) => {
	await setPlan(company.id, 'ENTERPRISE');
	const customers = generateCustomers(3000, 'lean');
	await insertCustomers(company.id, customers);
	const answering = page.waitForResponse(/customers\.lookup/);
	await previewFile(page, csvOf(customers), { unchanged: 3000 });
	const seen = await answering;
	expect(await seen.headerValue('content-encoding')).toBe('gzip');
	expect(await seen.headerValue('content-type')).toBe('application/json');

	const cookies = await context.cookies();
	const headers = {
		'Content-Type': 'application/json',
		Origin: process.env.E2E_ADDRESS ?? '',
		Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
	};
	const body = JSON.stringify({ emails: customers.map(({ email }) => email) });
	const others: Record<string, string>[] = [
		{},
		{ 'Accept-Encoding': 'br' },
		{ 'Accept-Encoding': 'gzip;q=0, br' }
	];
	for (const accepted of others) {
		const plain = await ask('/api/trpc/customers.lookup', {
			method: 'POST',
			headers: { ...headers, ...accepted },
			body
		});
		expect(plain.headers['content-encoding']).toBeUndefined();
		expect(plain.headers.vary).toContain('Accept-Encoding');
		expect(JSON.parse(plain.body)).toEqual(await seen.json());
	}
	const small = await ask('/api/trpc/customers.lookup', {
		method: 'POST',
		headers: { ...headers, 'Accept-Encoding': 'gzip' },
		body: '{"emails":[]}'
	});
	expect(small.headers['content-encoding']).toBeUndefined();
});
