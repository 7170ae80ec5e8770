import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment, type ExperimentSize } from '../experiment.ts';
import { type FaultApplication, startFaultApplication } from '../harness/application.ts';
import { type FaultCompany, makeFaultCompany, noteImport, sendImport, settle } from '../harness/company.ts';
import type { FaultDatabase } from '../harness/database.ts';
import { send } from '../harness/http.ts';
import { inspect } from '../harness/inspect.ts';
import { duration, spread } from '../harness/measures.ts';
import { startFaultPostgres } from '../harness/postgres-database.ts';
import { signalAll } from '../harness/processes.ts';
import { type Answer, type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants, noViolations } from '../invariants.ts';
import { type LargeImports, prepareLargeImports } from './large-imports.ts';

/** How long each fault lasts at least; the short form goes on as soon as it has seen the answers. */
const faultMs = { short: 0, full: 30_000 };
const rows = 1000;

/** Whoever asks while the database is away gets 503 in this time (E07). Only the full form, on an idle machine, holds it against a clock. */
const longestAnswerMs = 5000;

/** A limit against hanging for ever, not against slowness. */
const longestPatienceMs = 90_000;

/** As many connections as the application's pool has, at most. */
const poolSize = 5;

/** More readers than the pool has connections. */
const readers = 8;

/** What every fault works with. */
interface Stage {
	database: FaultDatabase;
	application: FaultApplication;
	company: FaultCompany;
	client: StaffClient;
	imports: LargeImports;
	size: ExperimentSize;
	mustNever: Record<string, number>;
	/** What was answered instead of 503. */
	wrong: Set<string>;
	answerTimes: number[];
	recoveryTimes: number[];
}

/** A fault that can be switched on, and off again. */
interface Fault {
	name: string;
	/** @returns how to end it */
	begin(stage: Stage): Promise<() => Promise<void>>;
}

const faults: readonly Fault[] = [
	{
		name: 'stopped',
		async begin({ database }) {
			await database.kill();
			return database.start;
		}
	},
	{
		name: 'hanging',
		begin({ database }) {
			const pids = database.pids();
			signalAll(pids, 'SIGSTOP');
			return Promise.resolve(() => {
				signalAll(pids, 'SIGCONT');
				return Promise.resolve();
			});
		}
	},
	{ name: 'out of connections', begin: takeEveryConnection },
	{ name: 'statements that hang', begin: ({ database }) => lockTable(database.url, 'Customer') }
];

/** The database away, silent or stuck, and back again (E07). */
export const databaseAway: Experiment = {
	id: 'E07',
	title: 'database away and back: stopped, hanging, without connections, with statements that hang',
	async run(size) {
		const mustNever: Record<string, number> = {
			...noViolations(),
			'answers other than 503 meanwhile': 0,
			'answers after 5 s': 0,
			'health checks without an answer': 0,
			'restarts needed': 0,
			'connections leaked': 0,
			'company locks kept': 0
		};
		const started = await startFaultPostgres({ settings: ['max_connections=20'] });
		if (started.kind === 'missing') return { rounds: 0, mustNever, figures: {}, skipped: started.reason };
		const { database } = started;
		const imports = prepareLargeImports(rows);
		const company = await makeFaultCompany(database.url, imports.first);
		const other = await makeFaultCompany(database.url, generateCustomers(100, 'lean', 9));
		const bystanders = [await bystander(database.url, other)];
		const application = await startFaultApplication({ databaseUrl: database.url });
		try {
			const client = await signIn(application.origin, company.owner);
			const times = { answerTimes: [], recoveryTimes: [] };
			const wrong = new Set<string>();
			const stage: Stage = {
				database,
				wrong,
				application,
				company,
				client,
				imports,
				size,
				mustNever,
				...times
			};
			for (const fault of faults) await breakAndMend(stage, fault);
			const releaseMs = await hangWithLock(stage);
			const { origin } = application;
			addViolations(
				mustNever,
				await checkInvariants({ databaseUrl: database.url, companies: [company], bystanders, origin })
			);
			const figures = {
				'answered 503 in': spread(stage.answerTimes),
				'back after the fault in': spread(stage.recoveryTimes),
				"a hanging import's lock free after": duration(releaseMs),
				...(wrong.size > 0 ? { 'answered instead of 503': [...wrong].join('; ') } : {})
			};
			return { rounds: faults.length + 1, mustNever, figures };
		} finally {
			await application.kill();
			await database.remove();
		}
	}
};

/** Asks for everything while the fault lasts; then waits until it works again. */
async function breakAndMend(stage: Stage, fault: Fault): Promise<void> {
	const { application, client, company, mustNever, recoveryTimes, size } = stage;
	const pid = application.pid();
	const { request } = stage.imports.update;
	const sent = noteImport(company, { ...request, importId: randomUUID() });
	const mend = await fault.begin(stage);
	const until = performance.now() + faultMs[size];
	const writing = sendImport(client, sent);
	do {
		await Promise.all([
			...Array.from({ length: readers }, () => expectUnavailable(stage, fault.name)),
			expectHealthy(stage)
		]);
	} while (performance.now() < until);
	expectLater(stage, `import, ${fault.name}`, statusOf(await writing));
	await mend();
	const mendedAt = performance.now();
	await settle(client, sent, longestPatienceMs).catch(() =>
		addViolations(mustNever, { 'restarts needed': 1 })
	);
	recoveryTimes.push(performance.now() - mendedAt);
	if (application.pid() !== pid || !application.isRunning())
		addViolations(mustNever, { 'restarts needed': 1 });
	await expectNoLeaks(stage);
}

