import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { installedPostgres } from '../../support/postgres-server.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import type { EngineName } from '../../support/test-database.ts';
import { addViolations, type Experiment, type ExperimentResult, type ExperimentSize } from '../experiment.ts';
import { startFaultApplication } from '../harness/application.ts';
import { makeFaultCompany, send, settle } from '../harness/company.ts';
import type { FaultDatabase } from '../harness/database.ts';
import { startFaultEmbedded } from '../harness/embedded-database.ts';
import { failCalls, type FailingCalls, whyNoFailingCalls } from '../harness/failing-calls.ts';
import { inspect } from '../harness/inspect.ts';
import { startFaultPostgres } from '../harness/postgres-database.ts';
import { makeSmallDisk, type SmallDisk } from '../harness/small-disk.ts';
import { signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants, noViolations } from '../invariants.ts';
import { prepareLargeImports } from './large-imports.ts';
import { nextImport, type NextTask, type Place, stateOf } from './tasks.ts';

const engines: readonly EngineName[] = ['postgresql', 'embedded'];

/** What is written meanwhile, and how often the disk fails; of each engine, full and with failing calls each. */
interface Failing {
	next: NextTask;
	rounds: Record<ExperimentSize, number>;
}

const importing: Failing = { next: nextImport, rounds: { short: 2, full: 25 } };

/** After so many rounds everything is compared, and a new company takes over, to keep the database small. */
const roundsOfCompany = 5;

const rows = 5000;

/** Room for the database and a little more: large enough to start, small enough to fill at once. */
export const diskMegabytes = 384;

/** A task of 5,000 rows writes less than this; a disk with as much space left may or may not hold it. */
const mostFreeBytes = 12 << 20;

/** Calls of a task, roughly: the first that fails is one of them. */
const callsOfTask: Record<FailingCalls['call'], number> = { pwrite64: 60, fdatasync: 2 };

/** What every round works with. */
interface Stage extends Place {
	engine: EngineName;
	database: FaultDatabase;
	disk: SmallDisk;
	next: NextTask;
	customers: readonly Customer[];
	mustNever: Record<string, number>;
	tally: Tally;
}

/** How tasks ended. */
interface Tally {
	written: number;
	refused: number;
	/** Rounds after which the database was down and had to be started again. */
	down: number;
}

/** The disk of the database full, and its writes refused one by one (E08). */
export const diskFails: Experiment = {
	id: 'E08',
	title: 'disk full, and writes and syncs that fail',
	run: (size, seed) => failDiskDuring(importing, size, seed)
};

/** Fails the disk of each engine again and again while tasks of one kind are at work. */
export async function failDiskDuring(
	failing: Failing,
	size: ExperimentSize,
	seed: number
): Promise<ExperimentResult> {
	const mustNever: Record<string, number> = {
		...noViolations(),
		'failures without a sentence for the person': 0,
		'imports that do not work afterwards': 0
	};
	const figures: Record<string, string> = {};
	const reasons = new Set<string>();
	let count = 0;
	for (const [index, engine] of engines.entries()) {
		const random = createRandom(seed * engines.length + index);
		const result = await failDiskOf(engine, failing.next, failing.rounds[size], random, mustNever, figures);
		count += result.rounds;
		for (const reason of result.reasons) reasons.add(reason);
	}
	const skipped = reasons.size > 0 ? { skipped: [...reasons].join(' ') } : {};
	return { rounds: count, mustNever, figures, ...skipped };
}

async function failDiskOf(
	engine: EngineName,
	next: NextTask,
	rounds: number,
	random: Random,
	mustNever: Record<string, number>,
	figures: Record<string, string>
): Promise<{ rounds: number; reasons: string[] }> {
	const installed = engine === 'postgresql' ? installedPostgres() : null;
	if (installed?.kind === 'missing') return { rounds: 0, reasons: [installed.reason] };
	const disk = makeSmallDisk(diskMegabytes, installed?.owner ?? null);
	if (typeof disk === 'string') return { rounds: 0, reasons: [disk] };
	const closing: (() => Promise<unknown>)[] = [];
	try {
		const database = await startOn(disk, engine);
		closing.push(database.remove);
		const other = await makeFaultCompany(database.url, generateCustomers(100, 'lean', 9));
		const bystanders = [await bystander(database.url, other)];
		const application = await startFaultApplication({ databaseUrl: database.url });
		closing.push(application.kill);
		const imports = prepareLargeImports(rows);
		const databaseUrl = database.url;
		const base = { engine, database, databaseUrl, disk, imports, random, next, mustNever };
		const reason = whyNoFailingCalls();
		const failures = reason === null ? rounds : 0;
		const kinds = [
			{ name: 'disk full', count: rounds, fail: fillDisk },
			{ name: 'calls that fail', count: failures, fail: failSomeCalls }
		];
		for (const { name, count, fail } of kinds) {
			const tally: Tally = { written: 0, refused: 0, down: 0 };
			for (let done = 0; done < count; done += roundsOfCompany) {
				const company = await makeFaultCompany(database.url, imports.first);
				const client = await signIn(application.origin, company.owner);
				const stage: Stage = { ...base, company, client, customers: imports.first, tally };
				for (let round = done; round < Math.min(count, done + roundsOfCompany); round++)
					await failOnce(stage, fail);
				const { origin } = application;
				const checked = { databaseUrl: database.url, companies: [company], bystanders, origin };
				addViolations(mustNever, await checkInvariants(checked));
				await clear(stage);
			}
			figures[`${engine}, ${name}`] = inWords(tally);
		}
		return { rounds: rounds + failures, reasons: reason === null ? [] : [reason] };
	} finally {
		for (const close of closing.reverse()) await close();
		disk.remove();
	}
}

