import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import { projectFolder } from '../run-tool.ts';

/** PGlite's class, which is loaded late (database-process.mjs). */
type Engine = typeof PGlite;

/**
 * Where an empty database is kept once one was made on this machine: making one takes seconds, and each is the same
 * for one version of PGlite. It goes with the packages.
 */
export function keptDatabase(): string {
	return join(projectFolder, `node_modules/.cache/distribu/empty-pglite-${engineVersion()}.tar.gz`);
}

/**
 * Makes an empty database in a folder that is there and empty: from the kept one where there is one, otherwise from
 * nothing, and then it is kept. Whatever is wrong with what is kept, there is a database afterwards.
 *
 * All databases that are made of one have its system identifier. PostgreSQL tells by it whether a standby server or an
 * archive of its log belongs to a database, and PGlite has neither.
 *
 * @returns the database, open
 */
export async function makeEmptyDatabase(engine: Engine, folder: string, kept: string): Promise<PGlite> {
	if (existsSync(kept)) {
		try {
			// Unpacked by us: where PGlite does, a damaged one ends the process.
			const archive = gunzipSync(readFileSync(kept));
			return await engine.create({ dataDir: folder, loadDataDir: new Blob([archive]) });
		} catch {
			// Damaged, which the checksum of gzip tells, or not what this engine can read.
			rmSync(folder, { recursive: true, force: true });
			mkdirSync(folder, { mode: 0o700 });
		}
	}
	const database = await engine.create(folder);
	await keep(database, kept);
	return database;
}

/** Keeps a copy of a database: whole, or not at all, and without a word where the packages cannot be written to. */
async function keep(database: PGlite, kept: string): Promise<void> {
	const archive = await database.dumpDataDir('none');
	// A name of its own: two processes may be at it at once.
	const unfinished = `${kept}.${process.pid}`;
	try {
		mkdirSync(dirname(kept), { recursive: true });
		writeFileSync(unfinished, gzipSync(Buffer.from(await archive.arrayBuffer()), { level: 1 }), {
			flush: true
		});
		renameSync(unfinished, kept);
	} catch {
		// Nothing is kept, and the next one is made from nothing too.
	}
}

function engineVersion(): string {
	const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
	const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as {
		version: string;
	};
	return version;
}
