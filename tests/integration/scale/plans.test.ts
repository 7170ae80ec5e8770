import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UndoRequest } from '../../../src/lib/import/undo.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { type SortField, sortFields } from '../../../src/lib/customer/list-query.ts';
import { customerCursor } from '../../../src/lib/server/customers/customer-cursor.ts';
import { type CustomerListQuery, findCustomers } from '../../../src/lib/server/customers/find-customers.ts';
import { readExportPage } from '../../../src/lib/server/export/read-export-page.ts';
import { findChanges } from '../../../src/lib/server/history/find-changes.ts';
import { findCustomerRecord } from '../../../src/lib/server/history/find-customer-record.ts';
import { findImports } from '../../../src/lib/server/history/find-imports.ts';
import { planUsage } from '../../../src/lib/server/plan/plan-usage.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { type TestCompany, callAs, makeCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describePostgres } from '../../support/each-engine.ts';
import { fillWithCustomers } from '../../support/many-customers.ts';
import { type OwnDatabase, startOwnDatabase } from '../../support/own-database.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { type CarriedOut, nodesOf, plansOf, rowsSeen } from '../../support/plans.ts';
import { undoRequest } from '../../support/undo-request.ts';

/** The larger one is the goal; a planner that is told nothing reads all of the smaller one to find 5,000 customers. */
const sizes = [250_000, 1_000_000];

/** As many as one import has. */
const rows = 5000;

/** Of a page of a list. */
const pageRows = 50;

/** The most that a step of a page's reads looks at, where what it filters out is as common as here. */
const pageReads = 40 * pageRows;

/** The most that a step of an import or undo looks at: each row is before and after, in a change and in the file. */
const largeStep = 4 * rows;

/** Tables that grow with the customers; of the others a company has a handful of rows. */
const largeTables = ['Customer', 'ImportChange', 'CustomerEdit', 'CustomerSession', 'PasswordReset'];

const lists: CustomerListQuery[] = sortFields.flatMap((sort) =>
	(['asc', 'desc'] as const).flatMap((direction) => [
		{ sort, direction },
		{ sort, direction, status: 'ACTIVE' as const },
		{ sort, direction, status: 'BLOCKED' as const }
	])
);

/** Where somebody is in the list, in each of its orders. */
type Place = { id: string } & Record<SortField, string | null>;

