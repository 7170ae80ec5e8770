import { setTimeout } from 'node:timers/promises';
import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { EngineName } from '../../support/test-database.ts';
import { addViolations, type Experiment, type ExperimentResult, type ExperimentSize } from '../experiment.ts';
import { type FaultApplication, startFaultApplication } from '../harness/application.ts';
import { type FaultCompany, makeFaultCompany, send, settle } from '../harness/company.ts';
import type { FaultDatabase } from '../harness/database.ts';
import { startFaultDatabase } from '../harness/engines.ts';
import { inspect } from '../harness/inspect.ts';
import { duration, spread } from '../harness/measures.ts';
import { bookOf } from '../harness/replay.ts';
import { signIn } from '../harness/staff-client.ts';
import {
	type Bystander,
	bystander,
	checkInvariants,
	countDifferences,
	noViolations,
	readCustomers,
	type Violations
} from '../invariants.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { type LargeImports, prepareLargeImports } from './large-imports.ts';
import { nextImport, type NextTask, type Place, stateOf, type Task } from './tasks.ts';

/** What is killed, and on which engine. */
interface Target {
	victim: 'server' | 'database';
	name: 'server' | 'PostgreSQL' | 'embedded engine';
	engine: EngineName;
}

const targets: readonly Target[] = [
	{ victim: 'server', name: 'server', engine: 'postgresql' },
	{ victim: 'database', name: 'PostgreSQL', engine: 'postgresql' },
	{ victim: 'database', name: 'embedded engine', engine: 'embedded' }
];

/** What is at work meanwhile, and how often each target is killed. */
interface Killing {
	next: NextTask;
	rounds: Record<ExperimentSize, Record<Target['name'], number>>;
}

const importing: Killing = {
	next: nextImport,
	rounds: {
		short: { server: 3, PostgreSQL: 2, 'embedded engine': 2 },
		full: { server: 200, PostgreSQL: 50, 'embedded engine': 200 }
	}
};

const rows = { short: 2000, full: 5000 };

/** Kills come up to this part of a task's time after its beginning: some only when it has been answered. */
const latestKill = 1.15;

/** One of so many is sent once more, written or not, as a person might. */
const sentAgain = 0.25;

/** Recovery may take this long (E01). */
const longestRecoveryMs = 5000;

/** After so many rounds everything is compared, and a new company takes over, to keep the database small. */
const roundsOfCompany = 25;

/** What every round of a target works with. */
interface Stage {
	target: Target;
	database: FaultDatabase;
	application: FaultApplication;
	imports: LargeImports;
	random: Random;
	next: NextTask;
	/** How long a task takes from sending to answer, undisturbed. */
	taskMs: number;
}

/** What became of a task. */
interface Round {
	outcome: 'none' | 'all';
	wasAnswered: boolean;
	recoveryMs: number;
}

/** The processes of the product, killed at any moment of an import of 5,000 rows (E01). */
export const killed: Experiment = {
	id: 'E01',
	title: 'kill -9 in the midst of an import of 5,000 rows',
	run: (size, seed) => killDuring(importing, size, seed)
};

/** Kills every target again and again while tasks of one kind are at work. */
export async function killDuring(
	{ next, rounds: roundsOf }: Killing,
	size: ExperimentSize,
	seed: number
): Promise<ExperimentResult> {
	const mustNever: Record<string, number> = { ...noViolations(), 'recoveries over 5 s': 0 };
	const figures: Record<string, string> = {};
	let rounds = 0;
	const reasons = new Set<string>();

	async function runOne(index: number): Promise<void> {
		const target = targets[index] as Target;
		const count = roundsOf[size][target.name];
		if (count === 0) return;
		const started = await startFaultDatabase(target.engine);
		if (started.kind === 'missing') return void reasons.add(started.reason);
		try {
			const random = createRandom(seed * targets.length + index);
			const base = { target, database: started.database, random, next };
			const result = await killAgainAndAgain(base, count, prepareLargeImports(rows[size]));
			addViolations(mustNever, result.violations);
			// Only the full form, on an idle machine, is held against a clock.
			const slow = result.rounds.filter(isSlow).length;
			if (size === 'full') addViolations(mustNever, { 'recoveries over 5 s': slow });
			figures[`${target.name} killed`] = outcomesOf(result.rounds);
			figures[`${target.name}, undisturbed`] = duration(result.taskMs);
			figures[`${target.name}, back in`] = spread(result.rounds.map(({ recoveryMs }) => recoveryMs));
			rounds += result.rounds.length;
		} finally {
			await started.database.remove();
		}
	}

	// The engines side by side: each waits for its disk or its restart most of the time.
	await Promise.all([runOne(0).then(() => runOne(1)), runOne(2)]);
	const skipped = reasons.size > 0 ? { skipped: [...reasons].join(' ') } : {};
	return { rounds, mustNever, figures, ...skipped };
}

