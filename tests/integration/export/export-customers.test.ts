import { expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { StaffMember } from '../../../src/lib/server/auth/staff-member.ts';
import { exportCustomers } from '../../../src/lib/server/export/export-customers.ts';
import { streamCustomers } from '../../../src/lib/server/export/stream-customers.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { type TestCompany, callAs, makeCompany, storedCustomers } from '../../support/companies.ts';
import { customer, planOf } from '../../support/core.ts';
import { requestEvent } from '../../support/request-event.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const address = 'http://localhost:3000/dashboard/customers/export';

function ask(staff: StaffMember | null, headers: Record<string, string> = {}): Promise<Response> {
	return exportCustomers(requestEvent(new Request(address, { headers }), { staff }).event);
}

async function textOf(companyId: string): Promise<string> {
	const bytes = await new Response(streamCustomers(companyId)).arrayBuffer();
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** In as many imports as it takes. */
async function importAll(company: TestCompany, rows: readonly Customer[]): Promise<void> {
	for (let from = 0; from < rows.length; from += 5000)
		await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(rows.slice(from, from + 5000))));
}

describeEachEngine('the export', () => {
	test('E1, E2: all customers in the order of their emails, as the format says', async () => {
		const company = await makeCompany({
			customers: [
				customer('b@shop.example', {
					name: 'Comma, "quote"',
					status: 'BLOCKED',
					notes: 'two\nlines',
					creditLimit: '1500.00'
				}),
				customer('a@shop.example', { name: '=1+1', creditLimit: '0.00' }),
				customer('c@shop.example')
			]
		});
		await makeCompany({ customers: [customer('other@shop.example')] });
		expect(await textOf(company.id)).toBe(
			'\ufeffemail,name,status,notes,creditLimit\r\n' +
				"a@shop.example,'=1+1,ACTIVE,,0.00\r\n" +
				'b@shop.example,"Comma, ""quote""",BLOCKED,"two\nlines",1500.00\r\n' +
				'c@shop.example,,ACTIVE,,\r\n'
		);
	});

	test('E1: a company without customers gets the header', async () => {
		const company = await makeCompany();
		expect(await textOf(company.id)).toBe('\ufeffemail,name,status,notes,creditLimit\r\n');
	});

	test('E1: texts with the character in them that stands between values on the way from the database', async () => {
		const rows = [
			customer('a@shop.example', { name: 'A\u001fB', notes: '\u001f', creditLimit: '1.00' }),
			customer('b@shop.example', { notes: 'one\u001ftwo\u001fthree\u001ffour\u001ffive' })
		];
		const company = await makeCompany({ customers: rows });
		expect(await textOf(company.id)).toBe(
			'\ufeffemail,name,status,notes,creditLimit\r\n' +
				'a@shop.example,A\u001fB,ACTIVE,\u001f,1.00\r\n' +
				'b@shop.example,,ACTIVE,one\u001ftwo\u001fthree\u001ffour\u001ffive,\r\n'
		);
	});

	test.each([9999, 10_000, 10_001])(
		'E1: %i customers, read in pages of 10,000, come exactly once',
		async (count) => {
			const rows = Array.from({ length: count }, (_, i) => customer(`c${(i * 7919) % count}@shop.example`));
			const company = await makeCompany();
			await importAll(company, rows);
			const lines = (await textOf(company.id)).split('\r\n').slice(1, -1);
			expect(lines).toHaveLength(count);
			expect(new Set(lines).size).toBe(count);
			const stored = await ownerDatabase().customer.findMany({
				where: { companyId: company.id },
				orderBy: { email: 'asc' }
			});
			expect(lines.map((line) => line.split(',')[0])).toEqual(stored.map(({ email }) => email));
		}
	);

	test('E3: what was exported is all unchanged when it is imported again', async () => {
		const rows = [
			customer('a@shop.example', { name: "'=1", notes: "''@x", creditLimit: '10.10' }),
			customer('-b@shop.example', { name: '\uff1dwide', notes: '+ 1\n- 2\n\ttab', status: 'BLOCKED' }),
			customer('=c@shop.example', { name: '😀, "x"; y|z', notes: "don't" })
		];
		const company = await makeCompany();
		await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(rows)));
		const plan = planOf(await textOf(company.id), await storedCustomers(company.id));
		expect(plan.counts).toEqual({ create: 0, update: 0, unchanged: 3, issue: 0 });
	});

	test('E1, T05: the answer is a download that no cache keeps and no browser guesses at', async () => {
		const company = await makeCompany({ customers: [customer('a@shop.example')] });
		for (const staff of [company.owner, company.admin]) {
			const response = await ask(staff, { 'sec-fetch-site': 'same-origin' });
			expect(response.status).toBe(200);
			expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
			expect(response.headers.get('cache-control')).toBe('no-store');
			expect(response.headers.get('x-content-type-options')).toBe('nosniff');
			const date = new Date().toISOString().slice(0, 10);
			expect(response.headers.get('content-disposition')).toBe(
				`attachment; filename="customers-${company.slug}-${date}.csv"`
			);
			expect(await response.text()).toContain('a@shop.example');
		}
	});

	test('U1, T02: signed out is 401 and MEMBER is 403', async () => {
		const { member } = await makeCompany();
		expect((await ask(null)).status).toBe(401);
		expect((await ask(member)).status).toBe(403);
	});

	test('T05: another site cannot pull it in; the address bar and this site can', async () => {
		const { owner } = await makeCompany();
		expect((await ask(owner, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
		expect((await ask(owner, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
		for (const headers of [{ 'sec-fetch-site': 'none' }, { 'sec-fetch-site': 'same-origin' }, {}]) {
			const response = await ask(owner, headers as Record<string, string>);
			expect(response.status).toBe(200);
			await response.body?.cancel();
		}
	});

	test('E1: reading stops when the client goes away, and is never ahead of it by more than a page', async () => {
		const rows = Array.from({ length: 21_000 }, (_, i) =>
			customer(`c${String(i).padStart(5, '0')}@shop.example`)
		);
		const company = await makeCompany();
		await importAll(company, rows);
		const reader = streamCustomers(company.id).getReader();
		/** Reads on until there is a customer of this number. */
		async function lineOf(number: number): Promise<string> {
			const start = `c${String(number).padStart(5, '0')}@`;
			for (;;) {
				const { value, done } = await reader.read();
				const lines = new TextDecoder().decode(value).split('\r\n');
				const line = lines.find((one) => one.startsWith(start));
				if (line !== undefined || done) return line ?? '';
			}
		}
		await lineOf(0);
		// A page is read ahead, which the last part of the one before it waits for; the next is not read before it is taken.
		await lineOf(9999);
		await ownerDatabase().customer.updateMany({
			where: { companyId: company.id },
			data: { name: 'Changed' }
		});
		expect(await lineOf(20_000)).toContain('Changed');
		await reader.cancel();
		expect((await reader.read()).done).toBe(true);
	});
});
