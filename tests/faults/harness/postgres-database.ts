import type { ChildProcess } from 'node:child_process';
import { cpSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { migrate } from '../../../prisma/migrate.ts';
import {
	type InstalledPostgres,
	installedPostgres,
	makeCluster,
	postgresUrl,
	spawnPostgres,
	untilPostgresReady
} from '../../support/postgres-server.ts';
import type { FaultDatabase, FaultDatabaseResult } from './database.ts';
import { childrenOf, signalAll } from './processes.ts';
import { removeFolder, temporaryFolder } from './temporary-folder.ts';

type Installed = Extract<InstalledPostgres, { kind: 'installed' }>;

export interface PostgresOptions {
	/** Where its files go; a new temporary folder unless given. It must belong to the owner and be empty. */
	folder?: string;
	/** Beside the defaults, such as `max_connections=10`. Durability stays on: it is what is tested. */
	settings?: readonly string[];
}

let template: Promise<string> | undefined;

/** Starts a migrated PostgreSQL with all of its durability on, on a Unix socket only. */
export async function startFaultPostgres(options: PostgresOptions = {}): Promise<FaultDatabaseResult> {
	const installed = installedPostgres();
	if (installed.kind === 'missing') return installed;
	template ??= makeTemplate(installed);
	const folder = options.folder ?? temporaryFolder(installed.owner);
	copyData(await template, folder, installed);
	const database = postgresIn(installed, folder, options.settings ?? []);
	try {
		await database.start();
	} catch (error) {
		await database.remove();
		throw error;
	}
	return { kind: 'started', database };
}

/** A migrated cluster, made once and then copied: migrating takes longer than an experiment's short form. */
async function makeTemplate(installed: Installed): Promise<string> {
	const folder = temporaryFolder(installed.owner);
	makeCluster(installed, folder);
	const database = postgresIn(installed, folder, ['fsync=off']);
	await database.start();
	try {
		await migrate(database.url);
	} finally {
		await database.end();
	}
	return folder;
}

function copyData(from: string, to: string, { owner }: Installed): void {
	cpSync(join(from, 'data'), join(to, 'data'), { recursive: true });
	if (owner !== null) execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, join(to, 'data')]);
}

function postgresIn(installed: Installed, folder: string, settings: readonly string[]): FaultDatabase {
	let server: ChildProcess | null = null;
	let closed: Promise<unknown> = Promise.resolve();

	function pids(): number[] {
		const pid = server?.pid;
		return pid === undefined ? [] : [pid, ...childrenOf(pid)];
	}

	async function endWith(signal: NodeJS.Signals, to: readonly number[]): Promise<void> {
		signalAll(to, signal);
		// A stopped process takes no other signal than SIGKILL before it goes on.
		signalAll(to, 'SIGCONT');
		await closed;
	}

	return {
		engine: 'postgresql',
		url: postgresUrl(folder),
		folder,
		pids,
		async kill() {
			await endWith('SIGKILL', pids());
		},
		async end() {
			const pid = server?.pid;
			if (pid !== undefined) await endWith('SIGINT', [pid]);
		},
		async start() {
			const started = spawnPostgres(installed, folder, settings);
			server = started;
			// Its children have its standard error too: it closes when the last of them is gone.
			closed = new Promise((resolve) => started.once('close', resolve));
			void closed.then(() => {
				if (server === started) server = null;
			});
			await untilPostgresReady(started);
		},
		async remove() {
			await endWith('SIGKILL', pids());
			removeFolder(folder);
		}
	};
}
