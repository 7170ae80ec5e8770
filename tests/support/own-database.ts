import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../prisma/migrate.ts';
import { disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import { openOwnerDatabase } from './owner-database.ts';
import { addressWithPlans } from './plans.ts';

/** A database for one test file, beside the one that all share. */
export interface OwnDatabase {
	/** Connected as the tables' owner. */
	owner: pg.Client;
	/** Drops it, and gives `ownerDatabase` the shared one back. */
	stop: () => Promise<void>;
}

/**
 * Makes a migrated database on the PostgreSQL of a test, and points the application, which tells its plans, and
 * `ownerDatabase` at it.
 *
 * @param url of the shared one
 */
export async function startOwnDatabase(url: string): Promise<OwnDatabase> {
	const name = `own_${randomUUID().replaceAll('-', '')}`;
	const server = new pg.Client({ connectionString: url });
	await server.connect();
	await server.query(`CREATE DATABASE ${name}`);
	const own = new URL(url);
	own.pathname = `/${name}`;
	await migrate(own.href);
	const owner = new pg.Client({ connectionString: own.href });
	await owner.connect();
	await openOwnerDatabase(own.href);
	await setDatabaseUrl(addressWithPlans(own.href));
	return {
		owner,
		async stop() {
			await disconnectDatabase();
			await openOwnerDatabase(url);
			await owner.end();
			await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
			await server.end();
		}
	};
}
