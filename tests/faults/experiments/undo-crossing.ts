import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type ExperimentResult } from '../experiment.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	type Sent,
	send,
	sendImport,
	type SentImport
} from '../harness/company.ts';
import { forgetLimits, type Instances } from '../harness/instances.ts';
import { type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants } from '../invariants.ts';
import { editEachRow, isConflictShown } from './e05-crossing.ts';
import { previewAndNote } from './tasks.ts';

const rowsOfFile = 200;

/** Counts of what must not happen. */
function nothing() {
	return {
		'answers with a deadlock or a conflict in them': 0,
		'rounds in which both or none were written at first': 0,
		'losers who could not write after a new preview': 0
	};
}

/** A company whose import A has changed all of its customers, and whose later import B half of them. */
interface Round {
	company: FaultCompany;
	client: StaffClient;
	customers: readonly Customer[];
	first: SentImport;
	second: SentImport;
}

/** Two that are asked for at once. */
interface Crossing {
	sent: [Sent, Sent];
	/** Whether they are as previewed in one of the two orders. */
	mayBothBe: boolean;
	/** What is asked for next, after a new preview, and must work; null where nothing is left to do. */
	next(hasFirstWon: boolean): Promise<Sent | null>;
}

const crossings: readonly ((round: Round) => Promise<Crossing>)[] = [undoTwice, undoBoth, undoAndImport];

/**
 * Undo against undo and undo against apply, at once on two instances, over the same customers in opposite order, while a
 * colleague's transaction goes through them one by one.
 */
export async function crossUndos(
	{ database, origin }: Instances,
	rounds: number,
	seed: number
): Promise<ExperimentResult> {
	const random = createRandom(seed);
	const other = await makeFaultCompany(database.url, generateCustomers(5, 'lean'));
	const untouched = await bystander(database.url, other);
	const mustNever: Record<string, number> = nothing();
	const companies: FaultCompany[] = [];
	for (let index = 0; index < rounds; index++) {
		await forgetLimits(database);
		const customers = generateCustomers(rowsOfFile, 'lean', random.whole(1, 1_000_000));
		const company = await makeFaultCompany(database.url, customers);
		companies.push(company);
		const client = await signIn(origin, company.owner);
		const make = crossings[index % crossings.length] ?? undoTwice;
		addViolations(
			mustNever,
			await cross(await begin(company, client, customers), make, database.url, random)
		);
	}
	const checked = { databaseUrl: database.url, companies, bystanders: [untouched], origin: null };
	addViolations(mustNever, await checkInvariants(checked));
	return { rounds, mustNever, figures: {} };
}

async function begin(
	company: FaultCompany,
	client: StaffClient,
	customers: readonly Customer[]
): Promise<Round> {
	const named = customers.map((one) => ({ ...one, name: 'First' }));
	const half = named.slice(0, rowsOfFile / 2).map((one) => ({ ...one, creditLimit: '2.00' }));
	const first = noteImport(company, applyRequest(columnsOf(named), customers));
	await sendImport(client, first);
	const second = noteImport(company, applyRequest(columnsOf(half.toReversed()), named));
	await sendImport(client, second);
	const now = [...half, ...named.slice(half.length)];
	return { company, client, customers: now, first, second };
}

async function cross(
	round: Round,
	make: (round: Round) => Promise<Crossing>,
	databaseUrl: string,
	random: Random
) {
	const violations = nothing();
	const { company, client, customers } = round;
	const { sent, mayBothBe, next } = await make(round);
	const [answers] = await Promise.all([
		Promise.all(sent.map((one) => send(client, one))),
		editEachRow(databaseUrl, company, random.chance(0.5) ? customers : customers.toReversed())
	]);
	const winners = answers.filter(({ kind }) => kind === 'answer').length;
	if (winners !== 1 && !(winners === 2 && mayBothBe))
		violations['rounds in which both or none were written at first']++;
	const following = await next(answers[0]?.kind === 'answer');
	if (following !== null) {
		const answer = await send(client, following);
		if (answer.kind !== 'answer') violations['losers who could not write after a new preview']++;
		answers.push(answer);
	}
	if (answers.some(isConflictShown)) violations['answers with a deadlock or a conflict in them']++;
	return violations;
}

/** Two people undo the same import: what one takes back is not there for the other. */
async function undoTwice({ company, client, first }: Round): Promise<Crossing> {
	const { importId } = first.request;
	const sent: [Sent, Sent] = [
		await previewAndNote(client, company, importId),
		await previewAndNote(client, company, importId)
	];
	return { sent, mayBothBe: false, next: () => Promise.resolve(null) };
}

/** The undo of an import takes what the later one kept from it, once that is undone. */
async function undoBoth({ company, client, first, second }: Round): Promise<Crossing> {
	function again(): Promise<Sent> {
		return previewAndNote(client, company, first.request.importId);
	}
	const later = await previewAndNote(client, company, second.request.importId);
	return { sent: [later, await again()], mayBothBe: true, next: again };
}

/** An import of all that the undo takes back: whichever comes first, the other is not as previewed. */
async function undoAndImport({ company, client, customers, first }: Round): Promise<Crossing> {
	const columns = columnsOf(customers.map((one) => ({ ...one, notes: 'Third' })).reverse());
	const third = noteImport(company, applyRequest(columns, customers));
	const undo = await previewAndNote(client, company, first.request.importId);
	return {
		sent: [undo, third],
		mayBothBe: false,
		async next(hasUndone) {
			if (!hasUndone) return await previewAndNote(client, company, third.request.importId);
			const found = await client.lookup(customers.map(({ email }) => email));
			const seen = found.kind === 'answer' ? found.value.customers : [];
			return noteImport(company, applyRequest(columns, seen));
		}
	};
}
