import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../../prisma/embedded/data-folder.ts';

describe('the data folder', () => {
	it.each([undefined, ''])('is data/ in the project unless DATA_DIR names one (%j)', (name) => {
		const folder = dataFolder(name);
		expect(folder.path).toBe(resolve('data'));
		expect(folder.shown).toBe('data/');
	});

	it('is shown as a person would write it', () => {
		expect(dataFolder('somewhere/else').shown).toBe('somewhere/else/');
		expect(dataFolder(join(homedir(), 'distribu')).shown).toBe(`${join(homedir(), 'distribu')}/`);
	});

	it('holds everything that belongs to the database', () => {
		const { path, database, lock, holder, authSecret } = dataFolder('d');
		for (const part of [database, lock, holder, authSecret]) expect(part.startsWith(path)).toBe(true);
	});
});
