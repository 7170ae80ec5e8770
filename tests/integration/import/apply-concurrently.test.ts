import { afterEach, expect, test } from 'vitest';
import { inCompany } from '../../../src/lib/server/company-scope.ts';
import { applyOnce } from '../../../src/lib/server/import/apply-import.ts';
import { lockCompany } from '../../../src/lib/server/import/lock-company.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs, customersOf, makeCompany, refusalOf } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { allowInserts, refuseInserts, triedInserts } from '../../support/refuse-inserts.ts';

function emails(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, i) => `${prefix}-${i}@shop.example`);
}

describeEachEngine('apply at the same time', () => {
	afterEach(allowInserts);

	test('A5: 20 identical applies at once change once, with one audit entry and equal answers', async () => {
		const company = await makeCompany();
		const request = applyRequest({ email: emails('new', 10) });
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => callAs(company.owner).imports.applyPlan(request))
		);
		expect(answers).toEqual(answers.map(() => answers[0]));
		expect(await ownerDatabase().auditEntry.count({ where: { companyId: company.id } })).toBe(1);
		expect(await ownerDatabase().import.count({ where: { companyId: company.id } })).toBe(1);
		expect(await customersOf(company.id)).toHaveLength(10);
	});

	test('T28: of more imports of one company than may wait, the last are answered BUSY, and the others are written', async () => {
		const company = await makeCompany();
		const answers = await Promise.allSettled(
			emails('file', 24).map((email) =>
				callAs(company.owner).imports.applyPlan(applyRequest({ email: [email] }))
			)
		);
		expect(answers.map(({ status }) => status)).toEqual([
			...Array<string>(21).fill('fulfilled'),
			...Array<string>(3).fill('rejected')
		]);
		for (const answer of answers.slice(21)) {
			const call = answer.status === 'rejected' ? Promise.reject(answer.reason as Error) : Promise.resolve();
			expect(await refusalOf(call)).toEqual({ status: 429, appCode: 'BUSY', problem: null });
		}
		expect(await customersOf(company.id)).toHaveLength(21);
	});

	test('A5: so too where each comes through a process of its own', async () => {
		const company = await makeCompany();
		const request = applyRequest({ email: emails('new', 10) });
		const answers = await Promise.all(Array.from({ length: 10 }, () => applyOnce(company.owner, request)));
		expect(answers).toEqual(answers.map(() => answers[0]));
		expect(await ownerDatabase().auditEntry.count({ where: { companyId: company.id } })).toBe(1);
	});

	test('A4: imports of several processes at once never pass the plan limit together', async () => {
		for (let round = 0; round < 8; round++) {
			const company = await makeCompany({
				plan: 'STARTER',
				customers: emails('old', 10).map((email) => customer(email))
			});
			const results = await Promise.all(
				emails('file', 4).map((file) =>
					applyOnce(company.owner, applyRequest({ email: emails(file.slice(0, 6), 10) }))
				)
			);
			const applied = results.filter(({ kind }) => kind === 'applied');
			expect(applied).toHaveLength(1);
			expect(results.filter(({ kind }) => kind === 'refused')).toHaveLength(3);
			expect(await customersOf(company.id)).toHaveLength(20);
		}
	});

	test('A3, A6: imports that overlap in opposite order neither deadlock nor overwrite unseen', async () => {
		const seen = emails('shop', 100).map((email) => customer(email));
		const company = await makeCompany({ customers: seen });
		const forwards = seen.map((row) => ({ ...row, name: 'Forwards' }));
		const backwards = seen.map((row) => ({ ...row, name: 'Backwards' })).reverse();
		const results = await Promise.all(
			[forwards, backwards, forwards, backwards].map((rows) =>
				applyOnce(company.owner, applyRequest(columnsOf(rows), seen))
			)
		);
		const kinds = results.map((result) => (result.kind === 'refused' ? result.problem.code : result.kind));
		expect(kinds.filter((kind) => kind === 'applied')).toHaveLength(1);
		expect(kinds.filter((kind) => kind === 'PLAN_STALE')).toHaveLength(3);
		expect(new Set((await customersOf(company.id)).map(({ name }) => name)).size).toBe(1);
	});

	test('A4: imports of different companies do not wait for one another to be refused or applied', async () => {
		const companies = await Promise.all([makeCompany(), makeCompany(), makeCompany()]);
		const applied = await Promise.all(
			companies.map(({ owner }) =>
				callAs(owner).imports.applyPlan(applyRequest({ email: emails('new', 200) }))
			)
		);
		expect(applied.map(({ created }) => created)).toEqual([200, 200, 200]);
	});

	test.each(['40001', '40P01'])('A6: after %s the whole transaction is tried again', async (sqlState) => {
		const company = await makeCompany();
		await refuseInserts('Import', company.id, sqlState, 2);
		const applied = await callAs(company.owner).imports.applyPlan(applyRequest({ email: emails('new', 3) }));
		expect(applied.created).toBe(3);
		expect(await customersOf(company.id)).toHaveLength(3);
		expect(await ownerDatabase().auditEntry.count({ where: { companyId: company.id } })).toBe(1);
	});

	test('A6: conflicts without end are answered BUSY after a bounded number of tries, and nothing is written', async () => {
		const company = await makeCompany();
		await refuseInserts('Import', company.id, '40001', 1000);
		const call = callAs(company.owner).imports.applyPlan(applyRequest({ email: emails('new', 3) }));
		expect(await refusalOf(call)).toEqual({ status: 429, appCode: 'BUSY', problem: null });
		expect(await customersOf(company.id)).toEqual([]);
		expect(await triedInserts()).toBe(5);
	});

	test('T28: an import waits ten seconds for a lock, then it is answered BUSY at once, and nothing is written', async () => {
		const company = await makeCompany();
		const waits = await inCompany(company.id, async (transaction) => {
			await lockCompany(transaction, company.id);
			return await transaction.$queryRaw`SELECT current_setting('lock_timeout') AS "longest"`;
		});
		expect(waits).toEqual([{ longest: '10s' }]);
		await refuseInserts('Import', company.id, '55P03', 1000);
		const call = callAs(company.owner).imports.applyPlan(applyRequest({ email: emails('new', 3) }));
		expect(await refusalOf(call)).toEqual({ status: 429, appCode: 'BUSY', problem: null });
		expect(await customersOf(company.id)).toEqual([]);
		expect(await triedInserts()).toBe(1);
	});

	test('A2, D1: where the audit entry cannot be written, nothing is', async () => {
		const company = await makeCompany({ customers: [customer('old@shop.example')] });
		await refuseInserts('AuditEntry', company.id, '23514', 1000);
		const rows = [customer('old@shop.example', { name: 'Named' }), customer('new@shop.example')];
		const request = applyRequest(columnsOf(rows), [customer('old@shop.example')]);
		const call = callAs(company.owner).imports.applyPlan(request);
		expect(await refusalOf(call)).toEqual({ status: 500, appCode: 'INTERNAL', problem: null });
		expect(await customersOf(company.id)).toEqual([customer('old@shop.example')]);
		expect(await ownerDatabase().import.count({ where: { companyId: company.id } })).toBe(0);
		expect(await ownerDatabase().importChange.count({ where: { companyId: company.id } })).toBe(0);
	});
});
