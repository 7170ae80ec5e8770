import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrationsFolder, ownMigrations } from '../../../prisma/migration-state.ts';
import { migrate } from '../../../prisma/migrate.ts';
import type { StaffMember } from '../../../src/lib/server/auth/staff-member.ts';
import { setDatabaseUrl } from '../../../src/lib/server/database.ts';
import { callAs, customersOf, storedCustomers } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describePostgres } from '../../support/each-engine.ts';
import { openOwnerDatabase } from '../../support/owner-database.ts';
import { previewOf, undoRequest } from '../../support/undo-request.ts';

const history = '20261130000000_history';

const anHourAgo = Date.now() - 60 * 60_000;

/** When things happened, by the minute. */
function at(minute: number): string {
	return new Date(anHourAgo + minute * 60_000).toISOString();
}

// They need a database of their own; the embedded engine gets the same script.
describePostgres('imports of before the migration "history"', ({ url }) => {
	let own: string;
	let client: pg.Client;
	const companyId = randomUUID();
	const userId = randomUUID();
	const [first, second] = [randomUUID(), randomUUID()];

	/** A database as the version before left it. */
	beforeEach(async () => {
		const database = `own_${randomUUID().replaceAll('-', '')}`;
		const server = new pg.Client({ connectionString: url });
		await server.connect();
		await server.query(`CREATE DATABASE ${database}`);
		await server.end();
		const address = new URL(url);
		address.pathname = `/${database}`;
		own = address.href;
		client = new pg.Client({ connectionString: own });
		await client.connect();
		await client.query(
			'CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)'
		);
		for (const migration of ownMigrations().filter((one) => one < history)) {
			await client.query(readFileSync(join(migrationsFolder, migration, 'migration.sql'), 'utf8'));
			await client.query(
				`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ($1, '', $2, now())`,
				[randomUUID(), migration]
			);
		}
		await client.query(`INSERT INTO "Company" ("id", "slug", "name") VALUES ($1, 'old', 'Old')`, [companyId]);
		await client.query(
			`INSERT INTO "User" ("id", "companyId", "role", "name", "email") VALUES ($1, $2, 'OWNER', 'Jo', 'jo@old.example')`,
			[userId, companyId]
		);
	});

	afterEach(async () => {
		await setDatabaseUrl(url);
		await openOwnerDatabase(url);
		await client.end();
	});

	/** A customer as it is now, changed last in that minute. */
	async function addCustomer(now: { email: string; name: string | null }, minute: number): Promise<string> {
		const id = randomUUID();
		await client.query(
			`INSERT INTO "Customer" ("id", "companyId", "email", "name", "updatedAt") VALUES ($1, $2, $3, $4, $5)`,
			[id, companyId, now.email, now.name, at(minute)]
		);
		return id;
	}

	async function addImport(importId: string, minute: number): Promise<void> {
		await client.query(
			`INSERT INTO "Import" ("companyId", "id", "userId", "fileName", "fileSha256", "fileBytes", "mapping", "emptyCells",
				"requestHash", "planDigest", "created", "updated", "unchanged", "durationMs", "createdAt")
			 VALUES ($1, $2, $3, 'old.csv', $4, 1, '{}', '{}', $4, $4, 1, 2, 0, 1, $5)`,
			[companyId, importId, userId, 'a'.repeat(64), at(minute)]
		);
	}

	async function addChange(
		importId: string,
		row: number,
		customerId: string,
		names: [string | null, string]
	) {
		const [before, after] = names.map((value) => JSON.stringify(customer('x@shop.example', { name: value })));
		await client.query(
			`INSERT INTO "ImportChange" ("companyId", "importId", "row", "customerId", "before", "after")
			 VALUES ($1, $2, $3, $4, $5, $6)`,
			[companyId, importId, row, customerId, names[0] === null ? null : before, after]
		);
	}

	test('H2: can be undone as those of after it: what nobody touched since goes back, all else is kept', async () => {
		await addImport(first, 10);
		await addImport(second, 20);
		const created = await addCustomer({ email: 'created@shop.example', name: 'Second' }, 20);
		const untouched = await addCustomer({ email: 'untouched@shop.example', name: 'First' }, 10);
		const between = await addCustomer({ email: 'between@shop.example', name: 'Second' }, 20);
		const edited = await addCustomer({ email: 'edited@shop.example', name: 'Mine' }, 30);
		await addChange(first, 2, created, [null, 'First']);
		await addChange(first, 3, untouched, ['Before', 'First']);
		await addChange(first, 4, between, ['Before', 'First']);
		await addChange(first, 5, edited, ['Before', 'First']);
		await addChange(second, 2, created, ['First', 'Second']);
		await addChange(second, 3, between, ['Edited between', 'Second']);
		expect(await migrate(own)).toEqual({
			applied: ownMigrations().filter((one) => one >= history).length,
			unknown: []
		});

		await setDatabaseUrl(own);
		await openOwnerDatabase(own);
		const staff: StaffMember = {
			userId,
			name: 'Jo',
			email: 'jo@old.example',
			role: 'OWNER',
			company: { id: companyId, slug: 'old', name: 'Old', plan: 'STARTER' },
			token: null
		};
		async function words(importId: string): Promise<string[]> {
			const outcomes = await previewOf(staff, importId);
			return outcomes.map((outcome) => (outcome.kind === 'keep' ? outcome.reason.code : outcome.kind));
		}
		expect(await words(first)).toEqual(['LATER_IMPORT', 'restore', 'LATER_IMPORT', 'EDITED']);
		expect(await words(second)).toEqual(['restore', 'restore']);

		await callAs(staff).imports.undo(await undoRequest(staff, second));
		// Somebody had been there between the two imports, so that the first cannot take that one back.
		expect(await words(first)).toEqual(['remove', 'restore', 'EDITED', 'EDITED']);
		await callAs(staff).imports.undo(await undoRequest(staff, first));
		expect((await customersOf(companyId)).map((row) => [row.email, row.name])).toEqual([
			['between@shop.example', 'Edited between'],
			['edited@shop.example', 'Mine'],
			['untouched@shop.example', 'Before']
		]);
	});

	test('H2: an update of before tells which fields it changed', async () => {
		await addImport(first, 10);
		const id = await addCustomer({ email: 'one@shop.example', name: 'First' }, 10);
		await addChange(first, 2, id, ['Before', 'First']);
		await migrate(own);
		const { rows } = await client.query<{ fields: string[] }>('SELECT "fields" FROM "ImportChange"');
		expect(rows).toEqual([{ fields: ['name'] }]);
		await openOwnerDatabase(own);
		expect(await storedCustomers(companyId)).toMatchObject([{ version: first }]);
	});
});
