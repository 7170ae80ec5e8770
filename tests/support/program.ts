import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { projectFolder } from '../../prisma/run-tool.ts';

/** One of the project's programs, running. */
export interface Program {
	pid: number;
	/** All that it printed so far. */
	output(): string;
	/** Resolves when it has printed this. Rejects, with what it printed, when it ends without. */
	until(text: string): Promise<void>;
	/** Resolves when it has ended, with its exit code or the signal. */
	ended: Promise<number | NodeJS.Signals>;
	/** Resolves when nobody writes to its output any more: it and all that it started have ended. */
	closed: Promise<void>;
	kill(signal: NodeJS.Signals): void;
}

/**
 * Runs a program of the project, in TypeScript or JavaScript.
 *
 * @param file relative to the project
 * @param environment set beside our own; settings that a `.env` could hold are empty unless given
 */
export function runProgram(file: string, args: string[], environment: Record<string, string>): Program {
	const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
	return run(process.execPath, [...loader, file, ...args], environment);
}

/** Runs a script of package.json as a person does. */
export function runScript(script: string, environment: Record<string, string>): Program {
	return run('npm', ['run', script], environment);
}

function run(command: string, args: string[], environment: Record<string, string>): Program {
	const child = spawn(command, args, {
		cwd: projectFolder,
		env: {
			...process.env,
			DATABASE_URL: '',
			MIGRATION_DATABASE_URL: '',
			AUTH_SECRET: '',
			ORIGIN: '',
			HOST: '',
			SEED_DEMO: '',
			...environment
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	const listeners = new Set<() => void>();
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			output += text;
			for (const listener of listeners) listener();
		});
	}
	const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
	});
	const closed = new Promise<void>((resolve) => {
		child.once('close', () => resolve());
	});
	return {
		pid: child.pid ?? 0,
		output: () => output,
		until: (text) =>
			new Promise((resolve, reject) => {
				function look(): void {
					if (!output.includes(text)) return;
					listeners.delete(look);
					resolve();
				}
				listeners.add(look);
				look();
				void closed.then(() => reject(new Error(`It ended without "${text}":\n${output}`)));
			}),
		ended,
		closed,
		kill: (signal) => child.kill(signal)
	};
}

/** A port of the loopback address that nobody uses. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	return typeof address === 'object' && address !== null ? address.port : 0;
}
