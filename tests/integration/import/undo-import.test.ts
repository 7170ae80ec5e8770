import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { revertedAction } from '../../../src/lib/server/import/record-undo.ts';
import { makeUndoRequest } from '../../../src/lib/import/undo/make-undo-request.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import {
	type TestCompany,
	callAs,
	customersOf,
	makeCompany,
	refusalOf,
	storedCustomers
} from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { previewOf, undoRequest } from '../../support/undo-request.ts';

const deli = customer('deli@shop.example', { name: 'Deli', notes: 'Tuesdays', creditLimit: '100.00' });
const bakery = customer('bakery@shop.example', { name: 'Bakery', status: 'BLOCKED' });
const cafe = customer('cafe@shop.example', { name: 'Café' });

/** Imports these customers as a file; answers the import's id. */
async function importOf(company: TestCompany, wanted: readonly Customer[]): Promise<string> {
	const request = applyRequest(columnsOf(wanted), await customersOf(company.id));
	await callAs(company.owner).imports.applyPlan(request);
	return request.importId;
}

function edit(company: TestCompany, email: string, data: Partial<Customer>) {
	return ownerDatabase().customer.updateMany({ where: { companyId: company.id, email }, data });
}

function setPassword(company: TestCompany, email: string) {
	return ownerDatabase().customer.updateMany({
		where: { companyId: company.id, email },
		data: { passwordHash: 'of a new password' }
	});
}

/** Everything of a company that an undo writes, but for the refused attempts that it must not leave behind. */
async function written(companyId: string) {
	const where = { companyId };
	return {
		customers: await storedCustomers(companyId),
		undos: await ownerDatabase().importUndo.findMany({ where }),
		entries: await ownerDatabase().auditEntry.findMany({ where }),
		undone: await ownerDatabase().importChange.count({ where: { ...where, undoId: { not: null } } }),
		edits: await ownerDatabase().customerEdit.count({ where })
	};
}