// In a database of its own, which takes most of the time that this file does.
describe.each(sizes)('issue 6: with %i customers', (count) => {
	describePostgres('its plans', ({ url }) => {
		let database: OwnDatabase;
		let company: TestCompany;
		/** Two customers from anywhere in the list: one with a value in every field, and one with an address alone. */
		let whole: Place;
		let bare: Place;

		beforeAll(async () => {
			database = await startOwnDatabase(url);
			company = await makeCompany();
			await addImports(company);
			await fillWithCustomers(database.owner, company.id, count);
			whole = await findPlace('"name" IS NOT NULL AND "creditLimit" IS NOT NULL');
			bare = await findPlace('"name" IS NULL AND "creditLimit" IS NULL');
		}, 300_000);

		afterAll(() => database.stop());

		async function findPlace(condition: string): Promise<Place> {
			const { rows: found } = await database.owner.query<Omit<Place, 'updatedAt'> & { updatedAt: Date }>(
				`SELECT "id"::text, "email", "name", "creditLimit"::text, "updatedAt" FROM "Customer" WHERE ${condition} ORDER BY "id" LIMIT 1`
			);
			const [place] = found;
			if (place === undefined) throw new Error('Nobody is like that.');
			return { ...place, updatedAt: place.updatedAt.toISOString() };
		}

		/** A history of 20,000 imports of 10 changes, of customers that are gone. */
		async function addImports({ id, owner: { userId } }: TestCompany): Promise<void> {
			await database.owner.query(
				`INSERT INTO "Import" ("companyId", "id", "userId", "fileName", "fileSha256", "fileBytes", "mapping",
			   "emptyCells", "requestHash", "planDigest", "created", "updated", "unchanged", "durationMs", "createdAt")
			 SELECT $1, md5('import ' || n)::uuid, $2, 'old.csv', repeat('0', 64), 0, '{}', '{}', repeat('0', 64),
			   repeat('0', 64), 100, 0, 0, 0, now() - n * interval '1 hour'
			 FROM generate_series(1, 20000) AS n`,
				[id, userId]
			);
			await database.owner.query(
				`INSERT INTO "ImportChange" ("companyId", "importId", "row", "customerId", "after")
			 SELECT $1, md5('import ' || n)::uuid, r, gen_random_uuid(), '{}'
			 FROM generate_series(1, 20000) AS n, generate_series(1, 10) AS r`,
				[id]
			);
		}

		/** No large table was read from end to end, and no step looked at more rows than that. */
		function expectFast(done: readonly CarriedOut[], mostRows: number): void {
			expect(done.length).toBeGreaterThan(0);
			for (const { statement, plan } of done) {
				for (const node of nodesOf(plan)) {
					const { 'Node Type': type, 'Relation Name': table = '' } = node;
					const isScan = type.includes('Seq Scan') && largeTables.includes(table);
					// An empty table has nothing to read.
					expect(isScan && rowsSeen(node) > 0, `${type} of ${table}: ${statement}`).toBe(false);
					expect(rowsSeen(node), `${type}: ${statement}`).toBeLessThanOrEqual(mostRows);
				}
			}
		}

		/** Cursors to both sides of somebody in the middle of the list, and of somebody whom having no value puts to its end. */
		function deepCursors({ sort, direction }: CustomerListQuery): string[] {
			return [whole, bare].flatMap(({ id, ...values }) => {
				const value = values[sort];
				return (['after', 'before'] as const).map((side) =>
					customerCursor(sort, direction, { side, value, id })
				);
			});
		}

		test.for(lists)('no page of $sort $direction $status reads more than itself', async (list) => {
			const first = await plansOf(() => findCustomers(company.id, list));
			expectFast(first, pageReads);
			for (const cursor of deepCursors(list)) {
				const deep = await plansOf(async () => {
					const { customers } = await findCustomers(company.id, { ...list, cursor });
					expect(customers.length).toBeGreaterThan(0);
				});
				expectFast(deep, pageReads);
			}
		});

		test('a search reads what it finds', async () => {
			const found = await plansOf(async () => {
				const page = await findCustomers(company.id, {
					query: (whole.email ?? '').toUpperCase(),
					sort: 'name',
					direction: 'asc'
				});
				expect(page.total).toEqual({ count: 1, isMore: false });
			});
			expectFast(found, pageReads);
		});

		test('a search that finds too much to sort reads no table from end to end', async () => {
			for (const status of [undefined, 'BLOCKED'] as const) {
				const list = {
					query: 'bakery',
					sort: 'updatedAt',
					direction: 'desc',
					...(status && { status })
				} as const;
				const found = await plansOf(async () => {
					const page = await findCustomers(company.id, list);
					expect(page.customers).toHaveLength(pageRows);
				});
				expectFast(found, count / 5);
			}
		});

		test('how many there are is known without counting', async () => {
			const counted = await plansOf(async () => {
				expect((await planUsage(company.id)).present).toBe(count);
			});
			expectFast(counted, 1);
		});

		test('a page of the export reads that page', async () => {
			const read = await plansOf(() => readExportPage(company.id, whole.email ?? '', 10_000));
			expectFast(read, 10_000);
		});

		test('an import, its preview and its undo read and write its own customers', async () => {
			const { rows: known } = await database.owner.query<Customer>(
				`SELECT "email", "name", "status"::text, "notes", "creditLimit"::text FROM "Customer" ORDER BY "id" LIMIT ${rows / 2}`
			);
			const changed = known.map((one) => ({ ...one, notes: 'Moved' }));
			const fresh = Array.from({ length: rows / 2 }, (_, i) => customer(`new-${i}@shop.example`));
			const file = [...changed, ...fresh];
			const request = applyRequest(columnsOf(file), known);
			const emails = file.map(({ email }) => email);

			expectFast(await plansOf(() => callAs(company.owner).customers.lookup({ emails })), rows);
			const applied = await plansOf(() => callAs(company.owner).imports.applyPlan(request));
			expectFast(applied, largeStep);
			expect(applied.some(({ statement }) => statement.includes('UPDATE "Customer"'))).toBe(true);

			let undo: UndoRequest | undefined;
			const previewed = await plansOf(async () => {
				undo = await undoRequest(company.owner, request.importId);
			});
			expectFast(previewed, rows);
			const done = await plansOf(async () => undo && (await callAs(company.owner).imports.undo(undo)));
			expectFast(done, largeStep);
			expect(done.some(({ statement }) => statement.includes('DELETE FROM "Customer"'))).toBe(true);
		});

		test('imports, one of them, its changes, and the history of a customer read what they show', async () => {
			const [changed] = await ownerDatabase().importChange.findMany({
				where: { companyId: company.id },
				take: 1
			});
			const [someone] = await ownerDatabase().customer.findMany({
				where: { companyId: company.id },
				take: 1
			});
			const importId = changed?.importId ?? '';
			const pages = [
				() => findImports(company.id, {}),
				() => findChanges(company.id, importId, null),
				() => findCustomerRecord(company.id, someone?.id ?? '')
			];
			for (const page of pages) {
				const read = await plansOf(async () => expect(await page()).not.toBeNull());
				expectFast(read, pageReads);
			}
		});
	});
});
