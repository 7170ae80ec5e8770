import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isStale } from '../../../prisma/start/freshness.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	mkdirSync(join(folder, 'src/deep'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a file that was last changed so many seconds after the start of time. */
function write(name: string, time: number): void {
	writeFileSync(join(folder, name), '');
	utimesSync(join(folder, name), time, time);
}

describe('an output is stale', () => {
	it('when it is missing', () => {
		write('src/a.ts', 1);
		expect(isStale('build.js', ['src'], folder)).toBe(true);
	});

	it('when a file deep in its sources is newer', () => {
		write('build.js', 5);
		write('src/deep/a.ts', 6);
		expect(isStale('build.js', ['src'], folder)).toBe(true);
	});

	it('not when it is newer than all of them, or some are missing', () => {
		write('build.js', 5);
		write('src/deep/a.ts', 4);
		write('package.json', 5);
		expect(isStale('build.js', ['src', 'package.json', 'static'], folder)).toBe(false);
	});
});
