import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import { Refusal } from '../refusal.ts';
import { createDataFolder, type DataFolder, dataFolder } from './data-folder.ts';
import { keptDatabase, makeEmptyDatabase } from './empty-database.ts';
import { listenPrivately, removeStaleSocket } from './endpoint.ts';
import { tryLockFolder } from './folder-lock.ts';
import { inUseSentence, isRunning, readHolder, removeHolder, writeHolder } from './holder.ts';
import { startKeepingHouse } from './keep-house.ts';
import { Panic } from './panic.ts';
import type {
	DatabaseProcessCommand,
	DatabaseProcessOptions,
	DatabaseProcessReport
} from './process-messages.ts';
import { serveDatabase } from './serve-database.ts';

/** How long a killed process may take to let go of the folder, and how often to look. */
const patience = { totalMs: 10_000, betweenMs: 50 };

let hasToStop = false;
let stopNow: () => void = () => {};
const stopping = new Promise<void>((resolve) => {
	stopNow = () => {
		hasToStop = true;
		resolve();
	};
});

process.on('message', (command: DatabaseProcessCommand) => {
	if (command === 'stop') stopNow();
});
process.on('disconnect', stopNow);
process.on('SIGTERM', stopNow);
// Ctrl+C reaches the whole process group. The application is stopped first, and then we are told.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

/**
 * The process of the embedded database: opens PGlite on the data folder, alone, and serves it on a private
 * socket until it is told to stop or the one who started it is gone, however that went. Started by
 * open-embedded.ts only, with the options as JSON in its arguments.
 */
export async function runDatabaseProcess(): Promise<void> {
	try {
		await run(JSON.parse(process.argv[2] ?? '{}') as DatabaseProcessOptions);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		await report({ kind: 'refused', sentence: error.message });
	}
	process.exit();
}

async function run({ dataDir, address }: DatabaseProcessOptions): Promise<void> {
	const folder = dataFolder(dataDir);
	createDataFolder(folder);
	const unlock = await lock(folder);
	const previous = readHolder(folder);
	if (previous?.databaseUrl) removeStaleSocket(previous.databaseUrl);
	const holder = { pid: process.ppid, address, since: new Date().toISOString(), databaseUrl: null };
	writeHolder(folder, holder);
	await report({ kind: 'locked' });

	const database = await openDatabase(folder);
	if (!hasToStop) {
		const { server, setPassword, stop, failure } = serveDatabase(database);
		const { url, password, remove } = await listenPrivately(server, folder);
		setPassword(password);
		writeHolder(folder, { ...holder, databaseUrl: url });
		await report({ kind: 'ready', url });
		void failure.catch(endAfterFailure);
		const stopKeepingHouse = startKeepingHouse(url);
		await stopping;
		await stopKeepingHouse();
		await stop();
		remove();
	}
	await database.close();
	removeHolder(folder);
	unlock();
}

/**
 * Ends at once: an engine that failed takes no more questions, and the next start recovers what it committed. Its
 * own words may hold a statement's values, so that only the kind of error is told.
 */
function endAfterFailure(error: unknown): void {
	const kind = error instanceof Panic ? error.message : error instanceof Error ? error.name : typeof error;
	console.error(`The embedded database failed (${kind}). If its disk is full, make room and start again.`);
	process.exit(1);
}

/**
 * Takes the folder. Where its holder no longer runs, its database process is about to end, and is waited for.
 *
 * @throws Refusal when another has it
 */
async function lock(folder: DataFolder): Promise<() => void> {
	const start = Date.now();
	for (;;) {
		const unlock = await tryLockFolder(folder);
		if (unlock !== null) return unlock;
		const holder = readHolder(folder);
		const isLeaving = holder === null || !isRunning(holder);
		if (!isLeaving || Date.now() - start > patience.totalMs) {
			throw new Refusal(inUseSentence(folder.shown, holder, new Date()));
		}
		await setTimeout(patience.betweenMs);
	}
}

/**
 * Opens the database. A new one is made beside its place and moved there when it is whole, so that a start
 * that was killed half-way leaves nothing that looks like a database.
 */
async function openDatabase(folder: DataFolder): Promise<PGlite> {
	// Loaded here, when tsx is put away (database-process.mjs).
	const { PGlite } = await import('@electric-sql/pglite');
	if (!existsSync(folder.database)) {
		await report({ kind: 'creating' });
		const unfinished = `${folder.database}.new`;
		rmSync(unfinished, { recursive: true, force: true });
		mkdirSync(unfinished, { mode: 0o700 });
		await (await makeEmptyDatabase(PGlite, unfinished, keptDatabase())).close();
		renameSync(unfinished, folder.database);
	}
	const database = await PGlite.create(folder.database);
	// Clients ask for it in vain: the one session of PGlite does not read the options of a connection.
	await database.exec(`SET TIME ZONE 'UTC'`);
	return database;
}

/** Tells the one who started us. Waits until it is sent, since we may exit right after. */
function report(message: DatabaseProcessReport): Promise<void> {
	return new Promise((resolve) => {
		if (process.send === undefined || !process.connected) resolve();
		else process.send(message, undefined, undefined, () => resolve());
	});
}
