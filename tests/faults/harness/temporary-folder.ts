import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresOwner } from '../../support/postgres-server.ts';

const unused = new Set<string>();

/** A new folder that is removed when this process ends, if not before. Its path is short enough for a socket in it. */
export function temporaryFolder(owner: PostgresOwner | null = null): string {
	const folder = mkdtempSync(join(tmpdir(), 'distribu-fault-'));
	if (owner !== null) chownSync(folder, owner.uid, owner.gid);
	unused.add(folder);
	return folder;
}

export function removeFolder(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
	unused.delete(folder);
}

process.once('exit', () => {
	for (const folder of unused) rmSync(folder, { recursive: true, force: true });
});
