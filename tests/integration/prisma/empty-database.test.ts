import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { keptDatabase, makeEmptyDatabase } from '../../../prisma/embedded/empty-database.ts';

/** A folder with the kept database that the first making left. */
let made: string;
let firstIdentifier: string;
beforeAll(async () => {
	made = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	firstIdentifier = await make(join(made, 'first'), keptIn(made));
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'distribu-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keptIn(parent: string): string {
	return join(parent, 'cache/empty.tar.gz');
}

/** Makes a database, closes it, opens it as a later start does, and returns its system identifier. */
async function make(database: string, kept: string): Promise<string> {
	mkdirSync(database, { mode: 0o700 });
	await (await makeEmptyDatabase(PGlite, database, kept)).close();
	const opened = await PGlite.create(database);
	const { rows } = await opened.query<{ id: string }>(
		'SELECT system_identifier::text AS id FROM pg_control_system()'
	);
	await opened.query('CREATE TABLE kept AS SELECT 42 AS answer');
	await opened.close();
	return rows[0]?.id ?? '';
}

describe('an empty database', () => {
	it('is made of the one that was kept, and opens as any other', async () => {
		expect(await make(join(folder, 'second'), keptIn(made))).toBe(firstIdentifier);
	});

	it('is kept as it was before anybody used it', async () => {
		const database = join(folder, 'second');
		await make(database, keptIn(made));
		mkdirSync(join(folder, 'third'));
		const third = await makeEmptyDatabase(PGlite, join(folder, 'third'), keptIn(made));
		const { rows } = await third.query(`SELECT FROM pg_tables WHERE tablename = 'kept'`);
		await third.close();
		expect(rows).toEqual([]);
	});

	it('is made anew where what is kept was cut short, and kept anew', async () => {
		const kept = keptIn(folder);
		const whole = readFileSync(keptIn(made));
		mkdirSync(join(folder, 'cache'));
		writeFileSync(kept, whole.subarray(0, whole.length / 2));
		const identifier = await make(join(folder, 'second'), kept);
		expect(identifier).not.toBe(firstIdentifier);
		expect(await make(join(folder, 'third'), kept)).toBe(identifier);
		expect(readdirSync(join(folder, 'cache'))).toEqual(['empty.tar.gz']);
	});

	it('is made where nothing can be kept', async () => {
		writeFileSync(join(folder, 'cache'), 'a file, where a folder would have to be');
		expect(await make(join(folder, 'second'), keptIn(folder))).toMatch(/^\d+$/);
		expect(existsSync(keptIn(folder))).toBe(false);
	});

	it('is kept for one version of PGlite', () => {
		const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
			dependencies: Record<string, string>;
		};
		expect(keptDatabase()).toContain(`-${dependencies['@electric-sql/pglite']}.`);
	});
});
