import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { migrate } from '../../prisma/migrate.ts';
import { installDebianPackage } from './debian-packages.ts';
import type { TestDatabase } from './test-database.ts';

/** A throw-away PostgreSQL, or the reason why there is none, as a sentence. */
export type PostgresResult =
	{ kind: 'started'; database: TestDatabase } | { kind: 'missing'; reason: string };

/** PostgreSQL refuses to run as root; Debian's package brings this user. */
interface Owner {
	uid: number;
	gid: number;
}

const readyMessage = 'ready to accept connections';

/** A crash of the machine may lose a test's data. */
const fastSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts a PostgreSQL of its own in a temporary folder, migrated, on a Unix socket only. Where the programs
 * are missing they are installed, on Debian and as root.
 */
export async function startPostgres(): Promise<PostgresResult> {
	let programs = findPrograms();
	if (programs === null) {
		const reason = installDebianPackage('postgresql');
		programs = findPrograms();
		if (programs === null)
			return { kind: 'missing', reason: reason ?? 'The package postgresql has no initdb.' };
	}
	const owner = findOwner();
	if (owner === 'missing') {
		return {
			kind: 'missing',
			reason: 'PostgreSQL does not run as root, and there is no user postgres to run it as.'
		};
	}
	const folder = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	if (owner !== null) chownSync(folder, owner.uid, owner.gid);
	const server = startServer(programs, folder, owner);
	const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
	try {
		await untilReady(server);
		await migrate(url);
	} catch (error) {
		await stop(server, folder);
		throw error;
	}
	return { kind: 'started', database: { url, stop: () => stop(server, folder) } };
}

/** The folder with `initdb` and `postgres`: on the path, or where packages put them, the newest version first. */
function findPrograms(): string | null {
	const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
	const places = [
		...(process.env.PATH ?? '').split(delimiter),
		...versions
			.sort((one, other) => Number(other) - Number(one))
			.map((version) => `/usr/lib/postgresql/${version}/bin`),
		'/opt/homebrew/opt/postgresql/bin',
		'/usr/local/opt/postgresql/bin'
	];
	return (
		places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres'))) ?? null
	);
}

/** Whom to run as; null for whoever we are. */
function findOwner(): Owner | null | 'missing' {
	if (process.getuid?.() !== 0) return null;
	const [uid, gid] = ['-u', '-g'].map((option) => {
		const { status, stdout } = spawnSync('id', [option, 'postgres'], { encoding: 'utf8' });
		return status === 0 ? Number(stdout) : null;
	});
	return typeof uid === 'number' && typeof gid === 'number' ? { uid, gid } : 'missing';
}

function startServer(programs: string, folder: string, owner: Owner | null): ChildProcess {
	const data = join(folder, 'data');
	// Its messages in English, since one is waited for.
	const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
	const cluster = [
		'-D',
		data,
		'-U',
		'postgres',
		'--auth=trust',
		'--encoding=UTF8',
		'--locale=C',
		'--no-sync'
	];
	execFileSync(join(programs, 'initdb'), cluster, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
	const settings = ['listen_addresses=', ...fastSettings].flatMap((setting) => ['-c', setting]);
	return spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, ...settings], {
		...options,
		stdio: ['ignore', 'ignore', 'pipe']
	});
}

function untilReady(server: ChildProcess): Promise<void> {
	return new Promise((resolve, reject) => {
		let output = '';
		server.once('error', reject);
		server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${output}`)));
		server.stderr?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
			if (output.includes(readyMessage)) resolve();
		});
	});
}

/** SIGQUIT ends it at once, without the checkpoint that nobody needs. */
async function stop(server: ChildProcess, folder: string): Promise<void> {
	if (server.exitCode === null && server.signalCode === null) {
		const ended = new Promise((resolve) => server.once('exit', resolve));
		server.kill('SIGQUIT');
		await ended;
	}
	rmSync(folder, { recursive: true, force: true });
}
