import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockEntry {
	resolved?: string;
	optionalDependencies?: Record<string, string>;
}

const text = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8');
const { packages } = JSON.parse(text) as { packages: Record<string, LockEntry> };

test('the lock file holds the binaries of every platform, without which `npm ci` refuses it', () => {
	const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies).filter(
			(name) => !packages[`node_modules/${name}`] && !packages[`${at}/node_modules/${name}`]
		)
	);
	expect(missing, 'run `node .ci/complete-lock.mjs`').toEqual([]);
});

test('the lock file names no registry, so that every registry serves it', () => {
	expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
