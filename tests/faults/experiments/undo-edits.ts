import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { AppliedUndo, UndoOutcome, UndoProblem } from '../../../src/lib/import/undo.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { customer } from '../../support/core.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type ExperimentResult } from '../experiment.ts';
import { type Deed, doDeeds } from '../harness/colleague.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	noteUndo,
	sendImport,
	sendUndo
} from '../harness/company.ts';
import { inspect } from '../harness/inspect.ts';
import { forgetLimits, type Instances } from '../harness/instances.ts';
import { undoOutcomesIn } from '../harness/model.ts';
import { bookOf } from '../harness/replay.ts';
import { type Answer, type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants, modelOf, readCustomers } from '../invariants.ts';
import { previewAndNote } from './tasks.ts';

/** One in so many rounds has its acts happen while the undo is being written, not before it is sent. */
const meanwhile = 0.5;

/** Counts of what must not happen. */
function nothing() {
	return {
		'previews of undos other than what was touched since': 0,
		'customers removed that somebody had changed or given a password': 0,
		'rows named that do not differ, or not named that do': 0,
		'other answers than the deeds call for': 0
	};
}

type Violations = ReturnType<typeof nothing>;

/** One company and its import that is to be undone. */
interface Round {
	stage: Instances;
	company: FaultCompany;
	client: StaffClient;
	random: Random;
	/** Of the import to undo. */
	importId: string;
	/** The customers that it changed, and those that it created. */
	touched: readonly Customer[];
	/** Imports after it that are not undone. */
	later: string[];
	violations: Violations;
}

/** Something that somebody else does; answers the deeds past the application that found their customer. */
type Act = (round: Round) => Promise<readonly Deed[]>;

const acts: readonly Act[] = [
	edit,
	edit,
	setPassword,
	setPassword,
	remove,
	replaceOne,
	importLater,
	importLater,
	undoLater
];

/**
 * Somebody else's deeds before the preview of an undo, between it and the undo, or in the midst of it: edits past every
 * lock, deletes, passwords, later imports and their undo. Each round is a company of its own, so that all of them are
 * replayed.
 */
export async function editAroundUndos(
	stage: Instances,
	rounds: number,
	seed: number
): Promise<ExperimentResult> {
	const { database } = stage;
	const random = createRandom(seed);
	const other = await makeFaultCompany(database.url, generateCustomers(5, 'lean'));
	const untouched = await bystander(database.url, other);
	const violations = nothing();
	const companies: FaultCompany[] = [];
	const outcomes: Record<string, number> = {};
	for (let index = 0; index < rounds; index++) {
		await forgetLimits(database);
		const round = await begin(stage, random, violations);
		companies.push(round.company);
		const outcome = await undoAmongActs(round);
		outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
		await undoTheRest(round);
	}
	const mustNever: Record<string, number> = { ...violations };
	const checked = { databaseUrl: database.url, companies, bystanders: [untouched], origin: null };
	addViolations(mustNever, await checkInvariants(checked));
	const answers = Object.entries(outcomes).map(([name, count]) => `${count} ${name}`);
	return { rounds, mustNever, figures: { answers: answers.join(', ') } };
}

/** A company that has just imported a file: some customers changed, some as they were, some new. */
async function begin(stage: Instances, random: Random, violations: Violations): Promise<Round> {
	const customers = generateCustomers(20, 'lean', random.whole(1, 1_000_000));
	const company = await makeFaultCompany(stage.database.url, customers);
	const client = await signIn(stage.origin, company.owner);
	const changed = customers.slice(0, 8).map((one) => ({ ...one, creditLimit: `${random.whole(1, 900)}.25` }));
	const created = generateCustomers(4, 'lean', 1).map((one) => ({ ...one, email: `new-${one.email}` }));
	const file = [...changed, ...customers.slice(8, 11), ...created];
	const sent = noteImport(company, applyRequest(columnsOf(file), customers));
	await sendImport(client, sent);
	const touched = [...changed, ...created];
	const { importId } = sent.request;
	return { stage, company, client, random, importId, touched, later: [], violations };
}

/** Acts, preview, acts, undo: what came of it, held against what must. */
async function undoAmongActs(round: Round): Promise<string> {
	const { stage, company, client, random, importId, violations } = round;
	for (let left = random.whole(0, 2); left > 0; left--) await random.pick(acts)(round);
	const seen = await previewNow(round);
	const chosen = Array.from({ length: random.whole(1, 2) }, () => random.pick(acts));
	if (!random.chance(meanwhile)) {
		for (const act of chosen) await act(round);
		return await undoAsSeen(round, seen);
	}
	const undoing = sendUndo(client, noteUndo(company, importId, seen));
	await setTimeout(random.next() * 25);
	const changed = new Set<string>();
	for (const act of chosen) {
		for (const deed of await act(round)) {
			if (deed.kind === 'edit' || deed.kind === 'password set') changed.add(deed.email);
			if (deed.kind === 'delete') changed.delete(deed.email);
		}
	}
	const outcome = outcomeOf(await undoing);
	if (!['undone', 'UNDO_STALE'].includes(outcome)) violations['other answers than the deeds call for']++;
	// The model takes what happened meanwhile as done after the undo, where nobody finds a customer that is removed.
	const stored = bookOf(await inspect(stage.database.url, (owner) => readCustomers(owner, company.id)));
	for (const email of changed)
		if (!stored.has(email)) violations['customers removed that somebody had changed or given a password']++;
	return outcome;
}

