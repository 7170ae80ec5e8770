import { afterAll, beforeAll, expect, test } from 'vitest';
import { inCompany } from '../../../src/lib/server/company-scope.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { type TestCompany, callAs, customersOf, makeCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describePostgres } from '../../support/each-engine.ts';
import { type OwnDatabase, startOwnDatabase } from '../../support/own-database.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { type CarriedOut, nodesOf, plansOf, rowsSeen } from '../../support/plans.ts';
import { undoRequest } from '../../support/undo-request.ts';

const file = Array.from({ length: 1000 }, (_, i) => customer(`shop-${i}@shop.example`));
const othersCount = 2000;

/** Each row of the file a few times over, and at worst all that the company has; never one for each of the other. */
const mostRows = 4 * file.length + othersCount;

/** What the planner may believe of the table while it has thousands of rows more. */
const beliefs = {
	'nothing, as on the embedded engine': [],
	'that it is empty': ['DELETE FROM "Customer"', 'ANALYZE "Customer"'],
	'that all customers are somebody else’s': ['ANALYZE "Customer"']
};

// The plans of statements and of triggers, which are kept for as long as a connection lives, are not to depend on what
// happened to be known, or was done first. One that did took half a minute for an import of 5,000 rows.
describePostgres('issue 6: whatever the planner believes of the table', ({ url }) => {
	let database: OwnDatabase;
	let company: TestCompany;

	beforeAll(async () => {
		database = await startOwnDatabase(url);
		for (const table of ['Customer', 'ImportChange'])
			await database.owner.query(`ALTER TABLE "${table}" SET (autovacuum_enabled = false)`);
	});

	afterAll(() => database.stop());

	/** One customer is changed on each connection, by which its triggers plan what they do from then on. */
	async function changeOne(email: string): Promise<void> {
		const changes = Array.from({ length: 5 }, (_, i) =>
			inCompany(company.id, (transaction) =>
				transaction.customer.updateMany({ where: { email }, data: { notes: `Changed ${i}` } })
			)
		);
		await Promise.all(changes);
	}

	function expectLinear(done: readonly CarriedOut[]): void {
		expect(done.length).toBeGreaterThan(0);
		for (const { statement, plan } of done)
			for (const node of nodesOf(plan))
				expect(rowsSeen(node), `${node['Node Type']}: ${statement}`).toBeLessThanOrEqual(mostRows);
	}

	test.for(Object.entries(beliefs))(
		'%s: imports of creates and updates, and their undos, cost what they have',
		async ([, statements]) => {
			await makeCompany({ customers: [customer('somebody@else.example')] });
			for (const statement of statements) await database.owner.query(statement);
			company = await makeCompany();
			await database.owner.query(
				`INSERT INTO "Customer" ("id", "companyId", "email")
				 SELECT gen_random_uuid(), $1, 'other-' || n || '@shop.example' FROM generate_series(1, $2::int) AS n`,
				[company.id, othersCount]
			);
			await changeOne('other-1@shop.example');

			const create = applyRequest(columnsOf(file));
			expectLinear(await plansOf(() => callAs(company.owner).imports.applyPlan(create)));
			const changed = file.map((one) => ({ ...one, notes: 'Moved', status: 'BLOCKED' as const }));
			const update = applyRequest(columnsOf(changed), file);
			expectLinear(await plansOf(() => callAs(company.owner).imports.applyPlan(update)));
			for (const { importId } of [update, create]) {
				expectLinear(
					await plansOf(async () =>
						callAs(company.owner).imports.undo(await undoRequest(company.owner, importId))
					)
				);
			}
			expect(await customersOf(company.id)).toHaveLength(othersCount);
			expect(await ownerDatabase().customerCount.findUnique({ where: { companyId: company.id } })).toEqual({
				companyId: company.id,
				active: othersCount,
				blocked: 0
			});
		}
	);
});