async function killAgainAndAgain(
	base: Pick<Stage, 'target' | 'database' | 'random' | 'next'>,
	count: number,
	imports: LargeImports
): Promise<{ violations: Violations; rounds: Round[]; taskMs: number }> {
	const { database } = base;
	const other = await makeFaultCompany(database.url, generateCustomers(300, 'lean', 9));
	const bystanders: Bystander[] = [await bystander(database.url, other)];
	const application = await startFaultApplication({ databaseUrl: database.url });
	const violations = noViolations();
	const rounds: Round[] = [];
	try {
		const stage: Stage = { ...base, application, imports, taskMs: 0 };
		stage.taskMs = await timeOfTask(stage);
		while (rounds.length < count) {
			const ofCompany = Math.min(roundsOfCompany, count - rounds.length);
			const company = await makeFaultCompany(database.url, imports.first);
			rounds.push(...(await killRounds(stage, company, ofCompany, violations)));
			const { origin } = application;
			addViolations(
				violations,
				await checkInvariants({ databaseUrl: database.url, companies: [company], bystanders, origin })
			);
			await clear(database.url, company);
		}
		return { violations, rounds, taskMs: stage.taskMs };
	} finally {
		await application.kill();
	}
}

/** How long a task takes; where servers are killed, in one that was just started. */
async function timeOfTask(stage: Stage): Promise<number> {
	const { target, database, application, imports, next } = stage;
	const company = await makeFaultCompany(database.url, imports.first);
	const place = await placeOf(stage, company);
	const times: number[] = [];
	let customers = imports.first;
	for (let round = 0; round < 2; round++) {
		const { sent, after } = await next(place, customers);
		if (target.victim === 'server') {
			await application.kill();
			await application.start();
		}
		const answer = await send(place.client, sent);
		if (answer.kind !== 'answer') throw new Error(`An undisturbed task failed: ${JSON.stringify(answer)}`);
		times.push(answer.ms);
		customers = after;
	}
	await clear(database.url, company);
	return Math.min(...times);
}

async function placeOf(
	{ database, application, imports, random }: Stage,
	company: FaultCompany
): Promise<Place> {
	const client = await signIn(application.origin, company.owner);
	return { databaseUrl: database.url, company, client, imports, random };
}

/** Rounds on one company, each from the customers that the one before left. */
async function killRounds(
	stage: Stage,
	company: FaultCompany,
	count: number,
	violations: Violations
): Promise<Round[]> {
	const { database, imports, next } = stage;
	const place = await placeOf(stage, company);
	const rounds: Round[] = [];
	let customers = imports.first;
	for (let index = 0; index < count; index++) {
		const task = await next(place, customers);
		const { round, isWritten } = await killOnce(stage, place, task, violations);
		rounds.push(round);
		customers = isWritten ? task.after : task.before;
		const stored = await inspect(database.url, (owner) => readCustomers(owner, company.id));
		violations['customers half written, lost or altered'] += countDifferences(bookOf(customers), stored);
	}
	return rounds;
}

/** Asks for a task, kills while it is at work, brings everything back, and asks what became of it. */
async function killOnce(
	{ target, database, application, random, taskMs }: Stage,
	{ company, client }: Place,
	task: Task,
	violations: Violations
): Promise<{ round: Round; isWritten: boolean }> {
	const { sent } = task;
	const answering = send(client, sent);
	await setTimeout(random.next() * latestKill * taskMs);
	const killedAt = performance.now();
	const victim = target.victim === 'server' ? application : database;
	await victim.kill();
	await victim.start();
	const stood = sent.kind === 'undo' ? await stateOf(database.url, company, task) : null;
	if (stood === 'half') violations['customers half written, lost or altered']++;
	let settled = await settle(client, sent);
	const recoveryMs = performance.now() - killedAt;
	const { kind } = await answering;
	// Asked again where the answer came after the question: only now it is sure to be the last word.
	if (kind !== 'unreachable') settled = await settle(client, sent);
	if (random.chance(sentAgain)) {
		await send(client, sent);
		settled = await settle(client, sent);
	}
	const wasAnswered = kind === 'answer';
	const outcome = !wasAnswered && (stood === 'before' || settled === null) ? 'none' : 'all';
	return { round: { outcome, wasAnswered, recoveryMs }, isWritten: settled !== null };
}

/** Takes away what later rounds need not carry along. */
async function clear(databaseUrl: string, company: FaultCompany): Promise<void> {
	await inspect(databaseUrl, async (owner) => {
		await owner.query('DELETE FROM "ImportChange" WHERE "companyId" = $1', [company.id]);
		await owner.query('DELETE FROM "Customer" WHERE "companyId" = $1', [company.id]);
		await owner.query('VACUUM ANALYZE "Customer", "ImportChange"');
	});
}

function isSlow({ recoveryMs }: Round): boolean {
	return recoveryMs > longestRecoveryMs;
}

function outcomesOf(rounds: readonly Round[]): string {
	const none = rounds.filter(({ outcome }) => outcome === 'none').length;
	const told = rounds.filter(({ wasAnswered }) => wasAnswered).length;
	const asked = rounds.length - none - told;
	return `${rounds.length} ×: ${none} nothing written, ${told} written and answered, ${asked} written and learned by asking`;
}
