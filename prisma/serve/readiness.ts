import pg from 'pg';
import { addressFor } from '../../src/lib/server/database-address.ts';
import { appliedMigrations } from '../migration-state.ts';

/** Whether the application could work now, as far as its database goes. */
export interface Readiness {
	/** Never throws, and answers within about two seconds. Who asks while it looks gets the same answer. */
	isReady(): Promise<boolean>;
	close(): Promise<void>;
}

/** For a new connection, and for the answer. */
const longestWaitMs = 1000;

/**
 * Looks by a connection of its own, in the application's role: the application's pool may be busy with
 * imports, which is no reason to send people elsewhere.
 *
 * @param migrations those that the database must have; more do no harm
 */
export function createReadiness(url: string, migrations: readonly string[]): Readiness {
	const pool = new pg.Pool({
		connectionString: addressFor(url, 'application'),
		max: 1,
		connectionTimeoutMillis: longestWaitMs
	});
	// A free connection that breaks is replaced by the next look.
	pool.on('error', ignore);
	pool.on('connect', (client) => client.on('error', ignore));
	let looking: Promise<boolean> | null = null;

	async function look(): Promise<boolean> {
		const client = await pool.connect();
		// The end of a connection that is waited on fails what waits.
		const tooLong = setTimeout(() => void client.end(), longestWaitMs);
		let isBroken = true;
		try {
			const applied = await appliedMigrations(client);
			isBroken = false;
			return migrations.every((name) => applied.has(name));
		} finally {
			clearTimeout(tooLong);
			client.release(isBroken);
		}
	}

	return {
		isReady() {
			looking ??= look()
				.catch(() => false)
				.finally(() => {
					looking = null;
				});
			return looking;
		},
		close: () => pool.end()
	};
}

function ignore(): void {}
