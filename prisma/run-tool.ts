import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.ts';

/** The folder of the project. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** Command line tools of our packages, with the file that starts each. */
const tools = {
	prisma: ['prisma', 'build/index.js'],
	'svelte-kit': ['@sveltejs/kit', 'svelte-kit.js'],
	vite: ['vite', 'bin/vite.js']
} as const;

const running = new Set<ChildProcess>();

/** The file that starts a tool of our packages. */
export function toolFile(tool: keyof typeof tools): string {
	const [name, file] = tools[tool];
	return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
}

/**
 * Runs a tool of our packages to its end, without a word where it succeeds.
 *
 * @returns all that it printed
 * @param environment set beside our own
 * @throws Refusal with all that the tool printed, where it fails
 */
export async function runTool(
	tool: keyof typeof tools,
	args: string[],
	environment: Record<string, string> = {}
): Promise<string> {
	const child = spawn(process.execPath, [toolFile(tool), ...args], {
		cwd: projectFolder,
		// No tool asks for news of itself on the network.
		env: { ...process.env, CHECKPOINT_DISABLE: '1', ...environment },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	running.add(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
	}
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	running.delete(child);
	if (code !== 0) throw new Refusal(`"${tool} ${args.join(' ')}" failed:\n\n${output.trim()}`);
	return output;
}

/** Stops the tools that still run. */
export function stopTools(): void {
	for (const child of running) child.kill();
}
