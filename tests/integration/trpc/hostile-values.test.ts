import { expect, test } from 'vitest';
import type { StaffMember } from '../../../src/lib/server/auth/staff-member.ts';
import { findAuditEntries } from '../../../src/lib/server/audit/find-audit-entries.ts';
import { findCustomers } from '../../../src/lib/server/customers/find-customers.ts';
import { handleTrpc } from '../../../src/lib/server/trpc/handle-trpc.ts';
import { type Columns, applyRequest } from '../../support/apply-request.ts';
import { customersOf, makeCompany, storedCustomers } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { requestEvent } from '../../support/request-event.ts';

/** Sends an apply as HTTP does, and says what is answered, as status and code; applied is 200. */
async function apply(staff: StaffMember, columns: Columns): Promise<string> {
	const request = new Request('http://localhost:3000/api/trpc/imports.applyPlan', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(applyRequest(columns, await customersOf(staff.company.id)))
	});
	const response = await handleTrpc(requestEvent(request, { staff }).event);
	const { error } = (await response.json()) as { error?: { data: { appCode: string } } };
	return error === undefined ? String(response.status) : `${response.status} ${error.data.appCode}`;
}

const sql = [
	`'; DROP TABLE "Customer"; --`,
	`' OR '1'='1`,
	`"; DELETE FROM "AuditEntry"; --`,
	'$1, $2); --',
	`\\'; SELECT pg_sleep(10); --`,
	'%_\\',
	"E'\\\\x27'"
];

describeEachEngine('hostile values', () => {
	test.each([
		['0', '0.00'],
		['1.5', '1.50'],
		['9999999999.99', '9999999999.99'],
		['4503599627370.50', null],
		['9007199254.99', '9007199254.99'],
		['0000000000001.10', '1.10'],
		['0.10', '0.10']
	])('T17: the credit limit %s is stored to the cent, or not at all', async (text, stored) => {
		const company = await makeCompany();
		const answer = await apply(company.owner, { email: ['a@shop.example'], creditLimit: [text] });
		expect(answer).toBe(stored === null ? '400 ROWS_INVALID' : '200');
		expect((await customersOf(company.id)).map(({ creditLimit }) => creditLimit)).toEqual(
			stored === null ? [] : [stored]
		);
	});

	test.each([
		'1e400',
		'1e3',
		'NaN',
		'Infinity',
		'-0',
		'-1',
		'0x10',
		'1.005',
		'9007199254740993',
		'1,50',
		'1_000',
		'٣',
		'.5',
		'5.'
	])('T17, T11: the credit limit %s is no amount, and is not guessed at', async (text) => {
		const company = await makeCompany();
		expect(await apply(company.owner, { email: ['a@shop.example'], creditLimit: [text] })).toBe(
			'400 ROWS_INVALID'
		);
		expect(await customersOf(company.id)).toEqual([]);
	});

	test.each([
		['a homograph', '\u0430nn@shop.example'],
		['the Kelvin sign', 'an\u212a@shop.example'],
		['the Turkish capital I', '\u0130nn@shop.example'],
		['a zero-width space', 'a\u200bnn@shop.example'],
		['a soft hyphen', 'a\u00adnn@shop.example'],
		['a mark that turns the direction', '\u202eann@shop.example'],
		['a full-width @', 'ann\uff20shop.example'],
		['a composed letter', 'j\u00f6rg@shop.example'],
		['a decomposed letter', 'jo\u0308rg@shop.example'],
		['NUL', 'ann\0@shop.example'],
		['half a surrogate pair', 'ann\ud800@shop.example'],
		['a line break', 'ann@shop.example\r\nBcc: all@shop.example']
	])('T18: an address with %s is refused', async (_, email) => {
		const company = await makeCompany();
		expect(await apply(company.owner, { email: [email] })).toBe('400 ROWS_INVALID');
		expect(await customersOf(company.id)).toEqual([]);
	});

	test('T18: an address in capitals is the same in every language; names keep the form that they were written in', async () => {
		const company = await makeCompany({ customers: [customer('iris@shop.example')] });
		const names = ['J\u00f6rg', 'Jo\u0308rg'];
		expect(await apply(company.owner, { email: ['IRIS@SHOP.EXAMPLE', 'b@shop.example'], name: names })).toBe(
			'200'
		);
		expect((await customersOf(company.id)).map(({ email, name }) => [email, name])).toEqual([
			['b@shop.example', names[1]],
			['iris@shop.example', names[0]]
		]);
	});

	test('T31: SQL in names and notes is stored as it is', async () => {
		const company = await makeCompany();
		const emails = sql.map((_, i) => `c${i}@shop.example`);
		expect(await apply(company.owner, { email: emails, name: sql, notes: sql })).toBe('200');
		expect((await customersOf(company.id)).map(({ name, notes }) => [name, notes])).toEqual(
			sql.map((text) => [text, text])
		);
	});

	test('T31: SQL in a search, a filter or a cursor finds nothing that is not there', async () => {
		const company = await makeCompany({ customers: [customer('ann@shop.example')] });
		const before = await ownerDatabase().customer.count();
		for (const text of sql) {
			const found = await findCustomers(company.id, {
				query: text,
				sort: 'name',
				direction: 'asc',
				cursor: text
			});
			expect(found.customers, text).toEqual([]);
			const log = await findAuditEntries(company.id, { action: text, userId: text, cursor: text });
			expect(log.entries, text).toEqual([]);
		}
		expect(await ownerDatabase().customer.count()).toBe(before);
	});

	test('T15: an import writes five fields; id, password and times of a customer stay what they were', async () => {
		const company = await makeCompany({ customers: [customer('ann@shop.example', { name: 'Ann' })] });
		await ownerDatabase().customer.updateMany({
			where: { companyId: company.id },
			data: { passwordHash: 'kept', emailVerified: true, createdAt: new Date(0) }
		});
		const [before] = await storedCustomers(company.id);
		expect(await apply(company.owner, { email: ['ann@shop.example'], name: ['Anna'] })).toBe('200');
		const [after] = await storedCustomers(company.id);
		const { version, updatedAt } = after ?? {};
		expect(after).toEqual({ ...before, name: 'Anna', version, updatedAt });
	});
});
