import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../prisma/embedded/open-embedded.ts';
import { migrate } from '../../prisma/migrate.ts';
import type { TestDatabase } from './test-database.ts';

/** Starts the embedded database as the product does, on a temporary data folder, migrated. */
export async function startEmbedded(): Promise<TestDatabase> {
	const dataDir = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	const database = await openEmbedded({ dataDir, address: null });
	async function stop(): Promise<void> {
		await database.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
	try {
		await migrate(database.url);
	} catch (error) {
		await stop();
		throw error;
	}
	return { url: database.url, stop };
}
