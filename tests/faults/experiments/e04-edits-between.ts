import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { plans } from '../../../src/lib/customer/plan-limit.ts';
import type { AppliedImport, ApplyRequest } from '../../../src/lib/import/apply.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment } from '../experiment.ts';
import { afterDeeds, type Deed, doDeeds } from '../harness/colleague.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	replaceCustomers,
	sendImport
} from '../harness/company.ts';
import { inspect } from '../harness/inspect.ts';
import { forgetLimits, type Instances, onInstances } from '../harness/instances.ts';
import { bookOf, type CustomerBook, follow, planFor } from '../harness/replay.ts';
import { type Answer, type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants, countDifferences, readCustomers } from '../invariants.ts';

const rounds = { short: 16, full: 600 };

/** One in so many deeds happens while the import is being written, not before it is sent. */
const meanwhile = 0.5;

// One more than fits, once the plan is lowered.
const presentCount = (plans.STARTER.maxCustomers ?? 0) - 2;

/** Counts of what must not happen. */
function nothing() {
	return {
		'lost updates': 0,
		'imports written though the preview was stale': 0,
		'rows named that do not differ, or not named that do': 0,
		'other answers than the deeds call for': 0
	};
}

type Violations = ReturnType<typeof nothing>;

/** Somebody else's deeds between a preview and its apply, or in the midst of it (T13, T14). */
export const editsBetween: Experiment = {
	id: 'E04',
	title: 'edits, deletes, creates, plan, session and role changed between preview and apply, or meanwhile',
	run: (size, seed) =>
		onInstances(2, async (stage) => {
			const { database, origin } = stage;
			const random = createRandom(seed);
			const company = await makeFaultCompany(database.url);
			const other = await makeFaultCompany(database.url, generateCustomers(5, 'lean'));
			const untouched = await bystander(database.url, other);
			const mustNever: Record<string, number> = nothing();
			const outcomes: Record<string, number> = {};
			let client = await signIn(origin, company.owner);
			for (let round = 0; round < rounds[size]; round++) {
				const result = await interleave(stage, company, client, random);
				addViolations(mustNever, result.violations);
				outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
				if (result.isSignedOut) client = await signIn(origin, company.owner);
			}
			// What was done past the application is no import's; the last list is the one to compare with.
			await replaceCustomers(database.url, company, []);
			const checked = { databaseUrl: database.url, companies: [company], bystanders: [untouched], origin };
			addViolations(mustNever, await checkInvariants(checked));
			return { rounds: rounds[size], mustNever, figures: { outcomes: listOf(outcomes) } };
		})
};

/** Preview, deeds, apply: what came of it, held against what must. */
async function interleave(
	{ database }: Instances,
	company: FaultCompany,
	client: StaffClient,
	random: Random
) {
	const violations = nothing();
	const customers = generateCustomers(presentCount, 'lean', random.whole(1, 1_000_000));
	const file = fileFor(customers, random);
	await replaceCustomers(database.url, company, customers);
	await forgetLimits(database);
	const request = await preview(client, file);
	const deeds = deedsFor(customers, file, random);
	const isMeanwhile = random.chance(meanwhile);
	const delayMs = isMeanwhile ? random.next() * 25 : 0;
	const sent = noteImport(company, request);
	const { answer, wereDone, stored } = await inspect(database.url, async (owner) => {
		const early = isMeanwhile || (await doDeeds(owner, company, deeds)) !== null;
		const applying = sendImport(client, sent);
		if (isMeanwhile) await setTimeout(delayMs);
		const wereDone = isMeanwhile ? (await doDeeds(owner, company, deeds)) !== null : early;
		const answer = await applying;
		const stored = await readCustomers(owner, company.id);
		await restore(owner, company);
		return { answer, wereDone, stored };
	});
	const done = wereDone ? deeds : [];
	const round = { request, answer, before: bookOf(customers), deeds: done, stored };
	if (isMeanwhile) judgeMeanwhile(violations, round);
	else judgeBetween(violations, round);
	return { violations, outcome: outcomeOf(answer), isSignedOut: has(deeds, 'session revoked') };
}

interface Round {
	request: ApplyRequest;
	answer: Answer<AppliedImport>;
	before: CustomerBook;
	deeds: readonly Deed[];
	stored: readonly Customer[];
}