/** Asks for a page and for a lookup; both must be told, in time, that the database is away. */
async function expectUnavailable(stage: Stage, faultName: string): Promise<void> {
	const { client, mustNever, answerTimes, size } = stage;
	const [page, lookup] = await Promise.all([
		client.get('/dashboard/customers', longestPatienceMs),
		client.lookup(['someone@shop.example'], longestPatienceMs)
	]);
	expect503(stage, `page, ${faultName}`, page.kind === 'answered' ? String(page.status) : page.code);
	expect503(stage, `lookup, ${faultName}`, statusOf(lookup));
	const late = [page.ms, lookup.ms].filter((ms) => size === 'full' && ms > longestAnswerMs).length;
	addViolations(mustNever, { 'answers after 5 s': late });
	answerTimes.push(page.ms, lookup.ms);
}

function expect503({ mustNever, wrong }: Stage, asked: string, status: string): void {
	if (status === '503') return;
	addViolations(mustNever, { 'answers other than 503 meanwhile': 1 });
	wrong.add(`${asked}: ${status}`);
}

/** An import that waits for something in vain may also be told that others are at work. */
function expectLater(stage: Stage, asked: string, status: string): void {
	if (status !== '429') expect503(stage, asked, status);
}

/** The HTTP status of a refusal, or what came instead of one. */
function statusOf(answer: Answer<unknown>): string {
	if (answer.kind === 'failed') return String(answer.status);
	return answer.kind === 'unreachable' ? answer.code : answer.kind;
}

/** The process lives, and says so without the database. */
async function expectHealthy({ application, mustNever }: Stage): Promise<void> {
	const answer = await send(`${application.origin}/health`, { timeoutMs: longestPatienceMs });
	if (answer.kind === 'cut' || answer.status !== 200)
		addViolations(mustNever, { 'health checks without an answer': 1 });
}

/** When nobody asks for anything, no more connections are open than a pool keeps, and none is at work. */
async function expectNoLeaks({ database, mustNever }: Stage): Promise<void> {
	const states = await inspect(database.url, async (client) => {
		const { rows } = await client.query<{ state: string }>(
			`SELECT "state" FROM pg_stat_activity WHERE "backend_type" = 'client backend' AND "pid" <> pg_backend_pid()`
		);
		return rows.map(({ state }) => state);
	});
	const busy = states.filter((state) => state !== 'idle').length;
	const surplus = Math.max(0, states.length - poolSize);
	addViolations(mustNever, { 'connections leaked': Math.max(busy, surplus) });
}

/** Takes every connection that the server has, the application's too. */
async function takeEveryConnection({ database }: Stage): Promise<() => Promise<void>> {
	const taken: pg.Client[] = [];
	const [first] = await connectMany(database.url, 1);
	if (first === undefined) throw new Error('There was not one connection.');
	taken.push(first);
	await first.query(
		`SELECT pg_terminate_backend("pid") FROM pg_stat_activity
		 WHERE "backend_type" = 'client backend' AND "pid" <> pg_backend_pid()`
	);
	taken.push(...(await connectMany(database.url, 100)));
	return async () => {
		await Promise.all(taken.map((client) => client.end()));
	};
}

/** Connects so many times, or as often as the server lets us. */
async function connectMany(url: string, most: number): Promise<pg.Client[]> {
	const clients: pg.Client[] = [];
	while (clients.length < most) {
		const client = new pg.Client({ connectionString: url });
		client.on('error', () => {});
		try {
			await client.connect();
		} catch {
			return clients;
		}
		clients.push(client);
	}
	return clients;
}

/** Keeps a table for itself: every statement on it hangs until the lock is given back. */
async function lockTable(url: string, table: 'Customer' | 'AuditEntry'): Promise<() => Promise<void>> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	await client.connect();
	await client.query('BEGIN');
	await client.query(`LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`);
	return async () => {
		await client.query('ROLLBACK');
		await client.end();
	};
}

/**
 * Lets an import hang while it has the company's lock. It must give the lock back by itself, long before
 * what it hangs on is mended.
 *
 * @returns how long the lock was kept, in milliseconds
 */
async function hangWithLock(stage: Stage): Promise<number> {
	const { database, client, company, mustNever, imports } = stage;
	const sent = noteImport(company, { ...imports.update.request, importId: randomUUID() });
	const unlock = await lockTable(database.url, 'AuditEntry');
	const start = performance.now();
	const answering = sendImport(client, sent);
	await untilLocked(database.url, company.id, true, start + longestPatienceMs);
	const isFree = await untilLocked(database.url, company.id, false, start + longestPatienceMs);
	const releaseMs = performance.now() - start;
	if (!isFree) addViolations(mustNever, { 'company locks kept': 1 });
	expectLater(stage, 'import that hangs with the lock', statusOf(await answering));
	await unlock();
	await settle(client, sent);
	await expectNoLeaks(stage);
	// What could not be written then can be written now.
	await sendImport(client, sent);
	return releaseMs;
}

/** Resolves with whether the company's row came to be locked, or free, before a time of `performance.now()`. */
async function untilLocked(
	url: string,
	companyId: string,
	isWanted: boolean,
	deadline: number
): Promise<boolean> {
	return await inspect(url, async (client) => {
		for (;;) {
			const { rows } = await client.query('SELECT 1 FROM "Company" WHERE "id" = $1 FOR UPDATE SKIP LOCKED', [
				companyId
			]);
			if ((rows.length === 0) === isWanted) return true;
			if (performance.now() > deadline) return false;
			await setTimeout(20);
		}
	});
}
