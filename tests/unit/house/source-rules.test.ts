import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The files of a folder that are written by hand, with their text. */
function sources(folder: string, ...endings: string[]): { path: string; text: string }[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
		.filter((path) => endings.some((ending) => path.endsWith(ending)) && !path.includes('/generated/'))
		.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The files in which a pattern stands. */
function withPattern(files: { path: string; text: string }[], pattern: RegExp): string[] {
	return files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

const product = [...sources('src', '.ts', '.svelte', '.html'), ...sources('workers', '.ts')];

test('T31: no statement of the product is put together from text', () => {
	expect(withPattern(product, /\$(?:query|execute)RawUnsafe|\bPrisma\.raw\b/)).toEqual([]);
});

test('T07: nothing is ever read as markup or as a program', () => {
	const asMarkup =
		/\{@html|\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(/;
	expect(withPattern(product, asMarkup)).toEqual([]);
});

test('T30: every dependency is one exact version, and none runs a script when it is installed', () => {
	const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		dependencies: Record<string, string>;
		devDependencies: Record<string, string>;
	};
	const versions = Object.entries({ ...dependencies, ...devDependencies });
	expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(version))).toEqual([]);
	expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});

// Of binaries of other platforms, which are never installed here, the lock file has the names only.
test('T30: the lock file says what each package must hash to', () => {
	const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { integrity?: string; optional?: boolean }>;
	};
	const unsure = Object.entries(packages).filter(
		([at, { integrity, optional }]) => at !== '' && !optional && !integrity?.startsWith('sha512-')
	);
	expect(unsure.map(([at]) => at)).toEqual([]);
});
