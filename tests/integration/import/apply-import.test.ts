import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { toColumns } from '../../../src/lib/customer/customer-columns.ts';
import type { ApplyRequest } from '../../../src/lib/import/apply.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs, customersOf, makeCompany, refusalOf, storedCustomers } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const deli = customer('deli@shop.example', { name: 'Deli', notes: 'Tuesdays', creditLimit: '100.00' });
const bakery = customer('bakery@shop.example', { name: 'Bakery', status: 'BLOCKED' });

async function auditOf(companyId: string) {
	return ownerDatabase().auditEntry.findMany({ where: { companyId }, orderBy: { createdAt: 'asc' } });
}

describeEachEngine('apply', () => {
	test('S1, A7: creates, updates and leaves alone as planned, and says so', async () => {
		const company = await makeCompany({ customers: [deli, bakery] });
		const wanted = [
			bakery,
			{ ...deli, creditLimit: '250.00' },
			customer('new@shop.example', {
				name: 'Née "Ünïcode", 😀',
				notes: 'a\nb\\c {d}',
				creditLimit: '9999999999.99'
			})
		];
		const request = applyRequest(columnsOf(wanted), [deli, bakery]);
		const applied = await callAs(company.owner).imports.applyPlan(request);
		expect(applied).toMatchObject({ importId: request.importId, created: 1, updated: 1, unchanged: 1 });
		expect(applied.durationMs).toBeGreaterThanOrEqual(0);
		expect(new Date(applied.appliedAt).getTime()).toBeLessThanOrEqual(Date.now());
		expect(await customersOf(company.id)).toEqual([bakery, wanted[1], wanted[2]]);
	});

	test('S4: customers that are not in the file are left alone', async () => {
		const company = await makeCompany({ customers: [deli, bakery] });
		const before = await storedCustomers(company.id);
		await callAs(company.admin).imports.applyPlan(applyRequest({ email: ['new@shop.example'] }));
		expect((await storedCustomers(company.id)).filter(({ email }) => email !== 'new@shop.example')).toEqual(
			before
		);
	});

	test('S2: a field whose column is not mapped is left untouched on update, and has its default on create', async () => {
		const company = await makeCompany({ customers: [bakery] });
		const columns = { email: [bakery.email, 'new@shop.example'], creditLimit: ['5.50', '0.00'] };
		await callAs(company.owner).imports.applyPlan(applyRequest(columns, [bakery]));
		expect(await customersOf(company.id)).toEqual([
			{ ...bakery, creditLimit: '5.50' },
			customer('new@shop.example', { creditLimit: '0.00' })
		]);
	});

	test('S3: a mapped but empty cell clears the field, or is left as is where the switch says so', async () => {
		const blocked = { ...deli, status: 'BLOCKED' as const };
		const columns = { email: [deli.email], name: [null], status: [null], notes: [null], creditLimit: [null] };
		const cleared = await makeCompany({ customers: [blocked] });
		await callAs(cleared.owner).imports.applyPlan(applyRequest(columns, [blocked]));
		expect(await customersOf(cleared.id)).toEqual([customer(deli.email)]);

		const kept = await makeCompany({ customers: [blocked] });
		const emptyCells = { notes: 'keep', status: 'keep' } as const;
		await callAs(kept.owner).imports.applyPlan(applyRequest(columns, [blocked], { emptyCells }));
		expect(await customersOf(kept.id)).toEqual([
			customer(deli.email, { notes: 'Tuesdays', status: 'BLOCKED' })
		]);
	});

	test('C4, T1: an update touches neither id, password, verification nor created-at; a create sets no password', async () => {
		const company = await makeCompany({ customers: [deli] });
		const createdAt = new Date('2020-01-02T03:04:05.678Z');
		await ownerDatabase().customer.updateMany({
			where: { companyId: company.id },
			data: { passwordHash: 'secret', emailVerified: true, createdAt, updatedAt: createdAt }
		});
		const [before] = await storedCustomers(company.id);
		const wanted = [{ ...deli, name: 'Deli II' }, customer('new@shop.example')];
		const request = applyRequest(columnsOf(wanted), [deli]);
		await callAs(company.owner).imports.applyPlan(request);
		const [updated, created] = await storedCustomers(company.id);
		const version = request.importId;
		expect(updated).toEqual({ ...before, name: 'Deli II', version, updatedAt: updated?.updatedAt });
		expect(Math.abs((updated?.updatedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
		expect(created).toMatchObject({ passwordHash: null, emailVerified: false });
	});

	test('S1: an unchanged customer is not written at all, not even its updated-at', async () => {
		const company = await makeCompany({ customers: [deli, bakery] });
		const before = await storedCustomers(company.id);
		const wanted = [deli, { ...bakery, name: 'Bakery II' }];
		await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(wanted), [deli, bakery]));
		const after = await storedCustomers(company.id);
		expect(after.find(({ email }) => email === deli.email)).toEqual(
			before.find(({ email }) => email === deli.email)
		);
	});

	test('D1: an import writes exactly one audit entry, with exactly the two counts and who did it', async () => {
		const company = await makeCompany({ customers: [deli] });
		const wanted = [{ ...deli, name: null }, customer('a@shop.example'), customer('b@shop.example')];
		const request = applyRequest(columnsOf(wanted), [deli]);
		const applied = await callAs(company.admin).imports.applyPlan(request);
		const entries = await auditOf(company.id);
		expect(entries).toHaveLength(1);
		expect(entries[0]).toMatchObject({
			id: applied.auditEntryId,
			action: 'CustomerBulkImported',
			userId: company.admin.userId,
			userName: company.admin.name,
			importId: request.importId
		});
		expect(entries[0]?.metadata).toEqual({ created: 2, updated: 1 });
		expect(entries[0]?.createdAt.toISOString()).toBe(applied.appliedAt);
	});

	test('H1: the import is recorded with its file, its mapping and each change before and after', async () => {
		const company = await makeCompany({ customers: [deli, bakery] });
		const wanted = [bakery, customer('new@shop.example', { notes: '{"a":1}' }), { ...deli, notes: null }];
		const request = applyRequest(columnsOf(wanted), [deli, bakery]);
		request.file = { name: `bad\0name\ud800${'ä'.repeat(300)}`, sha256: 'b'.repeat(64), bytes: 77 };
		request.mapping.notes = 'Remarks\0';
		await callAs(company.owner).imports.applyPlan(request);
		const stored = await ownerDatabase().import.findUniqueOrThrow({
			where: { companyId_id: { companyId: company.id, id: request.importId } },
			include: { changes: { orderBy: { row: 'asc' } } }
		});
		expect(stored).toMatchObject({
			userId: company.owner.userId,
			fileName: `badname\ufffd${'ä'.repeat(247)}`,
			fileSha256: 'b'.repeat(64),
			fileBytes: 77,
			mapping: { ...request.mapping, notes: 'Remarks' },
			emptyCells: request.submission.emptyCells,
			planDigest: request.submission.digest,
			created: 1,
			updated: 1,
			unchanged: 1
		});
		const ids = new Map((await storedCustomers(company.id)).map(({ email, id }) => [email, id]));
		expect(
			stored.changes.map(({ row, customerId, before, after }) => ({ row, customerId, before, after }))
		).toEqual([
			{ row: 3, customerId: ids.get('new@shop.example'), before: null, after: wanted[1] },
			{ row: 4, customerId: ids.get(deli.email), before: deli, after: wanted[2] }
		]);
	});

	test('A5: the same request again returns the first result and writes nothing', async () => {
		const company = await makeCompany({ customers: [deli] });
		const request = applyRequest(columnsOf([{ ...deli, name: 'Deli II' }, customer('new@shop.example')]), [
			deli
		]);
		const first = await callAs(company.owner).imports.applyPlan(request);
		const after = await storedCustomers(company.id);
		// With its keys in another order it is the same content.
		const reordered = {
			submission: request.submission,
			mapping: request.mapping,
			importId: request.importId,
			file: request.file
		};
		expect(await callAs(company.owner).imports.applyPlan(reordered)).toEqual(first);
		expect(await storedCustomers(company.id)).toEqual(after);
		expect(await auditOf(company.id)).toHaveLength(1);
		expect(await callAs(company.owner).imports.find({ importId: request.importId })).toEqual(first);
	});

	test('A5: the same import id with other content is refused', async () => {
		const company = await makeCompany();
		const importId = randomUUID();
		const caller = callAs(company.owner);
		await caller.imports.applyPlan(applyRequest({ email: ['a@shop.example'] }, [], { importId }));
		const other = applyRequest({ email: ['b@shop.example'] }, [], { importId });
		expect(await refusalOf(caller.imports.applyPlan(other))).toEqual({
			status: 409,
			appCode: 'IMPORT_ID_REUSED',
			problem: { code: 'IMPORT_ID_REUSED' }
		});
		expect(await customersOf(company.id)).toEqual([customer('a@shop.example')]);
	});

	test('A5, U2: another company may use the same import id', async () => {
		const [one, other] = [await makeCompany(), await makeCompany()];
		const request = applyRequest({ email: ['a@shop.example'] });
		const first = await callAs(one.owner).imports.applyPlan(request);
		const second = await callAs(other.owner).imports.applyPlan(request);
		expect(second.auditEntryId).not.toBe(first.auditEntryId);
		expect(await callAs(other.owner).imports.find({ importId: request.importId })).toEqual(second);
	});

	test("A5: find answers null for an import that nobody applied, and for another company's", async () => {
		const [one, other] = [await makeCompany(), await makeCompany()];
		const request = applyRequest({ email: ['a@shop.example'] });
		await callAs(one.owner).imports.applyPlan(request);
		expect(await callAs(other.owner).imports.find({ importId: request.importId })).toBeNull();
		expect(await callAs(one.owner).imports.find({ importId: randomUUID() })).toBeNull();
	});

	test('A3: customers that changed since the preview: nothing is written, and exactly the rows that differ come back', async () => {
		const gone = customer('gone@shop.example', { name: 'Gone' });
		const company = await makeCompany({ customers: [deli, bakery, gone] });
		const wanted = [
			{ ...deli, creditLimit: '500.00' },
			{ ...bakery, name: 'Bakery II' },
			customer('new@shop.example'),
			{ ...gone, name: 'Gone II' },
			customer('quiet@shop.example')
		];
		const request = applyRequest(columnsOf(wanted), [deli, bakery, gone]);
		// Meanwhile a colleague edits one, deletes one, and adds one of the file's addresses.
		const where = { companyId: company.id };
		await ownerDatabase().customer.updateMany({
			where: { ...where, email: deli.email },
			data: { notes: 'Edited' }
		});
		await ownerDatabase().customer.deleteMany({ where: { ...where, email: gone.email } });
		await ownerDatabase().customer.create({ data: { ...where, email: 'new@shop.example' } });
		const before = await storedCustomers(company.id);

		const refusal = await refusalOf(callAs(company.owner).imports.applyPlan(request));
		expect(refusal).toMatchObject({ status: 409, appCode: 'PLAN_STALE' });
		expect(refusal.problem).toEqual({
			code: 'PLAN_STALE',
			rows: [
				{
					kind: 'update',
					row: 2,
					before: { ...deli, notes: 'Edited' },
					after: { ...deli, creditLimit: '500.00' },
					changes: [
						{ field: 'notes', from: 'Edited', to: 'Tuesdays' },
						{ field: 'creditLimit', from: '100.00', to: '500.00' }
					]
				},
				{ kind: 'unchanged', row: 4, customer: customer('new@shop.example') },
				{ kind: 'create', row: 5, customer: { ...gone, name: 'Gone II' } }
			]
		});
		expect(await storedCustomers(company.id)).toEqual(before);
		expect(await auditOf(company.id)).toEqual([]);
		expect(await ownerDatabase().import.count({ where })).toBe(0);
	});

	test('A4, L1: creates are refused over the plan limit with the numbers, and pass exactly at it', async () => {
		const present = Array.from({ length: 20 }, (_, i) => customer(`present-${i}@shop.example`));
		const company = await makeCompany({ plan: 'STARTER', customers: present });
		function creates(count: number): ApplyRequest {
			return applyRequest({ email: Array.from({ length: count }, (_, i) => `new-${i}@shop.example`) });
		}
		expect(await refusalOf(callAs(company.owner).imports.applyPlan(creates(6)))).toEqual({
			status: 403,
			appCode: 'PLAN_LIMIT',
			problem: { code: 'PLAN_LIMIT', allowed: 25, present: 20, creates: 6 }
		});
		expect(await customersOf(company.id)).toHaveLength(20);
		expect(await callAs(company.owner).imports.applyPlan(creates(5))).toMatchObject({ created: 5 });
	});

	test("W6, L1: updates alone pass over the plan limit; the plan is the database's, not the session's", async () => {
		const present = Array.from({ length: 30 }, (_, i) => customer(`present-${i}@shop.example`));
		const company = await makeCompany({ plan: 'ENTERPRISE', customers: present });
		await ownerDatabase().company.update({ where: { id: company.id }, data: { plan: 'STARTER' } });
		const updates = applyRequest(
			{ email: present.map(({ email }) => email), name: present.map(() => 'Named') },
			present
		);
		expect(await callAs(company.owner).imports.applyPlan(updates)).toMatchObject({ created: 0, updated: 30 });
		const create = applyRequest({ email: ['new@shop.example'] });
		expect(await refusalOf(callAs(company.owner).imports.applyPlan(create))).toMatchObject({
			appCode: 'PLAN_LIMIT'
		});
	});

	test('W7, D1: nothing to change is refused and writes neither import nor audit entry', async () => {
		const company = await makeCompany({ customers: [deli, bakery] });
		const request = applyRequest(columnsOf([deli, bakery]), [deli, bakery]);
		expect(await refusalOf(callAs(company.owner).imports.applyPlan(request))).toEqual({
			status: 400,
			appCode: 'NOTHING_TO_CHANGE',
			problem: { code: 'NOTHING_TO_CHANGE' }
		});
		expect(
			await refusalOf(callAs(company.owner).imports.applyPlan(applyRequest({ email: [] })))
		).toMatchObject({
			appCode: 'NOTHING_TO_CHANGE'
		});
		expect(await auditOf(company.id)).toEqual([]);
		expect(await ownerDatabase().import.count({ where: { companyId: company.id } })).toBe(0);
	});

	test('U2: the same address at another company is neither read nor written', async () => {
		const theirs = customer(deli.email, { name: 'Theirs', creditLimit: '7.00' });
		const [other, company] = [
			await makeCompany({ customers: [theirs] }),
			await makeCompany({ customers: [deli] })
		];
		const before = await storedCustomers(other.id);
		const lookedUp = await callAs(company.owner).customers.lookup({ emails: [deli.email] });
		expect(lookedUp).toEqual({ customers: toColumns([deli]), usage: { allowed: null, present: 1 } });
		await callAs(company.owner).imports.applyPlan(
			applyRequest(columnsOf([{ ...deli, name: 'Ours' }]), [deli])
		);
		expect(await storedCustomers(other.id)).toEqual(before);
		expect(await auditOf(other.id)).toEqual([]);
	});

	test("A1: rows that the server's own checks refuse are named by code and row, without their values", async () => {
		const company = await makeCompany();
		const columns = {
			email: ['not an address', 'twice@shop.example', 'twice@shop.example', 'fine@shop.example', null],
			name: [null, null, null, 'n'.repeat(101), null],
			creditLimit: ['-5', '1.005', '1e400', '99999999999.00', 'NaN']
		};
		const refusal = await refusalOf(callAs(company.owner).imports.applyPlan(applyRequest(columns)));
		expect(refusal).toMatchObject({ status: 400, appCode: 'ROWS_INVALID' });
		expect(refusal.problem).toEqual({
			code: 'ROWS_INVALID',
			issueCount: 10,
			issues: [
				{ row: 2, field: 'email', code: 'EMAIL_INVALID' },
				{ row: 2, field: 'creditLimit', code: 'CREDIT_NEGATIVE' },
				{ row: 3, field: 'email', code: 'EMAIL_DUPLICATE', otherRow: 4, copies: 2 },
				{ row: 3, field: 'creditLimit', code: 'CREDIT_DECIMALS' },
				{ row: 4, field: 'email', code: 'EMAIL_DUPLICATE', otherRow: 3, copies: 2 },
				{ row: 4, field: 'creditLimit', code: 'CREDIT_NOT_NUMBER' },
				{ row: 5, field: 'name', code: 'NAME_TOO_LONG', length: 101 },
				{ row: 5, field: 'creditLimit', code: 'CREDIT_TOO_LARGE' },
				{ row: 6, field: 'email', code: 'EMAIL_MISSING' },
				{ row: 6, field: 'creditLimit', code: 'CREDIT_NOT_NUMBER' }
			]
		});
		expect(await customersOf(company.id)).toEqual([]);
	});

	test('A1, F13: NUL and half surrogate pairs in text are issues on their rows, never a database error', async () => {
		const company = await makeCompany();
		const columns = {
			email: ['a@shop.example', 'b@shop.example', 'c\0@shop.example'],
			name: ['a\0b', null, null],
			notes: [null, '\ud800', 'fine 😀']
		};
		const refusal = await refusalOf(callAs(company.owner).imports.applyPlan(applyRequest(columns)));
		expect(refusal.problem).toMatchObject({
			issues: [
				{ row: 2, field: 'name', code: 'TEXT_NOT_STORABLE' },
				{ row: 3, field: 'notes', code: 'TEXT_NOT_STORABLE' },
				{ row: 4, field: 'email', code: 'EMAIL_INVALID' }
			]
		});
	});

	test('C1, C2, C3: the longest texts and the largest amount are stored exactly', async () => {
		const company = await makeCompany();
		const longest = customer(
			`${'e'.repeat(64)}@${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(60)}.example`.slice(0, 254),
			{
				name: '😀'.repeat(100),
				notes: '😀'.repeat(2000),
				creditLimit: '9999999999.99'
			}
		);
		await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf([longest])));
		expect(await customersOf(company.id)).toEqual([longest]);
	});

	test('I2: a whole import of 5,000 rows is applied, created and then updated', async () => {
		const rows = Array.from({ length: 5000 }, (_, i) =>
			customer(`c${i}@shop.example`, { name: `Shop ${i}`, creditLimit: '1.00' })
		);
		const company = await makeCompany();
		expect(await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(rows)))).toMatchObject({
			created: 5000
		});
		const updated = rows.map((row) => ({ ...row, creditLimit: '2.00' }));
		expect(
			await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(updated), rows))
		).toMatchObject({ updated: 5000 });
		expect(await ownerDatabase().customer.count({ where: { companyId: company.id, creditLimit: 2 } })).toBe(
			5000
		);
		expect(await ownerDatabase().importChange.count({ where: { companyId: company.id } })).toBe(10_000);
	});
});
