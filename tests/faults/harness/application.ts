import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { defaultLimits, maxRequestBytes } from '../../../src/lib/import/limits.ts';
import { projectFolder } from '../../../prisma/run-tool.ts';
import { builtServer } from '../../../prisma/start/freshness.ts';
import { freePort } from '../../support/program.ts';

/** The built application in a process of its own, on one port through all of its lives. */
export interface FaultApplication {
	/** Such as `http://127.0.0.1:34567`. */
	origin: string;
	/** Of the process that runs now, or ran last. */
	pid(): number;
	isRunning(): boolean;
	/** All that it has written to its log in all of its lives. */
	log(): string;
	/** Starts it; resolves when it takes connections. */
	start(): Promise<void>;
	/** Ends it at once (SIGKILL); resolves when it is gone. */
	kill(): Promise<void>;
	/** Asks it to end (SIGTERM); resolves with its exit code, or the signal that ended it. */
	end(): Promise<number | NodeJS.Signals>;
}

export interface ApplicationOptions {
	databaseUrl: string;
	/** Set over the defaults. */
	environment?: Record<string, string>;
}

const betweenLooksMs = 5;
const longestStartMs = 30_000;
const longestLog = 2_000_000;

/** As under the start command: a run that is interrupted leaves no server behind. */
const endWithParent = new URL('../../../prisma/start/end-with-parent.mjs', import.meta.url).href;

const server = join(projectFolder, 'prisma/serve/serve.mjs');

/** For signed session cookies: the same for all instances. */
const authSecret = 'a secret for experiments, 32 or longer';

/**
 * Starts the built application as a server does, without the start command around it.
 *
 * @throws Error with its log where it ends or does not answer
 */
export async function startFaultApplication({
	databaseUrl,
	environment = {}
}: ApplicationOptions): Promise<FaultApplication> {
	if (!existsSync(join(projectFolder, builtServer)))
		throw new Error('The application is not built: run "npm run build" first.');
	const port = await freePort();
	const origin = `http://127.0.0.1:${port}`;
	let log = '';
	let child: ChildProcess | null = null;
	let ended: Promise<number | NodeJS.Signals> = Promise.resolve(0);

	function isRunning(): boolean {
		return child !== null && child.exitCode === null && child.signalCode === null;
	}

	async function start(): Promise<void> {
		const started = spawn(process.execPath, ['--import', endWithParent, server], {
			cwd: projectFolder,
			env: {
				...process.env,
				NODE_ENV: 'production',
				HOST: '127.0.0.1',
				PORT: String(port),
				ORIGIN: origin,
				BODY_SIZE_LIMIT: String(maxRequestBytes(defaultLimits)),
				SHUTDOWN_TIMEOUT: '20',
				DATABASE_URL: databaseUrl,
				MIGRATION_DATABASE_URL: '',
				AUTH_SECRET: authSecret,
				DEMO_SIGN_IN: '',
				LOG_LEVEL: 'info',
				...environment
			},
			stdio: ['ignore', 'pipe', 'pipe', 'ipc']
		});
		child = started;
		for (const stream of [started.stdout, started.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				log = (log + text).slice(-longestLog);
			});
		}
		ended = new Promise((resolve, reject) => {
			started.once('error', reject);
			started.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
		});
		const deadline = Date.now() + longestStartMs;
		while (!(await isAnswering(port))) {
			if (!isRunning() || Date.now() > deadline) throw new Error(`The application did not start:\n${log}`);
			await setTimeout(betweenLooksMs);
		}
	}

	async function endWith(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
		if (isRunning()) child?.kill(signal);
		return await ended;
	}

	await start();
	return {
		origin,
		pid: () => child?.pid ?? 0,
		isRunning,
		log: () => log,
		start,
		kill: async () => void (await endWith('SIGKILL')),
		end: () => endWith('SIGTERM')
	};
}

function isAnswering(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ host: '127.0.0.1', port });
		socket.once('connect', () => {
			// A port that nobody listens on yet can be drawn as the asker's own: then it has reached itself.
			const isItself = socket.localPort === port;
			socket.destroy();
			resolve(!isItself);
		});
		socket.once('error', () => resolve(false));
	});
}
