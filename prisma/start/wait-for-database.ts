import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { Refusal } from '../refusal.ts';

/** The oldest PostgreSQL that we run on, as `server_version_num` writes it. */
const oldestVersion = 130000;

const patience = { totalMs: 30_000, betweenMs: 500, connectMs: 5000 };

/** Errors that pass: the server is not up yet, is starting, or has no free connection. */
const passing = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ENOENT',
	'ETIMEDOUT',
	'ECONNRESET',
	'57P03',
	'53300'
];

/**
 * Waits until the database answers.
 *
 * @param variable where the address was read from
 * @param onWaiting called once where it does not answer at first, with its place (no user, no password)
 * @throws Refusal where it does not answer in time, refuses us, is missing, or is too old
 */
export async function waitForDatabase(
	url: string,
	onWaiting: (place: string) => void,
	{ variable = 'DATABASE_URL', totalMs = patience.totalMs }: { variable?: string; totalMs?: number } = {}
): Promise<void> {
	const start = Date.now();
	for (let attempt = 1; ; attempt++) {
		const problem = await tryConnect(url);
		if (problem === null) return;
		const isPassing = passing.includes(problem.code);
		if (!isPassing || Date.now() - start > totalMs) {
			throw new Refusal(sentence(problem, url, variable, isPassing));
		}
		if (attempt === 1) onWaiting(placeOf(url));
		await setTimeout(patience.betweenMs);
	}
}

/** The line in which a start says what it waits for. */
export function sayWaiting(place: string): void {
	console.log(`Waiting for the database at ${place} …`);
}

function ignore(): void {}

interface Problem {
	code: string;
	message: string;
}

async function tryConnect(url: string): Promise<Problem | null> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patience.connectMs });
	// A connection that breaks later is told by the query that fails.
	client.on('error', ignore);
	try {
		await client.connect();
		const { rows } = await client.query<{ version: number }>(
			`SELECT current_setting('server_version_num')::int AS version`
		);
		const version = rows[0]?.version ?? 0;
		return version < oldestVersion
			? { code: 'TOO_OLD', message: String(Math.floor(version / 10_000)) }
			: null;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		const isTimeout = message.includes('timeout');
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		return { code: code === '' && isTimeout ? 'ETIMEDOUT' : code, message };
	} finally {
		await client.end().catch(ignore);
	}
}

function sentence({ code, message }: Problem, url: string, variable: string, isPassing: boolean): string {
	const place = placeOf(url);
	if (isPassing)
		return `The database at ${place} does not answer (${code}). Check ${variable}, and that it runs.`;
	if (code === 'TOO_OLD')
		return `The database at ${place} is PostgreSQL ${message}. PostgreSQL 13 or newer is needed.`;
	if (code === '3D000')
		return `There is no database at ${place}. Create it first, or correct its name in ${variable}.`;
	if (code.startsWith('28')) {
		return `The database at ${place} refuses to let us in (${code}). Check the user and the password in ${variable}.`;
	}
	return `The database at ${place} cannot be used: ${message}`;
}

/** Where a database is, without who enters it. */
function placeOf(address: string): string {
	const { host, port, database } = new pg.Client({ connectionString: address });
	return host.startsWith('/') ? `${host} (${database ?? ''})` : `${host}:${port}/${database ?? ''}`;
}
