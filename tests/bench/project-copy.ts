import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { projectFolder } from '../../prisma/run-tool.ts';

/** What is made from the sources, or belongs to this machine: all that a clean clone does not have. */
const made = [
	'.git',
	'.svelte-kit',
	'build',
	'data',
	'.env',
	'node_modules',
	'test-results',
	'src/lib/server/generated'
];

/** The project as it is when its packages are installed and nothing else was done. */
export interface ProjectCopy {
	folder: string;
	/** Removes what was made in it since. */
	clear(): void;
	remove(): void;
}

/**
 * Copies the project to the temporary folder, so that its own build is left alone. Packages are shared with it, and so
 * is the empty database that is kept beside them, which is made again where it is missed.
 */
export function copyProject(): ProjectCopy {
	const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
	cpSync(projectFolder, folder, {
		recursive: true,
		filter: (path) => !made.includes(relative(projectFolder, path).replaceAll('\\', '/'))
	});
	symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'), 'junction');
	return {
		folder,
		clear() {
			for (const name of [...made.filter((one) => one !== 'node_modules'), 'node_modules/.cache/distribu']) {
				rmSync(join(folder, name), { recursive: true, force: true });
			}
		},
		remove: () => rmSync(folder, { recursive: true, force: true })
	};
}
