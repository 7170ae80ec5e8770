import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { projectFolder } from './run-tool.ts';

/** The folder with a folder for each migration. */
export const migrationsFolder = join(projectFolder, 'prisma/migrations');

/** The migrations that this version of the project brings, oldest first. */
export function ownMigrations(): string[] {
	return readdirSync(migrationsFolder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();
}

/** The migrations that a database has, in whole. The application's role may ask too. */
export async function appliedMigrations(client: pg.ClientBase): Promise<Set<string>> {
	// Asked of the catalog as of any table: to_regclass() may still answer what it did before we waited for a lock.
	const { rowCount } = await client.query(
		`SELECT FROM pg_tables WHERE tablename = '_prisma_migrations' AND schemaname = ANY (current_schemas(false))`
	);
	if (rowCount === 0) return new Set();
	const { rows } = await client.query<{ migration_name: string }>(
		'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL'
	);
	return new Set(rows.map((row) => row.migration_name));
}
