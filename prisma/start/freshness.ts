import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, runTool } from '../run-tool.ts';
import { step } from './step.ts';

const schema = ['prisma/schema.prisma'];
const kitConfiguration = '.svelte-kit/tsconfig.json';
const generatedClient = 'src/lib/server/generated/prisma/client.ts';

const sources = [
	'src',
	'workers',
	'static',
	'svelte.config.js',
	'vite.config.ts',
	'package.json',
	'package-lock.json'
];

/** A file of the build that the adapter copies when everything else is in its place. */
export const builtServer = 'build/index.js';

/** Whether the database client is there and newer than the schema. */
export function isClientFresh(): boolean {
	return !isStale(kitConfiguration, []) && !isStale(generatedClient, schema);
}

/** Whether a build is there and newer than every source. */
export function isBuildFresh(): boolean {
	return !isStale(builtServer, sources);
}

/** Makes the database client from the schema, unless it is fresh. */
export async function generateClient(): Promise<void> {
	if (isClientFresh()) return;
	// The project's tsconfig.json builds on a file of Kit's, without which Prisma's generator stops.
	if (isStale(kitConfiguration, [])) {
		await step('Preparing SvelteKit', () => runTool('svelte-kit', ['sync']));
	}
	if (!isStale(generatedClient, schema)) return;
	await step('Generating the database client', () =>
		runTool('prisma', ['generate', '--config', 'prisma/prisma.config.ts'])
	);
}

/** Builds the application, unless the build is fresh. */
export async function buildApplication(): Promise<void> {
	if (isBuildFresh()) return;
	await step('Building the application', () => runTool('vite', ['build'], { NODE_ENV: 'production' }));
}

/**
 * Whether an output is missing, or older than one of the files it is made from.
 *
 * @param output a file, relative to the folder
 * @param inputs files and folders, relative to the folder; missing ones do not count
 */
export function isStale(output: string, inputs: string[], folder = projectFolder): boolean {
	const made = changeTime(join(folder, output));
	return made === null || inputs.some((input) => isNewer(join(folder, input), made));
}

function isNewer(path: string, than: number): boolean {
	const status = statSync(path, { throwIfNoEntry: false });
	if (status === undefined) return false;
	if (!status.isDirectory()) return status.mtimeMs > than;
	return readdirSync(path).some((name) => isNewer(join(path, name), than));
}

function changeTime(path: string): number | null {
	return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
