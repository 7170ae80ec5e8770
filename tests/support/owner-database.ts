import { connectDatabase } from '../../src/lib/server/database.ts';
import type { PrismaClient } from '../../src/lib/server/generated/prisma/client.ts';

let client: PrismaClient | undefined;

/**
 * The database as its owner sees it, past the wall that keeps the application to one company: to prepare and
 * to look at what `database()` alone could not. Of the engine that `describeEachEngine` is at.
 */
export function ownerDatabase(): PrismaClient {
	if (client === undefined) throw new Error('There is no owner database outside of describeEachEngine.');
	return client;
}

/** Points `ownerDatabase()` at a database. */
export async function openOwnerDatabase(url: string): Promise<void> {
	await closeOwnerDatabase();
	client = connectDatabase(url, 'owner');
}

/** Closes the pool of `ownerDatabase()`. */
export async function closeOwnerDatabase(): Promise<void> {
	const open = client;
	client = undefined;
	await open?.$disconnect();
}
