import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Refusal } from '../refusal.ts';
import { projectFolder, toolFile } from '../run-tool.ts';
import type { StartSettings } from './settings.ts';

/** The running application. */
export interface Application {
	/** Resolves when it has ended, asked or not, with its exit code or signal. */
	ended: Promise<number | NodeJS.Signals>;
	/** Lets it finish what it is at, and ends it. */
	stop(): Promise<void>;
}

/** How long the application may take to end beyond the time that the settings give to requests. */
const afterwardsMs = 5000;

const betweenLooksMs = 50;

/**
 * Starts the production server, or Vite's development server, and returns when it takes requests.
 *
 * @throws Refusal when it ends before that
 */
export async function runApplication(
	settings: StartSettings,
	environment: Record<string, string>
): Promise<Application> {
	const { isDevelopment, host, port, shutdown } = settings;
	const program = isDevelopment
		? [toolFile('vite'), 'dev', '--host', host, '--port', String(port), '--strictPort']
		: ['--import', 'tsx', join(projectFolder, 'prisma/serve/serve.ts')];
	const child = spawn(
		process.execPath,
		['--import', new URL('./end-with-parent.mjs', import.meta.url).href, ...program],
		{
			cwd: projectFolder,
			env: {
				...process.env,
				NODE_ENV: isDevelopment ? 'development' : 'production',
				HOST: host,
				PORT: String(port),
				ORIGIN: settings.origin,
				BODY_SIZE_LIMIT: String(settings.bodySizeLimit),
				// The application needs no owner's rights, and does not get to know them.
				MIGRATION_DATABASE_URL: '',
				...environment
			},
			// Vite takes keys on a terminal; the production server takes nothing.
			stdio: [isDevelopment && process.stdin.isTTY ? 'inherit' : 'ignore', 'inherit', 'inherit', 'ipc']
		}
	);
	const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
	});
	while (child.exitCode === null && child.signalCode === null && !(await isAnswering(host, port))) {
		await setTimeout(betweenLooksMs);
	}
	const endedEarly = child.exitCode ?? child.signalCode;
	if (endedEarly !== null) throw new Refusal(endedSentence(endedEarly));
	const longestStopMs = (shutdown.delay + shutdown.timeout) * 1000 + afterwardsMs;
	return { ended, stop: () => stop(child, ended, longestStopMs) };
}

/** For a person who sees the application's own last words above it. */
export function endedSentence(code: number | NodeJS.Signals): string {
	return `The application ended by itself (${code}). Its last lines above say why.`;
}

/** Listening on every address is not an address to connect to, at least not everywhere. */
const everyAddress: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function isAnswering(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ host: everyAddress[host] ?? host, port });
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}

async function stop(child: ChildProcess, ended: Promise<unknown>, longestMs: number): Promise<void> {
	const tooLong = new AbortController();
	void setTimeout(longestMs, undefined, tooLong).then(
		() => child.kill('SIGKILL'),
		() => {}
	);
	child.kill('SIGTERM');
	await ended;
	tooLong.abort();
}
