import type { ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../prisma/migrate.ts';
import {
	installedPostgres,
	makeCluster,
	postgresUrl,
	spawnPostgres,
	untilPostgresReady
} from './postgres-server.ts';
import type { TestDatabase } from './test-database.ts';

/** A throw-away PostgreSQL, or the reason why there is none, as a sentence. */
export type PostgresResult =
	{ kind: 'started'; database: TestDatabase } | { kind: 'missing'; reason: string };

/** A crash of the machine may lose a test's data. */
const fastSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts a PostgreSQL of its own in a temporary folder, migrated, on a Unix socket only. Where the programs
 * are missing they are installed, on Debian and as root.
 */
export async function startPostgres(): Promise<PostgresResult> {
	const installed = installedPostgres();
	if (installed.kind === 'missing') return installed;
	const folder = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	if (installed.owner !== null) chownSync(folder, installed.owner.uid, installed.owner.gid);
	makeCluster(installed, folder);
	const server = spawnPostgres(installed, folder, fastSettings);
	const url = postgresUrl(folder);
	try {
		await untilPostgresReady(server);
		await migrate(url);
	} catch (error) {
		await stop(server, folder);
		throw error;
	}
	return { kind: 'started', database: { url, stop: () => stop(server, folder) } };
}

/** SIGQUIT ends it at once, without the checkpoint that nobody needs. */
async function stop(server: ChildProcess, folder: string): Promise<void> {
	if (server.exitCode === null && server.signalCode === null) {
		const ended = new Promise((resolve) => server.once('exit', resolve));
		server.kill('SIGQUIT');
		await ended;
	}
	rmSync(folder, { recursive: true, force: true });
}
