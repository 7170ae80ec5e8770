import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../refusal.ts';
import type {
	DatabaseProcessCommand,
	DatabaseProcessOptions,
	DatabaseProcessReport
} from './process-messages.ts';

/** The embedded database, open in a process of its own. */
export interface EmbeddedDatabase {
	/** For any PostgreSQL client on this machine, of this user. */
	url: string;
	/** The database process, for tests that kill it. */
	pid: number;
	/** Resolves when the database process has ended, asked or not. */
	ended: Promise<void>;
	/** Ends the database process: what was committed is in the folder, and the folder is free. */
	close(): Promise<void>;
}

export interface OpenOptions extends DatabaseProcessOptions {
	/** Called when the data folder is ours, and nobody else can open it any more. */
	onLocked?: () => void;
	/** Called when there was no database yet and one is being made, which takes some seconds. */
	onCreating?: () => void;
}

/** How long a database process may take to close before it is killed, which loses nothing committed. */
const longestCloseMs = 15_000;

/**
 * Brings up the embedded database. It ends with this process, also where this one is killed.
 *
 * @throws Refusal when the data folder is in use or cannot be
 */
export async function openEmbedded({
	onLocked,
	onCreating,
	...options
}: OpenOptions): Promise<EmbeddedDatabase> {
	const program = fileURLToPath(new URL('./database-process.mjs', import.meta.url));
	const child = fork(program, [JSON.stringify(options)], {
		execArgv: [],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc']
	});
	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
	});
	return {
		url: await whenReady(child, ended, { onLocked, onCreating }),
		pid: child.pid ?? 0,
		ended,
		close: () => close(child, ended)
	};
}

function whenReady(
	child: ChildProcess,
	ended: Promise<void>,
	{ onLocked, onCreating }: Pick<OpenOptions, 'onLocked' | 'onCreating'>
): Promise<string> {
	return new Promise((resolve, reject) => {
		child.on('message', (report: DatabaseProcessReport) => {
			switch (report.kind) {
				case 'locked':
					onLocked?.();
					break;
				case 'creating':
					onCreating?.();
					break;
				case 'ready':
					resolve(report.url);
					break;
				case 'refused':
					reject(new Refusal(report.sentence));
			}
		});
		child.once('error', reject);
		void ended.then(() => reject(new Error('The embedded database could not be opened')));
	});
}

async function close(child: ChildProcess, ended: Promise<void>): Promise<void> {
	const tooLong = setTimeout(() => child.kill('SIGKILL'), longestCloseMs);
	const stop: DatabaseProcessCommand = 'stop';
	if (child.connected) child.send(stop);
	await ended;
	clearTimeout(tooLong);
}
