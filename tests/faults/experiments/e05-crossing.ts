import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { Customer, FieldName } from '../../../src/lib/customer/customer.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment } from '../experiment.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	replaceCustomers,
	sendImport
} from '../harness/company.ts';
import { inspect } from '../harness/inspect.ts';
import { forgetLimits, type Instances, onInstances } from '../harness/instances.ts';
import { duration, percentileOf } from '../harness/measures.ts';
import { bookOf } from '../harness/replay.ts';
import { type Answer, type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants, countDifferences, readCustomers } from '../invariants.ts';

const rounds = { short: 8, full: 200 };
const rowsOfFile = 200;

/** Counts of what must not happen. */
function nothing() {
	return {
		'answers with a deadlock or a conflict in them': 0,
		'rounds in which both or none were written at first': 0,
		'losers who could not import after a new preview': 0,
		'final states that are neither order': 0
	};
}

/**
 * Two imports with the same rows in opposite order, at once on two instances, while a colleague changes the
 * same customers row by row. The database is set to find deadlocks soon, so that there are as many as can be.
 */
export const crossing: Experiment = {
	id: 'E05',
	title: 'two imports with overlapping rows in opposite order, and row-by-row edits across them',
	run: (size, seed) =>
		onInstances(
			2,
			async (stage) => {
				const { database, origin } = stage;
				const random = createRandom(seed);
				const company = await makeFaultCompany(database.url);
				const other = await makeFaultCompany(database.url, generateCustomers(5, 'lean'));
				const untouched = await bystander(database.url, other);
				const client = await signIn(origin, company.owner);
				const mustNever: Record<string, number> = nothing();
				const times: number[] = [];
				for (let round = 0; round < rounds[size]; round++) {
					const result = await cross(stage, company, client, random);
					addViolations(mustNever, result.violations);
					times.push(...result.times);
				}
				const deadlocks = await inspect(database.url, async (owner) => {
					const { rows } = await owner.query<{ n: number }>(
						'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()'
					);
					return rows[0]?.n ?? 0;
				});
				await replaceCustomers(database.url, company, []);
				const checked = { databaseUrl: database.url, companies: [company], bystanders: [untouched], origin };
				addViolations(mustNever, await checkInvariants(checked));
				const [p50, p95] = [0.5, 0.95].map((part) => duration(percentileOf(times, part)));
				const figures = { 'deadlocks that the database broke': deadlocks, apply: `p50 ${p50}, p95 ${p95}` };
				return { rounds: rounds[size], mustNever, figures };
			},
			{ settings: ['deadlock_timeout=20ms'] }
		)
};

async function cross({ database }: Instances, company: FaultCompany, client: StaffClient, random: Random) {
	const violations = nothing();
	await forgetLimits(database);
	const customers = generateCustomers(rowsOfFile, 'lean', random.whole(1, 1_000_000));
	await replaceCustomers(database.url, company, customers);
	const forwards = customers.map((one) => ({ ...one, name: 'Forwards', creditLimit: '1.00' }));
	const backwards = customers.map((one) => ({ ...one, name: 'Backwards', creditLimit: '2.00' })).reverse();
	// Now and then one of them has fewer columns: what one writes the other leaves alone.
	const fields: FieldName[] = random.chance(0.5) ? ['email', 'name'] : ['email', 'name', 'creditLimit'];
	const files = [columnsOf(forwards), columnsOf(backwards, fields)];
	const sent = files.map((columns) => noteImport(company, applyRequest(columns, customers)));
	const [answers] = await Promise.all([
		Promise.all(sent.map((one) => sendImport(client, one))),
		editEachRow(database.url, company, random.chance(0.5) ? customers : customers.toReversed())
	]);
	const all = [...answers];
	const winner = answers.findIndex(({ kind }) => kind === 'answer');
	const losers = answers.flatMap((answer, i) => (answer.kind === 'answer' ? [] : [i]));
	if (winner < 0 || losers.length !== 1) violations['rounds in which both or none were written at first']++;
	for (const loser of losers) {
		const columns = files[loser] ?? {};
		const found = await client.lookup(customers.map(({ email }) => email));
		const seen = found.kind === 'answer' ? found.value.customers : [];
		const answer = await sendImport(client, noteImport(company, applyRequest(columns, seen)));
		all.push(answer);
		if (answer.kind !== 'answer') violations['losers who could not import after a new preview']++;
	}
	if (all.some(isConflictShown)) violations['answers with a deadlock or a conflict in them']++;

	const stored = await inspect(database.url, (owner) => readCustomers(owner, company.id));
	const last = losers[0] === 1 ? backwards : forwards;
	const lastFields = losers[0] === 1 ? fields : (['email', 'name', 'creditLimit'] as FieldName[]);
	const creditOf = bookOf(lastFields.includes('creditLimit') ? last : forwards);
	const right = customers.map((one): Customer => ({
		...one,
		name: last[0]?.name ?? null,
		creditLimit: creditOf.get(one.email)?.creditLimit ?? null
	}));
	if (countDifferences(bookOf(right), stored) > 0) violations['final states that are neither order']++;
	return { violations, times: all.map(({ ms }) => ms) };
}

/** Touches every customer in one transaction, one after another, and changes nothing; gives way when it is the deadlock's victim. */
export async function editEachRow(
	databaseUrl: string,
	company: FaultCompany,
	customers: readonly Customer[]
): Promise<void> {
	await inspect(databaseUrl, async (owner) => {
		await owner.query('BEGIN');
		try {
			for (const { email } of customers) {
				await owner.query(
					'UPDATE "Customer" SET "updatedAt" = "updatedAt" WHERE "companyId" = $1 AND "email" = $2',
					[company.id, email]
				);
			}
			await owner.query('COMMIT');
		} catch {
			await owner.query('ROLLBACK');
		}
	});
}

/** Whether a failure speaks of the database's conflicts. Only its words count: an id or a time may hold such digits. */
export function isConflictShown(answer: Answer<unknown, unknown>): boolean {
	if (answer.kind !== 'failed') return false;
	return /40P01|40001|P2034|deadlock|serializ/i.test(`${answer.code} ${answer.message}`);
}
