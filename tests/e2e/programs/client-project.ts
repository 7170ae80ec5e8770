import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { insertToken } from '../tokens.ts';
import { type Company, test as base } from '../fixtures.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What a command printed, and with what it ended. */
export interface CommandEnd {
	status: number;
	stdout: string;
	stderr: string;
}

/** An empty project of somebody else, with the packed client installed in it and nothing beside it. */
export interface ClientProject {
	folder: string;
	/** Runs a command there, with a server and a token in its environment. */
	run(command: string, args: readonly string[], environment?: Record<string, string>): Promise<CommandEnd>;
	write(name: string, content: string): void;
}

/**
 * Packs the client as npm would publish it, and installs the file into an empty project without a network.
 *
 * @throws Error with what npm printed, or when nothing is built
 */
export async function makeClientProject(): Promise<ClientProject & { remove(): void }> {
	if (!existsSync(join(root, 'build-client/package.json'))) throw new Error('First: npm run build:client');
	const folder = mkdtempSync(join(tmpdir(), 'distribu-program-'));
	const project: ClientProject = {
		folder,
		run: (command, args, environment = {}) => runIn(folder, command, args, environment),
		write: (name, content) => writeFileSync(join(folder, name), content)
	};
	const packed = await runIn(folder, 'npm', ['pack', join(root, 'build-client'), '--silent'], {});
	if (packed.status !== 0) throw new Error(packed.stderr);
	project.write('package.json', JSON.stringify({ name: 'program', private: true, type: 'module' }));
	return { ...project, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The packed client's file in a project. */
export function tarballIn({ folder }: ClientProject): string {
	const found = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (found === undefined) throw new Error('Nothing was packed.');
	return `./${found}`;
}

/** Gives a project the tools that whoever writes programs has: a type checker, the types of Node, a runner. */
export function addTools({ folder }: ClientProject): void {
	for (const name of ['typescript', 'tsx', '@types/node', 'undici-types']) {
		mkdirSync(join(folder, 'node_modules', name, '..'), { recursive: true });
		symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
	}
	mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
	for (const name of ['tsc', 'tsx'])
		symlinkSync(join(root, 'node_modules/.bin', name), join(folder, 'node_modules/.bin', name));
}

function runIn(
	cwd: string,
	command: string,
	args: readonly string[],
	environment: Record<string, string>
): Promise<CommandEnd> {
	const { NODE_OPTIONS: _, ...inherited } = process.env;
	const env = {
		...inherited,
		npm_config_offline: 'true',
		npm_config_audit: 'false',
		npm_config_fund: 'false',
		...environment
	};
	return new Promise((resolve) => {
		const options = { cwd, env, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' } as const;
		execFile(command, args, options, (error, stdout, stderr) => {
			resolve({ status: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
		});
	});
}

interface Fixtures {
	/** What a program of this company has in its environment: a token with every scope. */
	environment: { DISTRIBU_URL: string; DISTRIBU_TOKEN: string };
}

interface WorkerFixtures {
	/** A project with the client installed, for all tests of a worker. */
	project: ClientProject;
}

/** What a program of this company has in its environment. */
async function environmentOf({ owner }: Company): Promise<Fixtures['environment']> {
	return { DISTRIBU_URL: process.env.E2E_ADDRESS ?? '', DISTRIBU_TOKEN: await insertToken(owner.email) };
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	project: [
		async ({ browserName: _ }, use) => {
			const { remove, ...project } = await makeClientProject();
			const installed = await project.run('npm', ['install', tarballIn(project)]);
			if (installed.status !== 0) throw new Error(installed.stderr);
			await use(project);
			remove();
		},
		{ scope: 'worker' }
	],
	environment: async ({ company }, use) => use(await environmentOf(company))
});

export { expect } from '@playwright/test';
