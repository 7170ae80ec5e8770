import { afterEach, expect, test } from 'vitest';
import { applyOnce } from '../../../src/lib/server/import/apply-import.ts';
import { findImport } from '../../../src/lib/server/import/find-import.ts';
import { applyRequest } from '../../support/apply-request.ts';
import { customersOf, makeCompany, type TestCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

const gate = 4_211;

/** Makes the imports of one company wait, with all that they wrote, until the gate is opened. */
async function closeGate({ id }: TestCompany): Promise<void> {
	await ownerDatabase().$executeRawUnsafe(`
		CREATE FUNCTION "testGate"() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF NEW."companyId" = '${id}' THEN PERFORM pg_advisory_xact_lock(${gate}); END IF;
			RETURN NEW;
		END $$
	`);
	await ownerDatabase().$executeRawUnsafe(
		'CREATE TRIGGER "testGate" BEFORE INSERT ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION "testGate"()'
	);
}

/** Resolves when so many transactions wait for a lock of this kind. */
async function untilWaiting(kind: 'advisory' | 'transactionid', count: number): Promise<void> {
	for (;;) {
		const [row] = await ownerDatabase().$queryRaw<{ n: bigint }[]>`
			SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND locktype = ${kind}
		`;
		if (row?.n === BigInt(count)) return;
	}
}

describeEachEngine('what became of an import', ({ name }) => {
	afterEach(() => ownerDatabase().$executeRawUnsafe('DROP FUNCTION IF EXISTS "testGate" CASCADE'));

	// The embedded engine works on one transaction at a time: there, every question waits.
	if (name === 'postgresql')
		test('A5: who asks while it is being written, by another process too, learns that it was', async () => {
			const company = await makeCompany();
			const request = applyRequest({ email: ['new@shop.example'] });
			await closeGate(company);
			const { applying, asking } = await ownerDatabase().$transaction(async (holder) => {
				await holder.$queryRaw`SELECT pg_advisory_xact_lock(${gate})::text`;
				const applying = applyOnce(company.owner, request);
				await untilWaiting('advisory', 1);
				const asking = findImport(company.id, request.importId);
				await untilWaiting('transactionid', 1);
				expect(await customersOf(company.id)).toEqual([]);
				return { applying, asking };
			});
			const applied = await applying;
			const found = await asking;
			expect(applied.kind).toBe('applied');
			expect(found).toMatchObject({
				kind: 'done',
				value: { applied: applied.kind === 'applied' ? applied.import : null }
			});
			expect(await customersOf(company.id)).toEqual([customer('new@shop.example')]);
		});

	test('A5: who asks for an import that nobody asked for is told that there is none', async () => {
		const company = await makeCompany();
		const { importId } = applyRequest({ email: ['new@shop.example'] });
		expect(await findImport(company.id, importId)).toEqual({ kind: 'done', value: null });
	});
});
