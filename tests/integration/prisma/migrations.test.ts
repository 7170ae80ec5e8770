import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownMigrations } from '../../../prisma/migration-state.ts';
import { migrate, migrationLock } from '../../../prisma/migrate.ts';
import { Refusal } from '../../../prisma/refusal.ts';
import { projectFolder, runTool } from '../../../prisma/run-tool.ts';
import { describeEachEngine } from '../../support/each-engine.ts';

const config = ['--config', 'prisma/prisma.config.ts'];
const migrations = ownMigrations().length;

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

	it('are applied once: a second time there is nothing to do, and Prisma sees it so too', async () => {
		expect(await migrate(url)).toEqual({ applied: 0, unknown: [] });
		await runTool('prisma', ['migrate', 'deploy', ...config], { DATABASE_URL: url });
		const { rows } = await client.query('SELECT count(*)::int AS count FROM _prisma_migrations');
		expect(rows).toEqual([{ count: migrations }]);
	});

	// The embedded database is one database, and belongs to one start at a time.
	if (name === 'postgresql') {
		describe('of a new database', () => {
			let own: string;
			let owner: pg.Client;
			beforeEach(async () => {
				const database = `own_${randomUUID().replaceAll('-', '')}`;
				await client.query(`CREATE DATABASE ${database}`);
				const address = new URL(url);
				address.pathname = `/${database}`;
				own = address.href;
				owner = new pg.Client({ connectionString: own });
				await owner.connect();
			});
			afterEach(() => owner.end());

			async function records(): Promise<number> {
				const { rows } = await owner.query<{ count: number }>(
					'SELECT count(*)::int AS count FROM _prisma_migrations WHERE finished_at IS NOT NULL'
				);
				return rows[0]?.count ?? 0;
			}

			it('are applied once by several starts at the same time', async () => {
				const starts = await Promise.all([migrate(own), migrate(own), migrate(own)]);
				expect(starts.reduce((sum, { applied }) => sum + applied, 0)).toBe(migrations);
				expect(await records()).toBe(migrations);
			});

			it('are seen by a start that waited for the one that applied them', async () => {
				await owner.query('BEGIN');
				await owner.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
				const waiting = migrate(own);
				while (
					(await client.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`))
						.rowCount === 0
				);
				await owner.query(
					`CREATE TABLE _prisma_migrations (migration_name text, finished_at timestamptz DEFAULT now(), rolled_back_at timestamptz)`
				);
				await owner.query('INSERT INTO _prisma_migrations (migration_name) SELECT unnest($1::text[])', [
					ownMigrations()
				]);
				await owner.query('COMMIT');
				expect(await waiting).toEqual({ applied: 0, unknown: [] });
			});

			it('leave nothing behind where the connection dies in the middle, and are applied by the next start', async () => {
				// Somebody else is about to make one of the tables, so that the first migration waits in its middle.
				await owner.query('BEGIN');
				await owner.query('CREATE TABLE "Company" (id int)');
				const dying = migrate(own).catch((error: unknown) => error);
				let killed: unknown[] = [];
				while (killed.length === 0) {
					const { rows } = await client.query(
						`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
						 WHERE datname = $1 AND wait_event_type = 'Lock'`,
						[new URL(own).pathname.slice(1)]
					);
					killed = rows;
				}
				const error = await dying;
				expect(error).toBeInstanceOf(Refusal);
				expect(String(error)).toContain('nothing of it was done');
				await owner.query('ROLLBACK');
				const { rows } = await owner.query(
					`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`
				);
				expect(rows).toEqual([]);
				expect(await migrate(own)).toEqual({ applied: migrations, unknown: [] });
			});

			it('say what refused them, and leave nothing of it behind', async () => {
				await owner.query('CREATE TABLE "Company" (id int)');
				await expect(migrate(own)).rejects.toThrow(
					/_first failed, and nothing of it was done\.\n.*"Company".*\(42P07\)/
				);
				const { rows } = await owner.query(`SELECT to_regclass('"Customer"') AS "table"`);
				expect(rows).toEqual([{ table: null }]);
			});

			it('are applied where Prisma began one and came to nothing, and Prisma then agrees', async () => {
				await owner.query(
					`CREATE TABLE _prisma_migrations (
						id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
						migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
						started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0
					)`
				);
				await owner.query(
					`INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', '', '20261122000000_first')`
				);
				expect(await migrate(own)).toEqual({ applied: migrations, unknown: [] });
				await runTool('prisma', ['migrate', 'deploy', ...config], { DATABASE_URL: own });
			});

			it('are refused rather than believed where Prisma did one and did not record it', async () => {
				await migrate(own);
				await owner.query(
					`UPDATE _prisma_migrations SET finished_at = NULL
					 WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)`
				);
				await expect(migrate(own)).rejects.toThrow('failed, and nothing of it was done');
			});

			it('of a newer version are named and left alone', async () => {
				await migrate(own);
				await owner.query(
					`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', '', '29991231000000_later', now())`
				);
				expect(await migrate(own)).toEqual({ applied: 0, unknown: ['29991231000000_later'] });
			});

			it('are refused, with who may, to whom the tables do not belong', async () => {
				await migrate(own);
				await owner.query('DELETE FROM _prisma_migrations');
				const other = new URL(own);
				other.username = other.pathname.slice(1);
				await owner.query(`CREATE ROLE ${other.username} LOGIN IN ROLE distribu_app`);
				await expect(migrate(other.href)).rejects.toThrow('MIGRATION_DATABASE_URL');
			});
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
