import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../../prisma/migrate.ts';
import { projectFolder, runTool } from '../../../prisma/run-tool.ts';
import { describeEachEngine } from '../../support/each-engine.ts';

const config = ['--config', 'prisma/prisma.config.ts'];
const migrations = readdirSync(join(projectFolder, 'prisma/migrations'), { withFileTypes: true }).filter(
	(entry) => entry.isDirectory()
).length;

describeEachEngine('the migrations', ({ name, url }) => {
	const client = new pg.Client({ connectionString: url });
	beforeAll(async () => {
		await client.connect();
	});
	afterAll(() => client.end());

	/** A company with one audit entry. */
	async function addCompany(): Promise<string> {
		const id = randomUUID();
		await client.query(`INSERT INTO "Company" ("id", "slug", "name") VALUES ($1, $2, 'Test')`, [
			id,
			`test-${id}`
		]);
		await client.query(
			`INSERT INTO "AuditEntry" ("id", "companyId", "userId", "userName", "action", "metadata")
			 VALUES ($1, $2, 'user', 'User', 'CustomerBulkImported', '{"created":1,"updated":2}')`,
			[randomUUID(), id]
		);
		return id;
	}

	async function auditActions(companyId: string): Promise<string[]> {
		const { rows } = await client.query<{ action: string }>(
			'SELECT "action" FROM "AuditEntry" WHERE "companyId" = $1',
			[companyId]
		);
		return rows.map(({ action }) => action);
	}

	it('are applied once: a second time there is nothing to do', async () => {
		expect(await migrate(url)).toBe(0);
		await runTool('prisma', ['migrate', 'deploy', ...config], { DATABASE_URL: url });
		const { rows } = await client.query('SELECT count(*)::int AS count FROM _prisma_migrations');
		expect(rows).toEqual([{ count: migrations }]);
	});

	// The embedded database is one database, and belongs to one start at a time.
	if (name === 'postgresql') {
		it('are applied once by two starts at the same time', async () => {
			await client.query('CREATE DATABASE two_starts');
			const both = new URL(url);
			both.pathname = '/two_starts';
			const applied = await Promise.all([migrate(both.href), migrate(both.href)]);
			expect(applied.sort()).toEqual([0, migrations]);
		});
	}

	/** What Prisma says about the difference between the database and a schema; it fails where there is one. */
	function difference(schema: string): Promise<string> {
		const comparison = ['--from-config-datasource', '--to-schema', schema, '--exit-code'];
		return runTool('prisma', ['migrate', 'diff', ...config, ...comparison], { DATABASE_URL: url });
	}

	it('make exactly what the schema says', async () => {
		expect(await difference('prisma/schema.prisma')).toContain('No difference detected.');
	});

	it('would be found out if they did not', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'distribu-test-'));
		const schema = readFileSync(join(projectFolder, 'prisma/schema.prisma'), 'utf8');
		const other = join(folder, 'schema.prisma');
		writeFileSync(other, schema.replace('model Company {', 'model Company {\n  motto String?'));
		await expect(difference(other)).rejects.toThrow('Added column `motto`');
		rmSync(folder, { recursive: true });
	});

	it.each([
		['UPDATE', `UPDATE "AuditEntry" SET "action" = 'Nothing' WHERE "companyId" = $1`],
		['DELETE', `DELETE FROM "AuditEntry" WHERE "companyId" = $1`],
		['TRUNCATE', `TRUNCATE "AuditEntry"`],
		['TRUNCATE', `TRUNCATE "Company" CASCADE`],
		[
			'UPDATE',
			`INSERT INTO "AuditEntry" SELECT * FROM "AuditEntry" ON CONFLICT ("id") DO UPDATE SET "action" = 'Nothing'`
		]
	])('refuse %s of the audit log: %s (spec D2)', async (operation, statement) => {
		const companyId = await addCompany();
		const values = statement.includes('$1') ? [companyId] : [];
		await expect(client.query(statement, values)).rejects.toThrow(
			`The audit log is append-only: ${operation} of "AuditEntry" is refused.`
		);
		expect(await auditActions(companyId)).toEqual(['CustomerBulkImported']);
	});

	it('refuse it also to a session that plays a replica, which skips ordinary triggers', async () => {
		const companyId = await addCompany();
		await client.query('BEGIN');
		try {
			await client.query('SET LOCAL session_replication_role = replica');
			await expect(client.query('DELETE FROM "AuditEntry"')).rejects.toThrow('append-only');
		} finally {
			await client.query('ROLLBACK');
		}
		expect(await auditActions(companyId)).toEqual(['CustomerBulkImported']);
	});

	it.each(['-0.01', 'NaN', '10000000000'])('refuse a credit limit of %s (spec C2)', async (creditLimit) => {
		const companyId = await addCompany();
		const statement = `INSERT INTO "Customer" ("id", "companyId", "email", "creditLimit") VALUES ($1, $2, 'a@b.example', $3)`;
		await expect(client.query(statement, [randomUUID(), companyId, creditLimit])).rejects.toThrow(
			/Customer_creditLimit_check|numeric field overflow/
		);
	});

	it('let a customer have no credit limit, one of zero, and the largest (spec C2)', async () => {
		const companyId = await addCompany();
		const statement = `INSERT INTO "Customer" ("id", "companyId", "email", "creditLimit") VALUES ($1, $2, $3, $4)`;
		for (const [index, creditLimit] of [null, '0', '9999999999.99'].entries()) {
			await client.query(statement, [randomUUID(), companyId, `a${index}@b.example`, creditLimit]);
		}
	});

	it('count lengths in code points (spec C1)', async () => {
		const companyId = await addCompany();
		const statement = `INSERT INTO "Customer" ("id", "companyId", "email", "name") VALUES ($1, $2, 'a@b.example', $3)`;
		await expect(client.query(statement, [randomUUID(), companyId, '🍷'.repeat(101)])).rejects.toThrow(
			'too long'
		);
		await client.query(statement, [randomUUID(), companyId, '🍷'.repeat(100)]);
	});
});
