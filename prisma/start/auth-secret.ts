import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { DataFolder } from '../embedded/data-folder.ts';

/**
 * The secret that signs sessions on an embedded database: made once, kept with the data, readable by its
 * owner only, so that a restart signs nobody out. Call it while the data folder is ours.
 */
export function authSecretOf(folder: DataFolder): string {
	if (existsSync(folder.authSecret)) {
		const secret = readFileSync(folder.authSecret, 'utf8').trim();
		if (secret !== '') return secret;
	}
	const secret = randomBytes(32).toString('base64url');
	writeFileSync(folder.authSecret, `${secret}\n`, { mode: 0o600 });
	return secret;
}
