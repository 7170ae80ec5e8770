import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { projectFolder, runTool } from './run-tool.ts';

/** Ours among the advisory locks of a database: "dist" as a number, far from Prisma's own. */
const lockNumber = 0x64697374;

/**
 * Brings a database to the newest migration. Starts of several instances at once take turns, and where
 * nothing is pending, Prisma is not started at all.
 *
 * @returns how many migrations were pending
 * @throws Refusal with Prisma's words where one fails
 */
export async function migrate(url: string): Promise<number> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await lock(client);
		const pending = await pendingMigrations(client);
		if (pending.length > 0) {
			await runTool('prisma', ['migrate', 'deploy', '--config', 'prisma/prisma.config.ts'], {
				DATABASE_URL: url
			});
			// An engine that does nothing, and says so to nobody, would leave the application without tables.
			const [left] = await pendingMigrations(client);
			if (left !== undefined) throw new Error(`Prisma ended well, but did not apply the migration ${left}`);
		}
		return pending.length;
	} finally {
		await client.end();
	}
}

/**
 * Waits until no other start migrates this database. The lock ends with the connection. Databases that
 * speak PostgreSQL's protocol but have no such locks are left to Prisma's own care.
 */
async function lock(client: pg.Client): Promise<void> {
	try {
		await client.query('SELECT pg_advisory_lock($1)', [lockNumber]);
	} catch (error) {
		const isMissing = error instanceof pg.DatabaseError && ['0A000', '42883'].includes(error.code ?? '');
		if (!isMissing) throw error;
	}
}

/** The migrations of the project that the database does not have, oldest first. */
async function pendingMigrations(client: pg.Client): Promise<string[]> {
	const applied = await appliedMigrations(client);
	return readdirSync(join(projectFolder, 'prisma/migrations'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !applied.has(entry.name))
		.map(({ name }) => name)
		.sort();
}

async function appliedMigrations(client: pg.Client): Promise<Set<string>> {
	const { rows: tables } = await client.query(`SELECT to_regclass('_prisma_migrations') AS "table"`);
	if (tables[0].table === null) return new Set();
	const { rows } = await client.query<{ migration_name: string }>(
		'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL'
	);
	return new Set(rows.map((row) => row.migration_name));
}