/** Little room for PostgreSQL's log, so that a disk's size is for the data; several writes would otherwise need none. */
export const smallLog = ['max_wal_size=48MB', 'min_wal_size=32MB'];

async function startOn({ folder }: SmallDisk, engine: EngineName): Promise<FaultDatabase> {
	if (engine === 'embedded') return await startFaultEmbedded(folder);
	const started = await startFaultPostgres({ folder, settings: smallLog });
	if (started.kind === 'missing') throw new Error(started.reason);
	return started.database;
}

/** Asks for a task while the disk fails; then mends it, asks what became of it, and sends it again where it was not written. */
async function failOnce(stage: Stage, fail: (stage: Stage) => Promise<() => Promise<void>>): Promise<void> {
	const { database, company, client, mustNever, tally } = stage;
	const task = await stage.next(stage, stage.customers);
	const { sent } = task;
	const mend = await fail(stage);
	const answer = await send(client, sent);
	if (answer.kind === 'answer') tally.written++;
	else tally.refused++;
	if (answer.kind === 'unreachable' || (answer.kind === 'failed' && !/^[A-Z].+\.$/.test(answer.message)))
		addViolations(mustNever, { 'failures without a sentence for the person': 1 });
	await mend();
	if (await isDown(database)) {
		tally.down++;
		await database.kill();
		await database.start();
	}
	if ((await stateOf(database.url, company, task)) === 'half')
		addViolations(mustNever, { 'customers half written, lost or altered': 1 });
	if ((await settle(client, sent)) === null && (await send(client, sent)).kind !== 'answer')
		addViolations(mustNever, { 'imports that do not work afterwards': 1 });
	stage.customers = (await settle(client, sent)) === null ? task.before : task.after;
}

/** Leaves a little space: none at all, or nearly enough. */
function fillDisk({ disk, random }: Stage): Promise<() => Promise<void>> {
	disk.fill(random.chance(0.3) ? 0 : random.whole(0, mostFreeBytes));
	return Promise.resolve(() => {
		disk.free();
		return Promise.resolve();
	});
}

/** Makes one call, or all from one on, fail in every process of the database. */
async function failSomeCalls({ database, random, engine }: Stage): Promise<() => Promise<void>> {
	// The embedded engine syncs nothing.
	const call = engine === 'postgresql' && random.chance(0.3) ? 'fdatasync' : 'pwrite64';
	return await failCalls(database.pids(), {
		call,
		error: random.pick(['ENOSPC', 'EIO']),
		nth: random.whole(1, callsOfTask[call]),
		forEver: random.chance(0.5)
	});
}

/**
 * Whether the database has to be started by a person: it has ended, or it answers nobody any more. A write that failed
 * behind its back brings it down at its next checkpoint, which is asked for here and not waited for in the midst of what follows.
 */
export async function isDown({ url, pids }: FaultDatabase): Promise<boolean> {
	if (pids().length === 0) return true;
	const answer = inspect(url, async (client) => {
		await client.query('CHECKPOINT');
		await client.query('SELECT count(*) FROM "Company"');
	});
	return await answer.then(
		() => false,
		() => true
	);
}

/** Takes away what later rounds need not carry along, so that the small disk holds what they write. */
async function clear({ database, company }: Stage): Promise<void> {
	await inspect(database.url, async (owner) => {
		await owner.query('DELETE FROM "ImportChange" WHERE "companyId" = $1', [company.id]);
		await owner.query('DELETE FROM "Customer" WHERE "companyId" = $1', [company.id]);
		await owner.query('VACUUM "Customer", "ImportChange"');
		await owner.query('CHECKPOINT');
	});
}

function inWords({ written, refused, down }: Tally): string {
	return `${refused} failed with nothing written and worked afterwards, ${written} found room; database down ${down} ×`;
}
