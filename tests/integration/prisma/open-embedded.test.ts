import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dataFolder } from '../../../prisma/embedded/data-folder.ts';
import { readHolder } from '../../../prisma/embedded/holder.ts';
import { type EmbeddedDatabase, openEmbedded } from '../../../prisma/embedded/open-embedded.ts';

const address = 'http://localhost:3000';

/** A data folder with a fresh database, to be copied: making one takes seconds. */
let made: string;
beforeAll(async () => {
	made = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	await (await openEmbedded({ dataDir: made, address })).close();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

let parent: string;
let dataDir: string;
let opened: EmbeddedDatabase[];
beforeEach(() => {
	parent = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	dataDir = join(parent, 'data');
	opened = [];
});
afterEach(async () => {
	await Promise.all(opened.map((database) => database.close()));
	rmSync(parent, { recursive: true, force: true });
});

/** Opens the embedded database, and closes it after the test. */
async function open(folder = dataDir): Promise<EmbeddedDatabase> {
	if (!existsSync(folder)) cpSync(made, folder, { recursive: true });
	const database = await openEmbedded({ dataDir: folder, address });
	opened.push(database);
	return database;
}

async function query(url: string, sql: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query(sql)).rows;
	} finally {
		await client.end();
	}
}

describe('the embedded database', () => {
	it('is refused to a second one on its folder, with a sentence that names the first', async () => {
		await open();
		await expect(open()).rejects.toThrow(
			new RegExp(
				`^The data folder ${dataDir}/ is in use by Distribu at ${address} \\(process ${process.pid}, since \\d\\d:\\d\\d\\)\\. ` +
					'Stop it first, or set DATA_DIR to another folder\\.$'
			)
		);
	});

	it('is free at once when its process is killed, with everything that was committed', async () => {
		const first = await open();
		await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
		process.kill(first.pid, 'SIGKILL');
		await first.ended;
		const second = await open();
		expect(await query(second.url, 'SELECT * FROM kept')).toEqual([{ answer: 42 }]);
	});

	it('ends in order at SIGTERM', async () => {
		const first = await open();
		process.kill(first.pid, 'SIGTERM');
		await first.ended;
		expect(readHolder(dataFolder(dataDir))).toBeNull();
	});

	it('keeps others out of its folder and its socket', async () => {
		const { url } = await open();
		const socketFolder = new URL(url).searchParams.get('host') ?? '';
		expect(socketFolder).toBe(join(dataDir, 'socket'));
		for (const folder of [dataDir, socketFolder, dataFolder(dataDir).database]) {
			expect(statSync(folder).mode & 0o777).toBe(0o700);
		}
	});

	it('listens in the temporary folder where the path to its own is too long for a socket', async () => {
		const deep = join(parent, 'a-long-name-of-a-folder'.repeat(5));
		const database = await open(deep);
		const socketFolder = new URL(database.url).searchParams.get('host') ?? '';
		expect(socketFolder.startsWith(join(tmpdir(), 'distribu-'))).toBe(true);
		expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
		expect(await query(database.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);

		process.kill(database.pid, 'SIGKILL');
		await database.ended;
		const next = await open(deep);
		expect(existsSync(socketFolder)).toBe(false);
		await next.close();
		expect(existsSync(new URL(next.url).searchParams.get('host') ?? '')).toBe(false);
	});

	it('starts over where making it was cut short', async () => {
		mkdirSync(join(dataDir, 'pg.new', 'base'), { recursive: true });
		const { url } = await open();
		expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
		expect(existsSync(join(dataDir, 'pg.new'))).toBe(false);
	});

	it('is refused with a sentence where its folder cannot be made', async () => {
		await expect(openEmbedded({ dataDir: '/dev/null/data', address })).rejects.toThrow(
			'The data folder /dev/null/data/ cannot be created (ENOTDIR). Set DATA_DIR to another folder.'
		);
	});
});