/** The deeds were done before the import was sent: there is one right answer. */
function judgeBetween(violations: Violations, { request, answer, before, deeds, stored }: Round): void {
	const now = afterDeeds(before, deeds);
	const { plan } = planFor(request, now);
	const shown = planFor(request, before).plan;
	const differing = plan.outcomes.filter((outcome, i) => !isDeepStrictEqual(outcome, shown.outcomes[i]));
	const expected = expectedOutcome(deeds, differing.length, now.size + plan.counts.create);
	if (outcomeOf(answer) !== expected) violations['other answers than the deeds call for']++;
	if (answer.kind === 'answer') {
		if (differing.length > 0) violations['imports written though the preview was stale']++;
		follow(plan, now);
	}
	if (answer.kind === 'refused' && answer.problem.code === 'PLAN_STALE') {
		if (!isDeepStrictEqual(answer.problem.rows, differing))
			violations['rows named that do not differ, or not named that do']++;
	}
	if (countDifferences(now, stored) > 0) violations['lost updates']++;
}

/** The deeds were done while the import was: one came before the other, and nothing is lost in either order. */
function judgeMeanwhile(violations: Violations, { request, answer, before, deeds, stored }: Round): void {
	const { plan } = planFor(request, before);
	const imported: CustomerBook = new Map(before);
	follow(plan, imported);
	const right = answer.kind === 'answer' ? afterDeeds(imported, deeds) : afterDeeds(before, deeds);
	if (countDifferences(right, stored) > 0) violations['lost updates']++;
	const allowed = ['written', 'PLAN_STALE', 'PLAN_LIMIT', 'SIGNED_OUT', 'NOT_ALLOWED'];
	if (!allowed.includes(outcomeOf(answer))) violations['other answers than the deeds call for']++;
}

function expectedOutcome(deeds: readonly Deed[], differing: number, size: number): string {
	if (has(deeds, 'session revoked')) return 'SIGNED_OUT';
	if (has(deeds, 'role lowered')) return 'NOT_ALLOWED';
	if (differing > 0) return 'PLAN_STALE';
	const isOver = size > (plans.STARTER.maxCustomers ?? 0);
	return has(deeds, 'plan lowered') && isOver ? 'PLAN_LIMIT' : 'written';
}

function outcomeOf(answer: Answer<AppliedImport>): string {
	if (answer.kind === 'answer') return 'written';
	return answer.kind === 'refused' ? answer.problem.code : answer.code;
}

function has(deeds: readonly Deed[], kind: Deed['kind']): boolean {
	return deeds.some((deed) => deed.kind === kind);
}

/** Some customers changed, some as they are, and three new ones. */
function fileFor(customers: readonly Customer[], random: Random): Customer[] {
	const changed = customers.slice(0, 8).map((one) => ({ ...one, creditLimit: `${random.whole(1, 900)}.25` }));
	const created = generateCustomers(3, 'lean', 1).map((one) => ({ ...one, email: `new-${one.email}` }));
	return [...changed, ...customers.slice(8, 11), ...created];
}

/** Looks the file's addresses up, as the page does, and makes the request of what it would show. */
async function preview(client: StaffClient, file: readonly Customer[]): Promise<ApplyRequest> {
	const found = await client.lookup(file.map(({ email }) => email));
	if (found.kind !== 'answer') throw new Error(`The lookup failed: ${JSON.stringify(found)}`);
	return applyRequest(columnsOf(file), found.value.customers);
}

/** What a colleague does: mostly to the file's customers, now and then to others, or to the person's rights. */
function deedsFor(customers: readonly Customer[], file: readonly Customer[], random: Random): Deed[] {
	const inFile = customers.slice(0, 11);
	const elsewhere = customers.slice(11);
	const kinds: (() => Deed)[] = [
		() => edit(random.pick(inFile), random),
		() => edit(random.pick(inFile), random),
		() => edit(random.pick(elsewhere), random),
		() => ({ kind: 'delete', email: random.pick(inFile).email }),
		() => ({
			kind: 'create',
			customer: { ...random.pick(file.slice(11)), notes: 'By a colleague' },
			id: randomUUID()
		}),
		() => ({ kind: 'plan lowered' }),
		() => ({ kind: 'role lowered' }),
		() => ({ kind: 'session revoked' })
	];
	return Array.from({ length: random.whole(1, 2) }, () => random.pick(kinds)());
}

function edit({ email }: Customer, random: Random): Deed {
	const word = `A colleague's ${random.whole(1, 9999)}`;
	const changes = random.pick([
		{ notes: word },
		{ name: word },
		{ status: 'BLOCKED' as const },
		{ creditLimit: `${random.whole(1000, 9999)}.75` }
	]);
	return { kind: 'edit', email, changes };
}

/** Gives the person back what a deed took away. */
async function restore(owner: pg.Client, { id, owner: { userId } }: FaultCompany): Promise<void> {
	await owner.query(`UPDATE "Company" SET "plan" = 'ENTERPRISE' WHERE "id" = $1`, [id]);
	await owner.query(`UPDATE "User" SET "role" = 'OWNER' WHERE "id" = $1`, [userId]);
}

function listOf(counts: Readonly<Record<string, number>>): string {
	return Object.entries(counts)
		.map(([name, count]) => `${count} ${name}`)
		.join(', ');
}
