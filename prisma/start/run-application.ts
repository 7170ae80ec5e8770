import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../refusal.ts';
import { projectFolder, toolFile } from '../run-tool.ts';
import { type ServerReport, toldVariable } from '../serve/told.ts';
import type { StartSettings } from './settings.ts';
import type { Shutdown } from './shutdown.ts';

/** The running application. */
export interface Application {
	/** Resolves when it has ended, asked or not, with its exit code or signal. */
	ended: Promise<number | NodeJS.Signals>;
}

/** How long the application may take to end beyond the time that the settings give to requests. */
const afterwardsMs = 5000;

const betweenLooksMs = 50;

/**
 * Starts the production server, or Vite's development server, and returns when it takes requests. The production
 * server loads the build while the database is still being opened.
 *
 * @param environment what it has to know of the database, once that is ready
 * @param shutdown gets to know how it is stopped, as soon as there is something to stop
 * @throws Refusal when it ends before it takes requests
 */
export async function runApplication(
	settings: StartSettings,
	environment: Promise<Record<string, string>>,
	shutdown: Shutdown
): Promise<Application> {
	const child = settings.isDevelopment
		? startVite(settings, await environment)
		: startProgram([fileURLToPath(server)], settings, { [toldVariable]: '1' });
	const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
	});
	const { delay, timeout } = settings.shutdown;
	shutdown.add(() => stop(child, ended, (delay + timeout) * 1000 + afterwardsMs));
	const endedEarly = ended.then((code) => {
		throw new Refusal(endedSentence(code));
	});
	// What comes after it is listening is told by `ended`.
	endedEarly.catch(() => {});
	await Promise.race([
		settings.isDevelopment ? whenAnswering(child, settings) : whenListening(child, environment),
		endedEarly
	]);
	return { ended };
}

const server = new URL('../serve/serve.mjs', import.meta.url);

function startVite(settings: StartSettings, environment: Record<string, string>): ChildProcess {
	const { host, port } = settings;
	const program = [toolFile('vite'), 'dev', '--host', host, '--port', String(port), '--strictPort'];
	return startProgram(program, settings, environment);
}

function startProgram(
	program: string[],
	settings: StartSettings,
	environment: Record<string, string>
): ChildProcess {
	const { isDevelopment, host, port } = settings;
	return spawn(
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
}

/** Tells the production server what it asks for (told.ts), and returns when it listens. */
async function whenListening(
	child: ChildProcess,
	environment: Promise<Record<string, string>>
): Promise<void> {
	const [isLoaded, isListening] = [whenReported(child, 'loaded'), whenReported(child, 'listening')];
	const [known] = await Promise.all([environment, isLoaded]);
	child.send(known);
	await isListening;
}

function whenReported(child: ChildProcess, wanted: ServerReport): Promise<void> {
	return new Promise((resolve) => {
		child.on('message', (report: ServerReport) => {
			if (report === wanted) resolve();
		});
	});
}

/** Vite says nothing to another program, so that it is asked until it answers. */
async function whenAnswering(child: ChildProcess, { host, port }: StartSettings): Promise<void> {
	while (child.exitCode === null && child.signalCode === null && !(await isAnswering(host, port))) {
		await setTimeout(betweenLooksMs);
	}
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
