import { afterEach, expect, test } from 'vitest';
import { startCleanUp } from '../../../src/lib/server/import/clean-up.ts';
import { deleteBeforeImages } from '../../../src/lib/server/import/delete-before-images.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { type TestCompany, callAs, customersOf, makeCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const day = 24 * 60 * 60_000;

/** A company with imports of so many days ago, each of which renamed one customer and created another. */
async function companyWithImports(...daysAgo: number[]): Promise<{ company: TestCompany; ids: string[] }> {
	const company = await makeCompany({ customers: [customer('old@shop.example')] });
	const ids: string[] = [];
	for (const [i, days] of daysAgo.entries()) {
		const wanted = [customer('old@shop.example', { name: `Name ${i}` }), customer(`new-${i}@shop.example`)];
		const request = applyRequest(columnsOf(wanted), await customersOf(company.id));
		await callAs(company.owner).imports.applyPlan(request);
		await ownerDatabase().import.updateMany({
			where: { companyId: company.id, id: request.importId },
			data: { createdAt: new Date(Date.now() - days * day) }
		});
		ids.push(request.importId);
	}
	return { company, ids };
}

/** The changes of an import, by row. */
function changesOf(company: TestCompany, importId: string | undefined) {
	return ownerDatabase().importChange.findMany({
		where: { companyId: company.id, importId: importId ?? '' },
		orderBy: { row: 'asc' }
	});
}

/** Which imports of a company still have a before-image. */
async function withImages(company: TestCompany): Promise<Set<string>> {
	const found = await ownerDatabase().$queryRaw<{ id: string }[]>`
		SELECT DISTINCT "importId"::text AS "id" FROM "ImportChange"
		WHERE "companyId" = ${company.id}::uuid AND "before" IS NOT NULL
	`;
	return new Set(found.map(({ id }) => id));
}

/** Which imports are said to have none any more. */
async function withoutImages(company: TestCompany): Promise<Set<string>> {
	const where = { companyId: company.id, imagesDeletedAt: { not: null } };
	const found = await ownerDatabase().import.findMany({ where, select: { id: true } });
	return new Set(found.map(({ id }) => id));
}

describeEachEngine('deletion of before-images', ({ name }) => {
	afterEach(async () => {
		await ownerDatabase().$executeRawUnsafe('DROP FUNCTION IF EXISTS "testRefuseDeletion" CASCADE');
	});

	test('H2: those of imports over 30 days ago are deleted; what each changed, and to what, stays', async () => {
		const { company, ids } = await companyWithImports(31, 29);
		const before = await changesOf(company, ids[0]);
		expect(await deleteBeforeImages(new Date(), [company.id])).toEqual({ imports: 1, changes: 1 });
		expect(await changesOf(company, ids[0])).toEqual(before.map((change) => ({ ...change, before: null })));
		expect(await withImages(company)).toEqual(new Set([ids[1]]));
		expect(await withoutImages(company)).toEqual(new Set([ids[0]]));
		expect(await deleteBeforeImages(new Date(), [company.id])).toEqual({ imports: 0, changes: 0 });
	});

	test('H2: which are too old is told by the time that is given', async () => {
		const { company } = await companyWithImports(1);
		expect((await deleteBeforeImages(new Date(), [company.id])).imports).toBe(0);
		const later = new Date(Date.now() + 30 * day);
		expect((await deleteBeforeImages(later, [company.id])).imports).toBe(1);
	});

	test('H2: where it is ended in the middle, the import it was at is whole, and the next time goes on from there', async () => {
		const { company, ids } = await companyWithImports(40, 39, 38, 37);
		await ownerDatabase().$executeRawUnsafe(`
			CREATE FUNCTION "testRefuseDeletion"() RETURNS trigger LANGUAGE plpgsql AS $$
			BEGIN
				RAISE EXCEPTION 'ended by a test' USING ERRCODE = '57P01';
			END $$
		`);
		await ownerDatabase().$executeRawUnsafe(`
			CREATE TRIGGER "testRefuseDeletion" BEFORE UPDATE OF "imagesDeletedAt" ON "Import"
			FOR EACH ROW WHEN (NEW."id" = '${ids[2]}') EXECUTE FUNCTION "testRefuseDeletion"()
		`);
		await expect(deleteBeforeImages(new Date(), [company.id])).rejects.toThrow();
		expect(await withImages(company)).toEqual(new Set(ids.slice(2)));
		expect(await withoutImages(company)).toEqual(new Set(ids.slice(0, 2)));

		await ownerDatabase().$executeRawUnsafe('DROP FUNCTION "testRefuseDeletion" CASCADE');
		expect(await deleteBeforeImages(new Date(), [company.id])).toEqual({ imports: 2, changes: 2 });
		expect(await withImages(company)).toEqual(new Set());
	});

	test('H2: several processes share the work, and none waits for another', async () => {
		const { company, ids } = await companyWithImports(45, 44, 43, 42, 41, 40);
		const runs = await Promise.all([1, 2, 3].map(() => deleteBeforeImages(new Date(), [company.id])));
		expect(runs.reduce((sum, { imports }) => sum + imports, 0)).toBe(6);
		expect(await withoutImages(company)).toEqual(new Set(ids));
	});

	// The embedded engine has one transaction at a time: nobody else can be at work.
	if (name === 'postgresql') {
		test('H2: an import that another process has at work is left to it', async () => {
			const { company, ids } = await companyWithImports(33, 32, 31);
			await ownerDatabase().$transaction(async (transaction) => {
				await transaction.$executeRaw`SELECT 1 FROM "Import" WHERE "id" = ${ids[1]}::uuid FOR UPDATE`;
				await deleteBeforeImages(new Date(), [company.id]);
			});
			await deleteBeforeImages(new Date(), [company.id]);
			expect(await withoutImages(company)).toEqual(new Set(ids));
		});
	}

	test('H2: it ends between two imports when the server does', async () => {
		const { company, ids } = await companyWithImports(33, 32, 31);
		let asked = 0;
		const deleted = await deleteBeforeImages(new Date(), [company.id], () => ++asked > 2);
		expect(deleted.imports).toBe(2);
		expect(await withoutImages(company)).toEqual(new Set(ids.slice(0, 2)));
	});

	test('H2: the server does it by itself for every company, again and again, until it ends', async () => {
		const [one, other] = [await companyWithImports(31), await companyWithImports(31)];
		const end = startCleanUp({ first: 0, next: 1, afterFailure: 1 });
		for (const { company, ids } of [one, other]) {
			await expect.poll(() => withoutImages(company)).toEqual(new Set(ids));
		}
		const next = await companyWithImports(31);
		await expect.poll(() => withoutImages(next.company)).toEqual(new Set(next.ids));
		await end();
		const last = await companyWithImports(31);
		expect(await withoutImages(last.company)).toEqual(new Set());
	});
});
