import { spawnSync } from 'node:child_process';
import {
	chownSync,
	closeSync,
	ftruncateSync,
	mkdirSync,
	openSync,
	rmSync,
	statfsSync,
	writeSync
} from 'node:fs';
import { join } from 'node:path';
import type { PostgresOwner } from '../../support/postgres-server.ts';
import { removeFolder, temporaryFolder } from './temporary-folder.ts';

/** A file system of its own that can be filled to the brim. */
export interface SmallDisk {
	/** A folder on it, for one database. */
	folder: string;
	/** Leaves so many bytes free, and no more. */
	fill(freeBytes: number): void;
	/** Gives all the space back. */
	free(): void;
	/** Nothing may be open on it any more. */
	remove(): void;
}

/**
 * Mounts a file system in memory.
 *
 * @returns the disk, or why there can be none, as a sentence
 */
export function makeSmallDisk(megabytes: number, owner: PostgresOwner | null): SmallDisk | string {
	const place = temporaryFolder();
	const { status, stderr, error } = spawnSync(
		'mount',
		['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place],
		{ encoding: 'utf8' }
	);
	if (status !== 0) {
		removeFolder(place);
		return `No file system can be mounted here: ${(stderr || String(error)).trim()}`;
	}
	const folder = join(place, 'db');
	mkdirSync(folder, { mode: 0o700 });
	if (owner !== null) chownSync(folder, owner.uid, owner.gid);
	const filler = join(place, 'filler');

	function free(): void {
		rmSync(filler, { force: true });
	}

	function unmount(): void {
		// Where something is still open on it, it goes when that is closed.
		spawnSync('umount', ['--lazy', place]);
	}

	// Before the folder is removed.
	process.prependOnceListener('exit', unmount);
	return {
		folder,
		fill(freeBytes) {
			free();
			fillFile(filler, freeBytes, folder);
		},
		free,
		remove() {
			process.off('exit', unmount);
			unmount();
			removeFolder(place);
		}
	};
}

/** Writes a file until the disk takes no more, and cuts so many bytes off it again. */
function fillFile(path: string, freeBytes: number, folder: string): void {
	const file = openSync(path, 'w');
	let size = 0;
	for (const block of [Buffer.alloc(1 << 20), Buffer.alloc(4096)]) {
		for (;;) {
			try {
				size += writeSync(file, block);
			} catch {
				break;
			}
		}
	}
	ftruncateSync(file, Math.max(0, size - freeBytes));
	closeSync(file);
	const { bavail, bsize } = statfsSync(folder);
	if (bavail * bsize < freeBytes / 2) throw new Error('The disk has less space than it was given back.');
}
