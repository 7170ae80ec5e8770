import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BrowserCommand } from 'vitest/node';

const folder = '../shared/cases';

declare module 'vitest/browser' {
	interface BrowserCommands {
		sharedCases: () => Promise<{ name: string; base64: string }[]>;
	}
}

/** Every file of `../shared/cases`, for tests that run in a browser; none where that folder is not beside the project. */
export const sharedCases: BrowserCommand<[]> = () => {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => join(folder, name))
		.filter((path) => statSync(path).isFile())
		.map((path) => ({ name: relative(folder, path), base64: readFileSync(path, 'base64') }));
};
