import pg from 'pg';
import { addressFor } from '../../src/lib/server/database-address.ts';
import { demoOwner } from '../../src/lib/server/auth/demo-accounts.ts';

/** Who is in a database: the demo's owner, perhaps beside others; others alone; or nobody yet. */
export type FoundDemo = 'demo' | 'others' | 'nobody';

/**
 * Looks for the demo in a migrated database. Every start does, so that it asks PostgreSQL itself: loading Prisma's
 * client takes longer than all that an ordinary start does with the database.
 *
 * @param url the owner's address
 */
export async function findDemo(url: string): Promise<FoundDemo> {
	const client = new pg.Client({ connectionString: addressFor(url, 'owner') });
	// A connection that breaks is told by the query that fails.
	client.on('error', ignore);
	await client.connect();
	try {
		const { rows } = await client.query<{ hasDemo: boolean; hasCompany: boolean }>(
			`SELECT EXISTS (SELECT FROM "User" WHERE "email" = $1) AS "hasDemo",
			   EXISTS (SELECT FROM "Company") AS "hasCompany"`,
			[demoOwner.email]
		);
		if (rows[0]?.hasDemo) return 'demo';
		return rows[0]?.hasCompany ? 'others' : 'nobody';
	} finally {
		await client.end().catch(ignore);
	}
}

function ignore(): void {}
