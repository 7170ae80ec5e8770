import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DataFolder, dataFolder } from '../../../prisma/embedded/data-folder.ts';
import {
	inUseSentence,
	isRunning,
	readHolder,
	removeHolder,
	writeHolder
} from '../../../prisma/embedded/holder.ts';

const holder = {
	pid: 1234,
	address: 'http://localhost:3000',
	since: new Date(2026, 4, 3, 14, 2).toISOString(),
	databaseUrl: null
};

describe('the sentence for a second start on one data folder', () => {
	it('names the first by address, process and time, and says what to do', () => {
		expect(inUseSentence('data/', holder, new Date(2026, 4, 3, 20, 0))).toBe(
			'The data folder data/ is in use by Distribu at http://localhost:3000 (process 1234, since 14:02). ' +
				'Stop it first, or set DATA_DIR to another folder.'
		);
	});

	it('gives the date when the first has run since another day', () => {
		expect(inUseSentence('data/', holder, new Date(2026, 4, 4, 9, 0))).toContain('since 2026-05-03 14:02');
	});

	it('names a command, which has no address', () => {
		const command = { ...holder, address: null };
		expect(inUseSentence('data/', command, new Date())).toContain('by a command of Distribu (process 1234');
	});

	it('still says what to do when the holder left no word', () => {
		expect(inUseSentence('data/', null, new Date())).toBe(
			'The data folder data/ is in use by another process. Stop it first, or set DATA_DIR to another folder.'
		);
	});
});

describe('the word that the holder leaves', () => {
	let folder: DataFolder;
	beforeEach(() => {
		folder = dataFolder(mkdtempSync(join(tmpdir(), 'distribu-test-')));
	});
	afterEach(() => rmSync(folder.path, { recursive: true }));

	it('is read back, by its owner only', () => {
		writeHolder(folder, holder);
		expect(readHolder(folder)).toEqual(holder);
		expect(statSync(folder.holder).mode & 0o777).toBe(0o600);
	});

	it('may be missing', () => {
		removeHolder(folder);
		expect(readHolder(folder)).toBeNull();
	});

	it.each(['', '{"pid": 12', '[]', '{"pid":"12","since":"x"}'])('may be half written: %j', (text) => {
		writeFileSync(folder.holder, text);
		expect(readHolder(folder)).toBeNull();
	});

	it('tells a process that runs from one that does not', () => {
		expect(isRunning({ ...holder, pid: process.pid })).toBe(true);
		// Above the largest process number that Linux can be set to.
		expect(isRunning({ ...holder, pid: 2 ** 22 + 1 })).toBe(false);
	});
});
