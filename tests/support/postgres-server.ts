import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackage } from './debian-packages.ts';

/** PostgreSQL's programs, and whom to run them as; or the reason why there are none, as a sentence. */
export type InstalledPostgres =
	{ kind: 'installed'; programs: string; owner: PostgresOwner | null } | { kind: 'missing'; reason: string };

/** PostgreSQL refuses to run as root; Debian's package brings this user. */
export interface PostgresOwner {
	uid: number;
	gid: number;
}

type Installed = Extract<InstalledPostgres, { kind: 'installed' }>;

const readyMessage = 'ready to accept connections';

/** Finds PostgreSQL. Where the programs are missing they are installed, on Debian and as root. */
export function installedPostgres(): InstalledPostgres {
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
	return { kind: 'installed', programs, owner };
}

/** Makes an empty cluster in `data` of a folder that belongs to the owner. */
export function makeCluster({ programs, owner }: Installed, folder: string): void {
	const cluster = [
		'-D',
		join(folder, 'data'),
		'-U',
		'postgres',
		'--auth=trust',
		'--encoding=UTF8',
		'--locale=C',
		'--no-sync'
	];
	const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
	execFileSync(join(programs, 'initdb'), cluster, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * Starts PostgreSQL on the cluster in `data` of a folder, with its socket in the folder and no port.
 *
 * @param settings such as `fsync=off`
 */
export function spawnPostgres(
	{ programs, owner }: Installed,
	folder: string,
	settings: readonly string[]
): ChildProcess {
	const all = ['listen_addresses=', ...settings].flatMap((setting) => ['-c', setting]);
	return spawn(join(programs, 'postgres'), ['-D', join(folder, 'data'), '-k', folder, ...all], {
		...owner,
		cwd: folder,
		// Its messages in English, since one is waited for.
		env: { ...process.env, LC_ALL: 'C' },
		stdio: ['ignore', 'ignore', 'pipe']
	});
}

/** The address of the database that `spawnPostgres` serves from a folder. */
export function postgresUrl(folder: string): string {
	return `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
}

/** Resolves when a server takes connections, after recovery where that is needed. */
export function untilPostgresReady(server: ChildProcess): Promise<void> {
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
function findOwner(): PostgresOwner | null | 'missing' {
	if (process.getuid?.() !== 0) return null;
	const [uid, gid] = ['-u', '-g'].map((option) => {
		const { status, stdout } = spawnSync('id', [option, 'postgres'], { encoding: 'utf8' });
		return status === 0 ? Number(stdout) : null;
	});
	return typeof uid === 'number' && typeof gid === 'number' ? { uid, gid } : 'missing';
}
