import { mkdirSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { Refusal } from '../refusal.ts';

/** Where the embedded database and what belongs to it live. */
export interface DataFolder {
	/** The folder itself, absolute. */
	path: string;
	/** As a person would write it: relative to where the command was given, where that is shorter. */
	shown: string;
	/** The files of PostgreSQL. */
	database: string;
	/** Locked for as long as the database is open; its content means nothing. */
	lock: string;
	/** Who has the lock (see holder.ts). */
	holder: string;
	/** The secret that signs sessions, made at the first start. */
	authSecret: string;
}

/** The data folder that `DATA_DIR` names, `data` where it names none. Nothing is created. */
export function dataFolder(name: string | undefined): DataFolder {
	const path = resolve(name || 'data');
	const near = relative('', path);
	const isNear = near !== '' && !near.startsWith('..') && !isAbsolute(near);
	return {
		path,
		shown: `${isNear ? near : path}/`,
		database: join(path, 'pg'),
		lock: join(path, 'lock'),
		holder: join(path, 'holder.json'),
		authSecret: join(path, 'auth-secret')
	};
}

/**
 * Creates the folder, private to its owner, unless it is there.
 *
 * @throws Refusal when it cannot be created
 */
export function createDataFolder(folder: DataFolder): void {
	try {
		mkdirSync(folder.path, { recursive: true, mode: 0o700 });
	} catch (error) {
		const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
		throw new Refusal(
			`The data folder ${folder.shown} cannot be created${reason}. Set DATA_DIR to another folder.`
		);
	}
}
