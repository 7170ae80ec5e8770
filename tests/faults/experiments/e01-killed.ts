import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { EngineName } from '../../support/test-database.ts';
import { addViolations, type Experiment, type ExperimentSize } from '../experiment.ts';
import { type FaultApplication, startFaultApplication } from '../harness/application.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	replaceCustomers,
	sendImport,
	settle
} from '../harness/company.ts';
import type { FaultDatabase } from '../harness/database.ts';
import { startFaultDatabase } from '../harness/engines.ts';
import { inspect } from '../harness/inspect.ts';
import { duration, spread } from '../harness/measures.ts';
import { bookOf } from '../harness/replay.ts';
import { type StaffClient, signIn } from '../harness/staff-client.ts';
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
import { type LargeImports, type PreparedImport, prepareLargeImports } from './large-imports.ts';

/** What is killed, on which engine, and how often. */
interface Target {
	victim: 'server' | 'database';
	name: string;
	engine: EngineName;
	rounds: Record<ExperimentSize, number>;
}

const targets: readonly Target[] = [
	{ victim: 'server', name: 'server', engine: 'postgresql', rounds: { short: 3, full: 200 } },
	{ victim: 'database', name: 'PostgreSQL', engine: 'postgresql', rounds: { short: 2, full: 50 } },
	{ victim: 'database', name: 'embedded engine', engine: 'embedded', rounds: { short: 2, full: 200 } }
];

const rows = { short: 2000, full: 5000 };

/** Kills come up to this part of an apply's time after its beginning: some only when it has been answered. */
const latestKill = 1.15;

/** One of so many imports is sent once more, written or not, as a person might. */
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
	/** How long an apply takes from sending to answer, undisturbed. */
	applyMs: number;
}

/** What became of an import. */
interface Round {
	outcome: 'none' | 'all';
	wasAnswered: boolean;
	recoveryMs: number;
}

/** The processes of the product, killed at any moment of an import of 5,000 rows (E01). */
export const killed: Experiment = {
	id: 'E01',
	title: 'kill -9 in the midst of an import of 5,000 rows',
	async run(size, seed) {
		const mustNever: Record<string, number> = { ...noViolations(), 'recoveries over 5 s': 0 };
		const figures: Record<string, string> = {};
		let rounds = 0;
		const reasons = new Set<string>();

		async function runOne(index: number): Promise<void> {
			const target = targets[index] as Target;
			const started = await startFaultDatabase(target.engine);
			if (started.kind === 'missing') return void reasons.add(started.reason);
			try {
				const random = createRandom(seed * targets.length + index);
				const result = await killAgainAndAgain(target, size, started.database, random);
				addViolations(mustNever, result.violations);
				// Only the full form, on an idle machine, is held against a clock.
				const slow = result.rounds.filter(isSlow).length;
				if (size === 'full') addViolations(mustNever, { 'recoveries over 5 s': slow });
				figures[`${target.name} killed`] = outcomesOf(result.rounds);
				figures[`${target.name}, apply undisturbed`] = duration(result.applyMs);
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
};

async function killAgainAndAgain(
	target: Target,
	size: ExperimentSize,
	database: FaultDatabase,
	random: Random
): Promise<{ violations: Violations; rounds: Round[]; applyMs: number }> {
	const imports = prepareLargeImports(rows[size]);
	const other = await makeFaultCompany(database.url, generateCustomers(300, 'lean', 9));
	const bystanders: Bystander[] = [await bystander(database.url, other)];
	const application = await startFaultApplication({ databaseUrl: database.url });
	const violations = noViolations();
	const rounds: Round[] = [];
	try {
		const applyMs = await timeOfApply(target, database, application, imports);
		const stage: Stage = { target, database, application, imports, random, applyMs };
		while (rounds.length < target.rounds[size]) {
			const count = Math.min(roundsOfCompany, target.rounds[size] - rounds.length);
			const company = await makeFaultCompany(database.url, imports.first);
			rounds.push(...(await killRounds(stage, company, count, violations)));
			const { origin } = application;
			addViolations(
				violations,
				await checkInvariants({ databaseUrl: database.url, companies: [company], bystanders, origin })
			);
			await clear(database.url, company);
		}
		return { violations, rounds, applyMs };
	} finally {
		await application.kill();
	}
}

/** How long an apply takes; where servers are killed, in one that was just started. */
async function timeOfApply(
	{ victim }: Target,
	database: FaultDatabase,
	application: FaultApplication,
	imports: LargeImports
): Promise<number> {
	const company = await makeFaultCompany(database.url, imports.first);
	const client = await signIn(application.origin, company.owner);
	const times: number[] = [];
	for (const prepared of [imports.update, imports.updateBack]) {
		if (victim === 'server') {
			await application.kill();
			await application.start();
		}
		const answer = await client.apply({ ...prepared.request, importId: randomUUID() });
		if (answer.kind !== 'answer') throw new Error(`An undisturbed import failed: ${JSON.stringify(answer)}`);
		times.push(answer.ms);
	}
	await clear(database.url, company);
	return Math.min(...times);
}

/** Rounds on one company, each from the customers that the one before left. */
async function killRounds(
	stage: Stage,
	company: FaultCompany,
	count: number,
	violations: Violations
): Promise<Round[]> {
	const { database, application, imports, random } = stage;
	const client = await signIn(application.origin, company.owner);
	const rounds: Round[] = [];
	let customers = imports.first;
	for (let index = 0; index < count; index++) {
		const prepared = random.pick(imports.from(customers));
		const round = await killOnce(stage, company, client, prepared);
		rounds.push(round);
		const expected = round.outcome === 'all' ? prepared.after : customers;
		const stored = await inspect(database.url, (owner) => readCustomers(owner, company.id));
		violations['customers half written, lost or altered'] += countDifferences(bookOf(expected), stored);
		customers = expected;
		if (imports.from(customers).length === 0) {
			customers = imports.first;
			await replaceCustomers(database.url, company, customers);
		}
	}
	return rounds;
}

/** Sends an import, kills while it is at work, brings everything back, and asks what became of it. */
async function killOnce(
	{ target, database, application, random, applyMs }: Stage,
	company: FaultCompany,
	client: StaffClient,
	prepared: PreparedImport
): Promise<Round> {
	const sent = noteImport(company, { ...prepared.request, importId: randomUUID() });
	const answering = sendImport(client, sent);
	await setTimeout(random.next() * latestKill * applyMs);
	const killedAt = performance.now();
	const victim = target.victim === 'server' ? application : database;
	await victim.kill();
	await victim.start();
	let settled = await settle(client, sent);
	const recoveryMs = performance.now() - killedAt;
	const { kind } = await answering;
	// Asked again where the answer came after the question: only now it is sure to be the last word.
	if (kind !== 'unreachable') settled = await settle(client, sent);
	if (random.chance(sentAgain)) {
		await sendImport(client, sent);
		settled = await settle(client, sent);
	}
	return { outcome: settled === null ? 'none' : 'all', wasAnswered: kind === 'answer', recoveryMs };
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
