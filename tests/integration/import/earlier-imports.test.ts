import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BatchOfRun } from '../../../src/lib/import/apply.ts';
import { maxEarlierImports } from '../../../src/lib/import/earlier-import.ts';
import { findEarlierImports } from '../../../src/lib/server/import/earlier-imports.ts';
import { load } from '../../../src/routes/dashboard/customers/import/+page.server.ts';
import { applyRequest } from '../../support/apply-request.ts';
import { type TestCompany, callAs, makeCompany } from '../../support/companies.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const [one, other] = ['1'.repeat(64), '2'.repeat(64)];
let shops = 0;

/** Imports two new customers out of a file with this hash. */
async function importFile(company: TestCompany, sha256: string, run?: BatchOfRun) {
	shops += 2;
	const request = applyRequest({ email: [`shop${shops}@x.example`, `shop${shops + 1}@x.example`] });
	const file = { ...request.file, sha256 };
	return callAs(company.owner).imports.applyPlan({ ...request, file, ...(run ? { run } : {}) });
}

/** Writes down that so many of an import's customers were taken back. */
async function noteUndo(company: TestCompany, importId: string, removed: number): Promise<void> {
	await ownerDatabase().importUndo.create({
		data: {
			companyId: company.id,
			id: randomUUID(),
			importId,
			userId: company.owner.userId,
			digest: 'd'.repeat(64),
			restored: 0,
			removed,
			kept: 2 - removed,
			durationMs: 1
		}
	});
}

describeEachEngine('H3 the files that were imported', () => {
	test('are known with their last import, the newest first', async () => {
		const company = await makeCompany();
		await importFile(company, one);
		const second = await importFile(company, other);
		const third = await importFile(company, one);
		expect(await findEarlierImports(company.id)).toEqual([
			{ sha256: one, importId: third.importId, run: null, appliedAt: third.appliedAt, state: 'applied' },
			{ sha256: other, importId: second.importId, run: null, appliedAt: second.appliedAt, state: 'applied' }
		]);
	});

	test('with how much of that is undone; an undo of an import before it does not count', async () => {
		const company = await makeCompany();
		const first = await importFile(company, one);
		await noteUndo(company, first.importId, 1);
		expect(await findEarlierImports(company.id)).toMatchObject([{ state: 'partly-undone' }]);
		await noteUndo(company, first.importId, 1);
		expect(await findEarlierImports(company.id)).toMatchObject([{ state: 'undone' }]);
		await importFile(company, one);
		expect(await findEarlierImports(company.id)).toMatchObject([{ state: 'applied' }]);
	});

	test('I30: the imports of one run are one, with how many of them there are and how many it came to', async () => {
		const company = await makeCompany();
		const id = randomUUID();
		const first = await importFile(company, one, { id, batch: 1, batches: 3 });
		const second = await importFile(company, one, { id, batch: 2, batches: 4 });
		const { importId, appliedAt } = second;
		expect(await findEarlierImports(company.id)).toEqual([
			{ sha256: one, importId, run: { id, done: 2, batches: 4 }, appliedAt, state: 'applied' }
		]);
		await noteUndo(company, first.importId, 2);
		expect(await findEarlierImports(company.id)).toMatchObject([{ state: 'partly-undone' }]);
		await noteUndo(company, second.importId, 2);
		expect(await findEarlierImports(company.id)).toMatchObject([{ state: 'undone' }]);
	});

	test('U2, I4: are given to the import page of their own company, so that no hash leaves the browser', async () => {
		const [company, stranger] = [await makeCompany(), await makeCompany()];
		await importFile(company, one);
		await importFile(stranger, other);
		function pageOf({ owner: staff }: TestCompany): unknown {
			return load({ parent: () => Promise.resolve({ staff, mayImport: true }) } as never);
		}
		expect(await pageOf(company)).toMatchObject({ earlier: [{ sha256: one }] });
		expect(await pageOf(stranger)).toMatchObject({ earlier: [{ sha256: other }] });
		expect(await pageOf(await makeCompany())).toMatchObject({ earlier: [] });
	});

	test('are so many at most, the last ones', async () => {
		const company = await makeCompany();
		const { userId } = company.owner;
		const some = await importFile(company, one);
		const template = await ownerDatabase().import.findUniqueOrThrow({
			where: { companyId_id: { companyId: company.id, id: some.importId } }
		});
		await ownerDatabase().import.createMany({
			data: Array.from({ length: maxEarlierImports }, (_, i) => ({
				...template,
				mapping: {},
				emptyCells: {},
				id: randomUUID(),
				userId,
				fileSha256: `f${i.toString(16).padStart(63, '0')}`,
				createdAt: new Date(template.createdAt.getTime() + 1000 * (i + 1))
			}))
		});
		const known = await findEarlierImports(company.id);
		expect(known).toHaveLength(maxEarlierImports);
		expect(known[0]?.sha256).toBe(`f${(maxEarlierImports - 1).toString(16).padStart(63, '0')}`);
		expect(known.map(({ sha256 }) => sha256)).not.toContain(one);
	});
});
