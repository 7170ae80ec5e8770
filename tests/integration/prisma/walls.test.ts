import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { inCompany } from '../../../src/lib/server/company-scope.ts';
import { hashOfToken } from '../../../src/lib/server/auth/hashed-tokens.ts';
import { type Queryable, database } from '../../../src/lib/server/database.ts';
import { revokeToken } from '../../../src/lib/server/tokens/revoke-token.ts';
import { applyRequest } from '../../support/apply-request.ts';
import { type TestCompany, callAs, customersOf, makeCompany } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { makeTestToken } from '../../support/tokens.ts';
import { undoRequest } from '../../support/undo-request.ts';

/** Looked up before anyone is known: by a session's token, or an address to sign in with. */
const openTables = ['User'];

describeEachEngine('the second wall (U2, T01, T25)', () => {
	let own: TestCompany;
	let other: TestCompany;

	/** A company with something in each table. */
	async function filledCompany(): Promise<TestCompany> {
		const company = await makeCompany();
		const request = applyRequest({ email: ['one@shop.example', 'two@shop.example'] });
		const undone = applyRequest({ email: ['three@shop.example'] });
		const remember = { signature: 'a'.repeat(64), mapping: { email: { kind: 'column' as const, index: 0 } } };
		await callAs(company.owner).imports.applyPlan(request);
		await callAs(company.owner).imports.applyPlan(undone);
		await callAs(company.owner).imports.undo(await undoRequest(company.owner, undone.importId));
		await ownerDatabase().customer.updateMany({
			where: { companyId: company.id, email: 'two@shop.example' },
			data: { notes: 'Edited' }
		});
		await makeTestToken(company.owner);
		await ownerDatabase().rememberedMapping.create({
			data: {
				companyId: company.id,
				signature: remember.signature,
				mapping: remember.mapping,
				updatedAt: new Date()
			}
		});
		return company;
	}

	beforeAll(async () => {
		own = await filledCompany();
		other = await filledCompany();
	});

	/** Every table with a company's rows, from the database itself, so that a new one cannot be forgotten. */
	async function companyTables(): Promise<{ name: string; isWalled: boolean; policies: number }[]> {
		return await ownerDatabase().$queryRaw`
			SELECT
				c.relname::text AS "name", c.relrowsecurity AS "isWalled",
				(SELECT count(*)::int FROM pg_policy WHERE polrelid = c.oid) AS "policies"
			FROM pg_class AS c
			JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'companyId'
			WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
			ORDER BY c.relname
		`;
	}

	async function companiesSeen(client: Queryable, table: string): Promise<string[]> {
		const rows = await client.$queryRawUnsafe<{ id: string }[]>(
			`SELECT DISTINCT "companyId"::text AS "id" FROM "${table}"`
		);
		return rows.map(({ id }) => id);
	}

	it('stands around every table with rows of companies', async () => {
		const tables = await companyTables();
		const names = tables.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['AuditEntry', 'Customer', 'Import', 'ImportChange']));
		const open = tables.filter(({ isWalled, policies }) => !isWalled || policies === 0);
		expect(open.map(({ name }) => name)).toEqual(openTables);
	});

	it('shows a query without any condition the rows of its own company only, and outside of one none', async () => {
		for (const { name } of await companyTables()) {
			if (openTables.includes(name)) continue;
			const all = await companiesSeen(ownerDatabase(), name);
			expect(await companiesSeen(database(), name)).toEqual([]);
			const seen = await inCompany(own.id, (transaction) => companiesSeen(transaction, name));
			expect(seen).toEqual(all.filter((id) => id === own.id));
		}
	});

	it('leaves nothing behind for the next one who uses the connection', async () => {
		await inCompany(own.id, (transaction) => transaction.customer.count());
		await Promise.all(
			Array.from({ length: 10 }, async () => expect(await database().customer.count()).toBe(0))
		);
	});

	it('neither changes nor takes rows of another company', async () => {
		const before = await ownerDatabase().customer.findMany({ where: { companyId: other.id } });
		const changed = await inCompany(own.id, (transaction) =>
			transaction.customer.updateMany({ where: { companyId: other.id }, data: { name: 'Taken' } })
		);
		expect(changed.count).toBe(0);
		const smuggled = { companyId: other.id, email: 'smuggled@shop.example' };
		await expect(
			inCompany(own.id, (transaction) => transaction.customer.create({ data: smuggled }))
		).rejects.toThrow('row-level security');
		const moved = {
			id: randomUUID(),
			companyId: other.id,
			userId: 'x',
			userName: 'x',
			action: 'x',
			metadata: {}
		};
		await expect(
			inCompany(own.id, (transaction) => transaction.auditEntry.create({ data: moved }))
		).rejects.toThrow('row-level security');
		expect(await ownerDatabase().customer.findMany({ where: { companyId: other.id } })).toEqual(before);
	});

	it('is inside of the search, which works with the rights of the owner (issue 6)', async () => {
		async function search(client: Queryable): Promise<string[]> {
			const rows = await client.$queryRaw<{ companyId: string }[]>`
				SELECT c."companyId"::text FROM "searchCustomers"('%shop.example%', NULL, 1000) AS s("id")
				JOIN "Customer" AS c ON c."id" = s."id"
			`;
			return [...new Set(rows.map(({ companyId }) => companyId))];
		}
		expect(await search(ownerDatabase())).toEqual([]);
		expect(await search(database())).toEqual([]);
		expect(await inCompany(own.id, search)).toEqual([own.id]);
		expect(await inCompany(other.id, (transaction) => countFound(transaction))).toBe(2);
	});

	/** Counted in the function's own answer, which no wall stands behind. */
	async function countFound(client: Queryable): Promise<number> {
		const rows = await client.$queryRaw<unknown[]>`
			SELECT s."id"::text FROM "searchCustomers"('%@shop.example%', NULL, 1000) AS s("id")
		`;
		return rows.length;
	}

	it('shows a token across companies to whoever has it, and to nobody else', async () => {
		const { id, text } = await makeTestToken(other.owner);
		async function find(client: Queryable, hash: string): Promise<string[]> {
			const rows = await client.$queryRaw<{ id: string }[]>`SELECT "id"::text FROM "findApiToken"(${hash})`;
			return rows.map((row) => row.id);
		}
		expect(await find(database(), hashOfToken(text))).toEqual([id]);
		for (const hash of ['', '%', id, text, 'a'.repeat(64), `${hashOfToken(text)}x`.slice(1)]) {
			expect(await find(database(), hash)).toEqual([]);
		}
	});

	it('keeps a revoked token revoked, whatever a query asks for', async () => {
		const { id } = await makeTestToken(own.owner);
		await revokeToken(own.owner, id);
		for (const revokedAt of [null, new Date()]) {
			const revived = inCompany(own.id, (transaction) =>
				transaction.apiToken.updateMany({ where: { id }, data: { revokedAt } })
			);
			await expect(revived).rejects.toThrow('stays revoked');
		}
	});

	it('lets nobody delete a customer who has a password, whatever a query asks for (H2)', async () => {
		const { id: companyId } = await makeCompany({
			customers: [customer('with@shop.example'), customer('without@shop.example')]
		});
		const where = { companyId, email: 'with@shop.example' };
		await ownerDatabase().customer.updateMany({ where, data: { passwordHash: 'set' } });
		const deleted = await inCompany(companyId, (transaction) => transaction.customer.deleteMany());
		expect(deleted.count).toBe(1);
		expect(await customersOf(companyId)).toEqual([customer('with@shop.example')]);
	});

	it('deletes no customer of another company (H2, U2)', async () => {
		const before = await customersOf(other.id);
		const where = { companyId: other.id };
		const deleted = await inCompany(own.id, (transaction) => transaction.customer.deleteMany({ where }));
		expect(deleted.count).toBe(0);
		expect(await customersOf(other.id)).toEqual(before);
	});

	it('lets a before-image be deleted, and never be written anew (H2)', async () => {
		const { id: companyId, owner } = await makeCompany({ customers: [customer('one@shop.example')] });
		const columns = { email: ['one@shop.example'], name: ['New'] };
		await callAs(owner).imports.applyPlan(applyRequest(columns, [customer('one@shop.example')]));
		function images() {
			return ownerDatabase().importChange.findMany({ where: { companyId } });
		}
		const before = await images();
		for (const statement of [
			`UPDATE "ImportChange" SET "before" = '{"name":"Forged"}'`,
			`UPDATE "ImportChange" SET "before" = "before"`
		]) {
			await expect(
				inCompany(companyId, (transaction) => transaction.$executeRawUnsafe(statement))
			).rejects.toThrow('never changed, only deleted');
		}
		expect(await images()).toEqual(before);
		await inCompany(
			companyId,
			(transaction) => transaction.$executeRaw`UPDATE "ImportChange" SET "before" = NULL`
		);
		expect(await images()).toEqual(before.map((change) => ({ ...change, before: null })));
	});

	describe('what the application may not do even to its own company', () => {
		it.each([
			['changing an audit entry', `UPDATE "AuditEntry" SET "userName" = 'Somebody'`],
			['deleting audit entries', `DELETE FROM "AuditEntry"`],
			['emptying the audit log', `TRUNCATE "AuditEntry"`],
			['switching its triggers off', `ALTER TABLE "AuditEntry" DISABLE TRIGGER ALL`],
			['switching the wall off', `ALTER TABLE "Customer" DISABLE ROW LEVEL SECURITY`],
			['changing what an import did', `UPDATE "ImportChange" SET "row" = 1`],
			['deleting an import', `DELETE FROM "Import"`],
			['making an import younger', `UPDATE "Import" SET "createdAt" = now()`],
			['changing what an import left', `UPDATE "ImportChange" SET "after" = '{}'`],
			['changing an undo', `UPDATE "ImportUndo" SET "kept" = 0`],
			['deleting an undo', `DELETE FROM "ImportUndo"`],
			['changing an edit of a customer', `UPDATE "CustomerEdit" SET "after" = '{}'`],
			['deleting edits of customers', `DELETE FROM "CustomerEdit"`],
			['changing an address', `UPDATE "Customer" SET "email" = 'other@shop.example'`],
			['moving customers elsewhere', `UPDATE "Customer" SET "companyId" = "companyId"`],
			['giving itself a larger plan', `UPDATE "Company" SET "plan" = 'ENTERPRISE'`],
			['giving itself a role', `UPDATE "User" SET "role" = 'OWNER'`],
			['deleting tokens', `DELETE FROM "ApiToken"`],
			['making a token last longer', `UPDATE "ApiToken" SET "expiresAt" = now() + interval '9 years'`],
			['giving a token another scope', `UPDATE "ApiToken" SET "scopes" = ARRAY['audit:read']`],
			['giving a token to somebody else', `UPDATE "ApiToken" SET "userId" = "userId"`],
			['changing what a token is', `UPDATE "ApiToken" SET "tokenHash" = "tokenHash"`],
			['making tables', `CREATE TABLE "public"."Mine" ("id" int)`]
		])('%s: %s', async (_, statement) => {
			const entries = await ownerDatabase().auditEntry.count();
			const attempt = inCompany(own.id, (transaction) => transaction.$executeRawUnsafe(statement));
			await expect(attempt).rejects.toThrow(/permission denied|must be owner/);
			expect(await ownerDatabase().auditEntry.count()).toBe(entries);
		});
	});
});