/** Everything that is left is undone, the latest import first, so that the one before is whole again. */
async function undoTheRest(round: Round): Promise<void> {
	while (round.later.length > 0) await undoLater(round);
	const seen = await previewNow(round);
	if (seen.length > 0) await undoAsSeen(round, seen);
}

/** What the preview shows, which is what the model says. */
async function previewNow({ stage, company, client, importId, violations }: Round): Promise<UndoOutcome[]> {
	const expected = undoOutcomesIn(await modelOf(stage.database.url, company), importId);
	const seen = await client.previewUndo(importId);
	const isRight =
		expected.length === 0
			? seen.kind === 'refused' && seen.problem.code === 'ALREADY_UNDONE'
			: seen.kind === 'answer' && isDeepStrictEqual(seen.value, expected);
	if (!isRight) violations['previews of undos other than what was touched since']++;
	return expected;
}

/** Undoes what was seen; there is one right answer. */
async function undoAsSeen(round: Round, seen: readonly UndoOutcome[]): Promise<string> {
	const { stage, company, client, importId, violations } = round;
	const now = undoOutcomesIn(await modelOf(stage.database.url, company), importId);
	const differing = now.filter((outcome, i) => !isSame(outcome, seen[i]));
	const answer = await sendUndo(client, noteUndo(company, importId, seen));
	const isAnything = now.some(({ kind }) => kind !== 'keep');
	const expected = differing.length > 0 ? 'UNDO_STALE' : isAnything ? 'undone' : 'NOTHING_TO_UNDO';
	const outcome = outcomeOf(answer);
	if (outcome !== expected) violations['other answers than the deeds call for']++;
	if (answer.kind === 'refused' && answer.problem.code === 'UNDO_STALE') {
		if (!isDeepStrictEqual(answer.problem.rows, differing))
			violations['rows named that do not differ, or not named that do']++;
	}
	return outcome;
}

/** Whether an undo does the same in both; what became of a customer that is kept for the same reason is not its business. */
function isSame(now: UndoOutcome, seen: UndoOutcome | undefined): boolean {
	if (now.kind === 'keep' && seen?.kind === 'keep')
		return now.row === seen.row && isDeepStrictEqual(now.reason, seen.reason);
	return isDeepStrictEqual(now, seen);
}

function outcomeOf(answer: Answer<AppliedUndo, UndoProblem>): string {
	if (answer.kind === 'answer') return 'undone';
	return answer.kind === 'refused' ? answer.problem.code : answer.code;
}

function edit(round: Round): Promise<readonly Deed[]> {
	const { random, touched } = round;
	const word = `A colleague's ${random.whole(1, 9999)}`;
	const changes = random.pick([{ notes: word }, { name: word }, { creditLimit: '1234.75' }]);
	return doNow(round, [{ kind: 'edit', email: random.pick(touched).email, changes }]);
}

/** As the customer does; one whom the import created is kept for it. */
function setPassword(round: Round): Promise<readonly Deed[]> {
	const { random, touched } = round;
	return doNow(round, [{ kind: 'password set', email: random.pick(touched).email }]);
}

function remove(round: Round): Promise<readonly Deed[]> {
	const { random, touched } = round;
	return doNow(round, [{ kind: 'delete', email: random.pick(touched).email }]);
}

/** Another customer with the address of one who is gone: the import did nothing to that one. */
function replaceOne(round: Round): Promise<readonly Deed[]> {
	const { random, touched } = round;
	const gone = random.pick(touched);
	return doNow(round, [
		{ kind: 'delete', email: gone.email },
		{ kind: 'create', customer: gone, id: randomUUID() }
	]);
}

async function doNow({ stage, company }: Round, deeds: readonly Deed[]): Promise<readonly Deed[]> {
	const found = await inspect(stage.database.url, (owner) => doDeeds(owner, company, deeds));
	if (found === null) return [];
	company.events.push({ kind: 'edited', deeds });
	return found;
}

/** A later import of some of the same customers and of one more, by whom it finds. */
async function importLater({ company, client, random, touched, later }: Round): Promise<readonly Deed[]> {
	const from = random.whole(0, touched.length - 4);
	const more = customer(`later-${random.whole(1, 9999)}@orders.example.com`);
	const notes = `Later, ${random.whole(1, 9999)}`;
	const file = [...touched.slice(from, from + 3), more].map((one) => ({ ...one, notes }));
	const found = await client.lookup(file.map(({ email }) => email));
	const seen = found.kind === 'answer' ? found.value.customers : [];
	const sent = noteImport(company, applyRequest(columnsOf(file), seen));
	const { kind } = await sendImport(client, sent);
	if (kind === 'answer') later.push(sent.request.importId);
	return [];
}

async function undoLater({ company, client, later }: Round): Promise<readonly Deed[]> {
	const importId = later.pop();
	if (importId !== undefined) await sendUndo(client, await previewAndNote(client, company, importId));
	return [];
}
