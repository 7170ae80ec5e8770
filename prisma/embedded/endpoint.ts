import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, rmdirSync } from 'node:fs';
import type { ListenOptions, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { DataFolder } from './data-folder.ts';

/** The address of a Unix socket is at most 104 bytes on macOS and 108 on Linux, its closing zero included. */
const longestSocketPath = 103;

/** PostgreSQL clients take a folder, and look in it for a socket of this name. */
const socketName = '.s.PGSQL.5432';

const temporaryPrefix = 'distribu-';

/** Where the embedded database listens. */
export interface Endpoint {
	url: string;
	/** What a client must say first; null where the folder's rights already keep others out. */
	password: string | null;
	/** Removes what listening left in the file system. */
	remove(): void;
}

/**
 * Makes the server listen where only this user can reach it: on a Unix socket in a private folder of the
 * data folder, or of the temporary folder where that path is too long or its file system has no sockets.
 * On Windows, on a free loopback port with a password, since every user can reach that.
 */
export async function listenPrivately(server: Server, folder: DataFolder): Promise<Endpoint> {
	if (process.platform === 'win32') return await listenOnLoopback(server);
	const near = join(folder.path, 'socket');
	if (Buffer.byteLength(join(near, socketName)) <= longestSocketPath) {
		mkdirSync(near, { recursive: true, mode: 0o700 });
		try {
			return await listenInFolder(server, near);
		} catch {
			// A shared or network folder without sockets: the temporary folder has them.
		}
	}
	return await listenInFolder(server, mkdtempSync(join(tmpdir(), temporaryPrefix)));
}

/** Removes the socket that a killed process left behind. Only the holder of the lock may call it. */
export function removeStaleSocket(url: string): void {
	const folder = new URL(url).searchParams.get('host');
	if (folder !== null) removeSocket(folder);
}

async function listenInFolder(server: Server, folder: string): Promise<Endpoint> {
	const path = join(folder, socketName);
	rmSync(path, { force: true });
	await listen(server, { path });
	const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
	return { url, password: null, remove: () => removeSocket(folder) };
}

function removeSocket(folder: string): void {
	rmSync(join(folder, socketName), { force: true });
	const isTemporary = dirname(folder) === tmpdir() && basename(folder).startsWith(temporaryPrefix);
	if (isTemporary && existsSync(folder)) rmdirSync(folder);
}

/** Listens on a free port of the loopback address, with a password made for this one run. */
export async function listenOnLoopback(server: Server): Promise<Endpoint> {
	await listen(server, { host: '127.0.0.1', port: 0 });
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('A listening server has a port');
	const password = randomBytes(24).toString('hex');
	const url = `postgresql://postgres:${password}@127.0.0.1:${address.port}/postgres`;
	return { url, password, remove: () => {} };
}

function listen(server: Server, options: ListenOptions): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(options, () => {
			server.off('error', reject);
			resolve();
		});
	});
}
