import { existsSync } from 'node:fs';
import pg from 'pg';
import { database, disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import type { PrismaClient } from '../../src/lib/server/generated/prisma/client.ts';
import { dataFolder } from '../embedded/data-folder.ts';
import { isRunning, readHolder } from '../embedded/holder.ts';
import { openEmbedded } from '../embedded/open-embedded.ts';
import { migrate } from '../migrate.ts';
import { Refusal } from '../refusal.ts';
import { loadEnvironment } from '../start/load-environment.ts';
import { readAddress } from '../start/settings.ts';

/**
 * Does an operator's work on the database that the application uses: that of
 * `MIGRATION_DATABASE_URL` or `DATABASE_URL`, the embedded one of a running application, or the embedded one
 * brought up for this alone.
 *
 * @throws Refusal where there is no database
 */
export async function withDatabase<Result>(work: (client: PrismaClient) => Promise<Result>): Promise<Result> {
	loadEnvironment();
	const { url, close } = await reach();
	try {
		await setDatabaseUrl(url, 'owner');
		return await work(database());
	} finally {
		await disconnectDatabase();
		await close();
	}
}

async function reach(): Promise<{ url: string; close: () => Promise<void> }> {
	const url = readAddress(process.env, 'MIGRATION_DATABASE_URL') ?? readAddress(process.env, 'DATABASE_URL');
	if (url !== null) return { url, close: leaveOpen };

	const dataDir = process.env.DATA_DIR || undefined;
	const folder = dataFolder(dataDir);
	if (!existsSync(folder.database)) {
		throw new Refusal(
			`There is no database in ${folder.shown} yet. Run "npm start" once, or set DATA_DIR or DATABASE_URL.`
		);
	}
	const holder = readHolder(folder);
	// What a killed process left behind names a database that does not answer any more.
	if (holder?.databaseUrl && isRunning(holder) && (await isAnswering(holder.databaseUrl))) {
		return { url: holder.databaseUrl, close: leaveOpen };
	}
	const embedded = await openEmbedded({ dataDir, address: null });
	await migrate(embedded.url);
	return embedded;
}

async function leaveOpen(): Promise<void> {}

async function isAnswering(url: string): Promise<boolean> {
	const client = new pg.Client({ connectionString: url });
	try {
		await client.connect();
		await client.end();
		return true;
	} catch {
		return false;
	}
}
