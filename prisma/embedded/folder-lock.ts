import { closeSync, openSync } from 'node:fs';
import { Refusal } from '../refusal.ts';
import type { DataFolder } from './data-folder.ts';

/**
 * Takes the data folder for this process alone, or returns null when another has it.
 *
 * PGlite itself has no lock, and two processes on one folder lose acknowledged writes without an error.
 * The lock is the operating system's, on an open file: it ends with the process, however that ends, so
 * that no stale lock ever needs cleaning up.
 *
 * @returns how to give the folder back
 * @throws Refusal where the platform has no such locks
 */
export async function tryLockFolder(folder: DataFolder): Promise<(() => void) | null> {
	const tryLock = await loadTryLock();
	const file = openSync(folder.lock, 'a+', 0o600);
	if (!tryLock(file)) {
		closeSync(file);
		return null;
	}
	return () => closeSync(file);
}

/** Loaded late: the binary for a rare platform may be missing, which deserves a sentence. */
async function loadTryLock(): Promise<(fd: number) => boolean> {
	try {
		return (await import('fs-native-extensions')).tryLock;
	} catch {
		throw new Refusal(
			`The embedded database needs file locks, which are missing for ${process.platform} on ${process.arch}. ` +
				'Set DATABASE_URL to a PostgreSQL database instead.'
		);
	}
}
