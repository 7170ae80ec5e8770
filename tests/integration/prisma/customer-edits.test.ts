import { expect, test } from 'vitest';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs, makeCompany, storedCustomers } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { undoRequest } from '../../support/undo-request.ts';

const deli = customer('deli@shop.example', { name: 'Deli', notes: 'Tuesdays', creditLimit: '100.00' });

function editsOf(companyId: string) {
	return ownerDatabase().customerEdit.findMany({ where: { companyId }, orderBy: { createdAt: 'asc' } });
}

describeEachEngine("the record of customers' edits", () => {
	test('spec 8, H2: an edit past the application is written down with what was before, and names the new state', async () => {
		const company = await makeCompany({ customers: [deli] });
		const [before] = await storedCustomers(company.id);
		const where = { companyId: company.id };
		await ownerDatabase().customer.updateMany({ where, data: { creditLimit: '250.50', status: 'BLOCKED' } });
		const [after] = await storedCustomers(company.id);
		expect(after?.version).not.toBe(before?.version);
		expect(await editsOf(company.id)).toEqual([
			{
				companyId: company.id,
				id: after?.version,
				customerId: before?.id,
				before: deli,
				after: { ...deli, creditLimit: '250.50', status: 'BLOCKED' },
				createdAt: expect.any(Date) as Date
			}
		]);
	});

	test('spec 8: each edit is one, also where one statement edits many', async () => {
		const company = await makeCompany({ customers: [deli, customer('cafe@shop.example')] });
		const where = { companyId: company.id };
		await ownerDatabase().customer.updateMany({ where, data: { notes: 'One' } });
		await ownerDatabase().customer.updateMany({ where, data: { notes: 'Two' } });
		expect(await editsOf(company.id)).toHaveLength(4);
		const versions = (await storedCustomers(company.id)).map(({ version }) => version);
		expect(new Set(versions).size).toBe(2);
	});

	test('spec 8: what changes none of the five fields is no edit: a password, a sign-in, the same values again', async () => {
		const company = await makeCompany({ customers: [deli] });
		const [before] = await storedCustomers(company.id);
		const where = { companyId: company.id };
		for (const data of [
			{ passwordHash: 'set', emailVerified: true },
			{ updatedAt: new Date() },
			{ name: deli.name, creditLimit: '100' }
		]) {
			await ownerDatabase().customer.updateMany({ where, data });
		}
		expect(await editsOf(company.id)).toEqual([]);
		expect((await storedCustomers(company.id))[0]?.version).toBe(before?.version);
	});

	test('spec 8, H2: an import and its undo are no edits: they name their states themselves', async () => {
		const company = await makeCompany({ customers: [deli] });
		const [before] = await storedCustomers(company.id);
		const request = applyRequest(columnsOf([{ ...deli, name: 'II' }, customer('cafe@shop.example')]), [deli]);
		await callAs(company.owner).imports.applyPlan(request);
		const imported = await storedCustomers(company.id);
		expect(imported.map(({ version }) => version)).toEqual([request.importId, request.importId]);
		await callAs(company.owner).imports.undo(await undoRequest(company.owner, request.importId));
		expect((await storedCustomers(company.id)).map(({ version }) => version)).toEqual([before?.version]);
		expect(await editsOf(company.id)).toEqual([]);
	});
});
