import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const longestStartMs = 180_000;

/** The application as its start command runs it, with a data folder of its own. */
export interface Application {
	/** Such as `http://localhost:34567`. */
	address: string;
	/** Of its embedded database. */
	databaseUrl: string;
	/** Where its database lies, and the mails that it sends. */
	dataDir: string;
	/** Ends it, and removes its data. */
	stop(): Promise<void>;
}

/**
 * Runs `prisma/start.ts` on a free port, with an embedded database in a new folder, until it answers. What it
 * prints is kept in `test-results/`.
 *
 * @param mode what a newcomer runs, or what a developer runs
 * @throws Error with what it printed, when it ends or does not answer in time
 */
export async function startApplication(mode: 'production' | 'development'): Promise<Application> {
	const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
	mkdirSync(join(root, 'test-results'), { recursive: true });
	const logFile = join(root, `test-results/${mode}.log`);
	const log = openSync(logFile, 'w');
	const address = `http://localhost:${await freePort()}`;
	const child = spawn(
		process.execPath,
		['--import', 'tsx', 'prisma/start.ts', ...(mode === 'development' ? ['--dev'] : [])],
		{
			cwd: root,
			env: environment(folder, new URL(address).port),
			stdio: ['ignore', log, log]
		}
	);
	closeSync(log);
	async function stop(): Promise<void> {
		await endOf(child);
		rmSync(folder, { recursive: true, force: true });
	}
	try {
		await whenAnswering(child, address, logFile);
		const { databaseUrl } = JSON.parse(readFileSync(join(folder, 'holder.json'), 'utf8')) as {
			databaseUrl: string;
		};
		return { address, databaseUrl, dataDir: folder, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function environment(folder: string, port: string): NodeJS.ProcessEnv {
	const { DATABASE_URL: _, ORIGIN: __, NODE_ENV: ___, ...inherited } = process.env;
	// Everything that can be logged is: log.spec.ts reads it.
	return { ...inherited, DATA_DIR: folder, HOST: '127.0.0.1', PORT: port, LOG_LEVEL: 'trace' };
}

/** Waits for an answer to the sign-in page. */
async function whenAnswering(child: ChildProcess, address: string, logFile: string): Promise<void> {
	const deadline = Date.now() + longestStartMs;
	while (Date.now() < deadline && child.exitCode === null) {
		const answer = await fetch(`${address}/login`).catch(() => null);
		if (answer?.ok) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`The application did not start:\n${readFileSync(logFile, 'utf8')}`);
}

/** Asks a process to end and waits until it has. */
function endOf(child: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) return resolve();
		const tooLong = setTimeout(() => child.kill('SIGKILL'), 30_000);
		child.once('exit', () => {
			clearTimeout(tooLong);
			resolve();
		});
		child.kill('SIGTERM');
	});
}

/** A port that is free now: the application is told its port, and cannot say which one it was given. */
function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() =>
				typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))
			);
		});
	});
}