describeEachEngine('undo', () => {
	test('H2: updated values go back, created customers go, and the rest is as it was', async () => {
		const company = await makeCompany({ customers: [deli, bakery] });
		const before = await storedCustomers(company.id);
		const wanted = [{ ...deli, name: 'Deli II', creditLimit: null }, bakery, cafe];
		const importId = await importOf(company, wanted);

		const undone = await callAs(company.owner).imports.undo(await undoRequest(company.owner, importId));
		expect(undone).toMatchObject({ importId, restored: 1, removed: 1, kept: 0 });
		const after = await storedCustomers(company.id);
		const updatedAt = after.find(({ email }) => email === deli.email)?.updatedAt;
		expect(after).toEqual(before.map((row) => (row.email === deli.email ? { ...row, updatedAt } : row)));
		expect(Math.abs((updatedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
	});

	test('H2, D1: it has one audit entry with exactly three counts, a record, and marks what it took back', async () => {
		const company = await makeCompany({ customers: [deli, bakery] });
		const importId = await importOf(company, [{ ...deli, name: 'II' }, { ...bakery, name: 'II' }, cafe]);
		await edit(company, bakery.email, { name: 'Mine' });
		const request = await undoRequest(company.admin, importId);
		const { auditEntryId, undoneAt, durationMs } = await callAs(company.admin).imports.undo(request);

		const where = { companyId: company.id, action: revertedAction };
		const [entry, ...others] = await ownerDatabase().auditEntry.findMany({ where });
		expect(others).toEqual([]);
		expect(entry).toEqual({
			id: auditEntryId,
			companyId: company.id,
			userId: company.admin.userId,
			userName: company.admin.name,
			action: 'CustomerBulkImportReverted',
			metadata: { restored: 1, removed: 1, kept: 1 },
			importId,
			tokenId: null,
			tokenName: null,
			createdAt: new Date(undoneAt)
		});
		expect(await ownerDatabase().importUndo.findMany({ where: { companyId: company.id } })).toEqual([
			{
				companyId: company.id,
				id: request.undoId,
				importId,
				userId: company.admin.userId,
				digest: request.digest,
				restored: 1,
				removed: 1,
				kept: 1,
				tokenId: null,
				tokenName: null,
				durationMs,
				createdAt: new Date(undoneAt)
			}
		]);
		const changes = await ownerDatabase().importChange.findMany({
			where: { companyId: company.id, importId },
			orderBy: { row: 'asc' },
			select: { undoId: true }
		});
		expect(changes.map(({ undoId }) => undoId)).toEqual([request.undoId, null, request.undoId]);
	});

	test('H2: the preview says what undo will do, row by row, with the reason where it keeps a customer', async () => {
		const company = await makeCompany({ customers: [deli] });
		const shops = ['edited', 'later', 'password', 'gone', 'plain'].map((name) =>
			customer(`${name}@shop.example`, { name })
		);
		const importId = await importOf(company, [{ ...deli, name: 'Deli II' }, ...shops]);
		await edit(company, 'edited@shop.example', { notes: 'Mine' });
		const laterId = await importOf(company, [customer('later@shop.example', { name: 'Newer' })]);
		await setPassword(company, 'password@shop.example');
		await ownerDatabase().customer.deleteMany({
			where: { companyId: company.id, email: 'gone@shop.example' }
		});

		const outcomes = await previewOf(company.owner, importId);
		expect(outcomes.map(({ row, kind }) => [row, kind])).toEqual([
			[2, 'restore'],
			[3, 'keep'],
			[4, 'keep'],
			[5, 'keep'],
			[6, 'keep'],
			[7, 'remove']
		]);
		expect(outcomes[0]).toMatchObject({
			now: { ...deli, name: 'Deli II' },
			then: deli,
			changes: [{ field: 'name', from: 'Deli II', to: 'Deli' }]
		});
		expect(outcomes.map((outcome) => (outcome.kind === 'keep' ? outcome.reason : null))).toEqual([
			null,
			{ code: 'EDITED' },
			{
				code: 'LATER_IMPORT',
				importId: laterId,
				fileName: 'customers.csv',
				appliedAt: expect.stringMatching(/Z$/) as string
			},
			{ code: 'PASSWORD_SET' },
			{ code: 'CUSTOMER_GONE' },
			null
		]);
		expect(outcomes[1]).toMatchObject({ now: { name: 'edited', notes: 'Mine' }, imported: { notes: null } });
		expect(outcomes[4]).toMatchObject({ now: null, imported: { name: 'gone' } });

		const undone = await callAs(company.owner).imports.undo(
			makeUndoRequest(importId, randomUUID(), outcomes)
		);
		expect(undone).toMatchObject({ restored: 1, removed: 1, kept: 4 });
		const left = await customersOf(company.id);
		expect(left.map(({ email }) => email)).toEqual([
			'deli@shop.example',
			'edited@shop.example',
			'later@shop.example',
			'password@shop.example'
		]);
	});

	test('H2: the values of an update go back though the customer has set a password since', async () => {
		const company = await makeCompany({ customers: [deli] });
		const importId = await importOf(company, [{ ...deli, name: 'Deli II' }]);
		await setPassword(company, deli.email);
		const request = await undoRequest(company.owner, importId);
		expect(await callAs(company.owner).imports.undo(request)).toMatchObject({ restored: 1, kept: 0 });
		expect(await storedCustomers(company.id)).toMatchObject([{ ...deli, passwordHash: 'of a new password' }]);
	});

	test('H2: an edit that puts everything back is an edit too', async () => {
		const company = await makeCompany({ customers: [deli] });
		const importId = await importOf(company, [{ ...deli, name: 'Deli II' }]);
		await edit(company, deli.email, { name: 'Other' });
		await edit(company, deli.email, { name: 'Deli II' });
		expect(await previewOf(company.owner, importId)).toMatchObject([
			{ kind: 'keep', reason: { code: 'EDITED' } }
		]);
	});

	test('H2: undoing the later import first makes the earlier one whole', async () => {
		const company = await makeCompany({ customers: [deli] });
		const before = await customersOf(company.id);
		const first = await importOf(company, [{ ...deli, name: 'First' }, cafe]);
		const second = await importOf(company, [
			{ ...deli, name: 'Second' },
			{ ...cafe, name: 'Second' }
		]);
		const refused = callAs(company.owner).imports.undo(await undoRequest(company.owner, first));
		expect(await refusalOf(refused)).toMatchObject({
			status: 409,
			appCode: 'NOTHING_TO_UNDO',
			problem: { kept: 2 }
		});

		await callAs(company.owner).imports.undo(await undoRequest(company.owner, second));
		const undone = await callAs(company.owner).imports.undo(await undoRequest(company.owner, first));
		expect(undone).toMatchObject({ restored: 1, removed: 1, kept: 0 });
		expect(await customersOf(company.id)).toEqual(before);
	});

	test('H2: what was kept can be undone once nothing newer stands in the way', async () => {
		const company = await makeCompany({ customers: [deli, bakery] });
		const first = await importOf(company, [
			{ ...deli, name: 'First' },
			{ ...bakery, name: 'First' }
		]);
		const second = await importOf(company, [{ ...bakery, name: 'Second' }]);
		const owner = callAs(company.owner);
		expect(await owner.imports.undo(await undoRequest(company.owner, first))).toMatchObject({
			restored: 1,
			kept: 1
		});
		await owner.imports.undo(await undoRequest(company.owner, second));
		expect(await previewOf(company.owner, first)).toMatchObject([{ kind: 'restore', row: 3 }]);
		expect(await owner.imports.undo(await undoRequest(company.owner, first))).toMatchObject({
			restored: 1,
			kept: 0
		});
		expect(await customersOf(company.id)).toEqual([bakery, deli]);
		expect(await refusalOf(undoRequest(company.owner, first))).toMatchObject({ appCode: 'ALREADY_UNDONE' });
	});

	test('A5, H2: sent again it answers the same and changes nothing again', async () => {
		const company = await makeCompany({ customers: [deli] });
		const importId = await importOf(company, [{ ...deli, name: 'Deli II' }, cafe]);
		const request = await undoRequest(company.owner, importId);
		const first = await callAs(company.owner).imports.undo(request);
		await importOf(company, [{ ...deli, name: 'Newer' }]);
		const before = await written(company.id);
		expect(await callAs(company.owner).imports.undo(request)).toEqual(first);
		expect(await written(company.id)).toEqual(before);
	});

	test('A5, H2: the same undo id with other content is refused', async () => {
		const company = await makeCompany({ customers: [deli] });
		const one = await importOf(company, [{ ...deli, name: 'One' }]);
		const other = await importOf(company, [cafe]);
		const request = await undoRequest(company.owner, one);
		await callAs(company.owner).imports.undo(request);
		const before = await written(company.id);
		const reused = await undoRequest(company.owner, other, request.undoId);
		for (const wrong of [reused, makeUndoRequest(one, request.undoId, [])]) {
			expect(await refusalOf(callAs(company.owner).imports.undo(wrong))).toEqual({
				status: 409,
				appCode: 'UNDO_ID_REUSED',
				problem: { code: 'UNDO_ID_REUSED' }
			});
		}
		expect(await written(company.id)).toEqual(before);
	});

	test('H2: an undone import cannot be undone again', async () => {
		const company = await makeCompany();
		const importId = await importOf(company, [cafe]);
		const request = await undoRequest(company.owner, importId);
		await callAs(company.owner).imports.undo(request);
		const before = await written(company.id);
		const again = { ...request, undoId: randomUUID() };
		for (const call of [
			() => callAs(company.owner).imports.undo(again),
			() => callAs(company.owner).imports.previewUndo({ importId, afterRow: null })
		]) {
			expect(await refusalOf(call())).toEqual({
				status: 409,
				appCode: 'ALREADY_UNDONE',
				problem: { code: 'ALREADY_UNDONE' }
			});
		}
		expect(await written(company.id)).toEqual(before);
	});

	test('U2, T01: an unknown import and one of another company are refused alike', async () => {
		const [company, other] = [await makeCompany(), await makeCompany()];
		const foreign = await undoRequest(other.owner, await importOf(other, [cafe]));
		const before = await written(other.id);
		for (const request of [foreign, makeUndoRequest(randomUUID(), randomUUID(), [])]) {
			const { importId } = request;
			for (const call of [
				() => callAs(company.owner).imports.undo(request),
				() => callAs(company.owner).imports.previewUndo({ importId, afterRow: null })
			]) {
				expect(await refusalOf(call())).toEqual({
					status: 404,
					appCode: 'IMPORT_NOT_FOUND',
					problem: { code: 'IMPORT_NOT_FOUND' }
				});
			}
		}
		expect(await written(other.id)).toEqual(before);
	});

	test('U2, A5: the undo id of another company means nothing here', async () => {
		const [company, other] = [await makeCompany(), await makeCompany()];
		const theirs = await undoRequest(other.owner, await importOf(other, [cafe]));
		await callAs(other.owner).imports.undo(theirs);
		const ours = await undoRequest(company.owner, await importOf(company, [cafe]), theirs.undoId);
		expect(await callAs(company.owner).imports.undo(ours)).toMatchObject({ removed: 1 });
	});

	test.each([
		['30 days ago, to the minute', 30 * 24 * 60 - 1, null],
		['more than 30 days ago', 30 * 24 * 60 + 1, 'UNDO_EXPIRED']
	])('H2: an import of %s', async (_, minutes, code) => {
		const company = await makeCompany();
		const importId = await importOf(company, [cafe]);
		const request = await undoRequest(company.owner, importId);
		await ownerDatabase().import.updateMany({
			where: { companyId: company.id },
			data: { createdAt: new Date(Date.now() - minutes * 60_000) }
		});
		if (code === null) {
			expect(await callAs(company.owner).imports.undo(request)).toMatchObject({ removed: 1 });
			return;
		}
		const before = await written(company.id);
		for (const call of [
			() => callAs(company.owner).imports.undo(request),
			() => callAs(company.owner).imports.previewUndo({ importId, afterRow: null })
		]) {
			expect(await refusalOf(call())).toEqual({ status: 409, appCode: code, problem: { code, days: 30 } });
		}
		expect(await written(company.id)).toEqual(before);
	});

	test('H2: what was undone can be asked for again, however long ago', async () => {
		const company = await makeCompany();
		const importId = await importOf(company, [cafe]);
		const request = await undoRequest(company.owner, importId);
		const first = await callAs(company.owner).imports.undo(request);
		await ownerDatabase().import.updateMany({
			where: { companyId: company.id },
			data: { createdAt: new Date(0) }
		});
		expect(await callAs(company.owner).imports.undo(request)).toEqual(first);
	});

	test('A3, H2: where customers changed since the preview nothing is undone, and the answer has exactly the rows that differ', async () => {
		const shops = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => customer(`${name}@shop.example`, { name }));
		const [a, b, c, ...created] = shops;
		if (!a || !b || !c) throw new Error('There are six shops.');
		const company = await makeCompany({ customers: [a, b, c] });
		const renamed = [a, b, c].map((shop) => ({ ...shop, name: 'New' }));
		const importId = await importOf(company, [...renamed, ...created]);
		await edit(company, 'c@shop.example', { notes: 'Kept anyway' });
		const request = await undoRequest(company.owner, importId);

		await edit(company, 'a@shop.example', { name: 'Mine' });
		await edit(company, 'c@shop.example', { notes: 'Kept once more' });
		await setPassword(company, 'd@shop.example');
		await ownerDatabase().customer.deleteMany({ where: { companyId: company.id, email: 'e@shop.example' } });
		const before = await written(company.id);
		const { status, appCode, problem } = await refusalOf(callAs(company.owner).imports.undo(request));
		expect([status, appCode]).toEqual([409, 'UNDO_STALE']);
		expect(problem).toMatchObject({
			rows: [
				{ row: 2, kind: 'keep', reason: { code: 'EDITED' }, now: { name: 'Mine' } },
				{ row: 5, kind: 'keep', reason: { code: 'PASSWORD_SET' } },
				{ row: 6, kind: 'keep', reason: { code: 'CUSTOMER_GONE' } }
			]
		});
		expect(await written(company.id)).toEqual(before);

		const again = await callAs(company.owner).imports.undo(await undoRequest(company.owner, importId));
		expect(again).toMatchObject({ restored: 1, removed: 1, kept: 4 });
	});

	test('A3, H2: a preview of before another undo is stale, and names none of the rows that are undone already', async () => {
		const company = await makeCompany({ customers: [deli] });
		const importId = await importOf(company, [{ ...deli, name: 'One' }, cafe]);
		const later = await importOf(company, [{ ...deli, name: 'Two' }]);
		const seen = await undoRequest(company.owner, importId);
		await callAs(company.admin).imports.undo(await undoRequest(company.admin, importId));
		expect(await refusalOf(callAs(company.owner).imports.undo(seen))).toMatchObject({
			appCode: 'UNDO_STALE',
			problem: { rows: [] }
		});
		await callAs(company.owner).imports.undo(await undoRequest(company.owner, later));
		expect(await refusalOf(callAs(company.owner).imports.undo(seen))).toMatchObject({
			appCode: 'UNDO_STALE',
			problem: { rows: [{ row: 2, kind: 'restore' }] }
		});
	});

	test('H2: thousands of changes are previewed piece by piece, each row once', async () => {
		const shops = Array.from({ length: 2001 }, (_, i) => customer(`shop-${i}@shop.example`));
		const company = await makeCompany();
		const importId = await importOf(company, shops);
		const first = await callAs(company.owner).imports.previewUndo({ importId, afterRow: null });
		expect([first.items.length, first.next]).toEqual([1000, 1001]);
		const outcomes = await previewOf(company.owner, importId);
		expect(outcomes.map(({ row }) => row)).toEqual(shops.map((_, i) => i + 2));
		const last = await callAs(company.owner).imports.previewUndo({ importId, afterRow: 2002 });
		expect(last).toEqual({ items: [], next: null });
		const undone = await callAs(company.owner).imports.undo(
			makeUndoRequest(importId, randomUUID(), outcomes)
		);
		expect(undone).toMatchObject({ removed: 2001 });
	});

	test('A4: an undo asks for no room in the plan, and gives back what it removes', async () => {
		const many = Array.from({ length: 25 }, (_, i) => customer(`shop-${i}@shop.example`));
		const company = await makeCompany({ plan: 'STARTER' });
		const importId = await importOf(company, many);
		const changed = await importOf(company, [customer('shop-0@shop.example', { name: 'Renamed' })]);
		await ownerDatabase().customer.create({ data: { companyId: company.id, email: 'over@shop.example' } });
		await callAs(company.owner).imports.undo(await undoRequest(company.owner, changed));
		await callAs(company.owner).imports.undo(await undoRequest(company.owner, importId));
		expect(await customersOf(company.id)).toEqual([customer('over@shop.example')]);
		await importOf(company, many.slice(0, 24));
	});

	test('T2: a link to set a password ends with the customer that it was mailed to', async () => {
		const company = await makeCompany();
		const importId = await importOf(company, [cafe]);
		const [{ id: customerId } = { id: '' }] = await storedCustomers(company.id);
		await ownerDatabase().passwordReset.create({
			data: {
				customerId,
				companyId: company.id,
				tokenHash: randomUUID().replaceAll('-', '').padEnd(64, '0'),
				expiresAt: new Date()
			}
		});
		await callAs(company.owner).imports.undo(await undoRequest(company.owner, importId));
		expect(await ownerDatabase().passwordReset.count({ where: { companyId: company.id } })).toBe(0);
	});

	test('C4: a restored customer keeps id, password, verification and created-at', async () => {
		const company = await makeCompany({ customers: [deli] });
		const createdAt = new Date('2020-01-02T03:04:05.678Z');
		await ownerDatabase().customer.updateMany({
			where: { companyId: company.id },
			data: { passwordHash: 'secret', emailVerified: true, createdAt, updatedAt: createdAt }
		});
		const [before] = await storedCustomers(company.id);
		const importId = await importOf(company, [{ ...deli, notes: null }]);
		await callAs(company.owner).imports.undo(await undoRequest(company.owner, importId));
		const [after] = await storedCustomers(company.id);
		expect(after).toEqual({ ...before, updatedAt: after?.updatedAt });
	});

	test('U1: a member can neither preview nor undo', async () => {
		const company = await makeCompany();
		const importId = await importOf(company, [cafe]);
		const request = await undoRequest(company.owner, importId);
		for (const [staff, status] of [
			[company.member, 403],
			[null, 401]
		] as const) {
			expect((await refusalOf(callAs(staff).imports.undo(request))).status).toBe(status);
			const preview = callAs(staff).imports.previewUndo({ importId, afterRow: null });
			expect((await refusalOf(preview)).status).toBe(status);
		}
		expect(await customersOf(company.id)).toEqual([cafe]);
	});
});
