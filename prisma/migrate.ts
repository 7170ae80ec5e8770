import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { appliedMigrations, migrationsFolder, ownMigrations } from './migration-state.ts';
import { Refusal } from './refusal.ts';

/** Ours among the advisory locks of a database: "dist" as a number, far from Prisma's own. */
export const migrationLock = 0x64697374;

/** What bringing a database up to date came to. */
export interface Migrated {
	/** How many migrations were pending, and are applied now. */
	applied: number;
	/** Migrations that the database has and this version does not: a newer version works on it, or did. */
	unknown: string[];
}

/**
 * Brings a database to the newest migration, with the records that Prisma's own command would write. That
 * command writes the record of a migration apart from the migration, so that one which died in between
 * leaves a database that no start gets past; here both are one transaction. Each transaction begins with the lock:
 * starts of several instances at once take turns, and the lock of one that dies goes with its connection.
 *
 * @throws Refusal with PostgreSQL's words where one fails; the ones before it stay, of itself there is nothing
 */
export async function migrate(url: string): Promise<Migrated> {
	const client = new pg.Client({ connectionString: url });
	// A connection that breaks is told by the query that fails.
	client.on('error', ignore);
	await client.connect();
	try {
		const own = ownMigrations();
		let present = await appliedMigrations(client);
		let applied = 0;
		while (own.some((name) => !present.has(name))) {
			if (await applyNext(client, own)) applied++;
			present = await appliedMigrations(client);
		}
		return { applied, unknown: [...present].filter((name) => !own.includes(name)).sort() };
	} finally {
		await client.end().catch(ignore);
	}
}

/**
 * Applies the oldest migration that is pending once we have the lock.
 *
 * @returns false where another start applied the last of them meanwhile
 */
async function applyNext(client: pg.Client, own: string[]): Promise<boolean> {
	let name: string | undefined;
	try {
		await client.query('BEGIN');
		await lock(client);
		const present = await appliedMigrations(client);
		name = own.find((migration) => !present.has(migration));
		if (name !== undefined) await applyOne(client, name);
		await client.query('COMMIT');
		return name !== undefined;
	} catch (error) {
		await client.query('ROLLBACK').catch(ignore);
		throw new Refusal(sentence(name ?? 'the pending migrations', error));
	}
}

/** Runs a migration's script, in one piece and in the transaction that is open, and records it as Prisma does. */
async function applyOne(client: pg.Client, name: string): Promise<void> {
	await client.query(recordsTable);
	const script = readFileSync(join(migrationsFolder, name, 'migration.sql'), 'utf8');
	await client.query(script);
	// What a start of an earlier version began and did not end.
	await client.query(
		`UPDATE _prisma_migrations SET rolled_back_at = now()
		 WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
		[name]
	);
	await client.query(
		`INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
		 VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
		[randomUUID(), createHash('sha256').update(script).digest('hex'), name]
	);
}

/** The table in which Prisma keeps what was applied, as its own command makes it. */
const recordsTable = `
	CREATE TABLE IF NOT EXISTS _prisma_migrations (
		id varchar(36) PRIMARY KEY NOT NULL,
		checksum varchar(64) NOT NULL,
		finished_at timestamptz,
		migration_name varchar(255) NOT NULL,
		logs text,
		rolled_back_at timestamptz,
		started_at timestamptz NOT NULL DEFAULT now(),
		applied_steps_count integer NOT NULL DEFAULT 0
	)`;

/**
 * Waits until no other start migrates this database; the lock ends with the transaction. Databases that speak
 * PostgreSQL's protocol but have no such locks are to be migrated by one at a time.
 */
async function lock(client: pg.Client): Promise<void> {
	await client.query('SAVEPOINT before_lock');
	try {
		await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
	} catch (error) {
		const isMissing = error instanceof pg.DatabaseError && ['0A000', '42883'].includes(error.code ?? '');
		if (!isMissing) throw error;
		await client.query('ROLLBACK TO SAVEPOINT before_lock');
	}
}

function sentence(name: string, error: unknown): string {
	const { message, code, hint } =
		error instanceof pg.DatabaseError ? error : { message: String(error), code: undefined, hint: undefined };
	const advice =
		code === '42501'
			? 'It takes the owner of the tables: name their address in MIGRATION_DATABASE_URL, or let them run "npm run migrate" first.'
			: '';
	const words = `${message}${code === undefined ? '' : ` (${code})`}`;
	return [
		`The database could not be brought up to date: ${name} failed, and nothing of it was done.`,
		words,
		hint,
		advice
	]
		.filter(Boolean)
		.join('\n');
}

function ignore(): void {}
