import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { plans } from '../../../src/lib/customer/plan-limit.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { customer } from '../../support/core.ts';
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
import { type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants, readCustomers } from '../invariants.ts';

const importsAtOnce = [2, 4, 8, 16];
const rounds = { short: 1, full: 50 };
const allowed = plans.STARTER.maxCustomers ?? 0;

/** Counts of what must not happen in a round. */
function nothing() {
	return {
		'rounds over the plan limit': 0,
		'losers told something else than PLAN_LIMIT': 0,
		'refusals for which there was room': 0,
		'rounds that are not what their answers say': 0
	};
}

/**
 * Imports that would pass the plan's limit together, sent at once to two instances. An import is the only way
 * in which the product makes customers; a later one has to take the company's lock too.
 */
export const planLimit: Experiment = {
	id: 'E02',
	title: '2 to 16 imports at once into a company near its plan limit, on two instances',
	run: (size, seed) =>
		onInstances(2, async (stage) => {
			const { database, origin } = stage;
			const random = createRandom(seed);
			const company = await makeFaultCompany(database.url, [], 'STARTER');
			const other = await bystander(database.url, await makeFaultCompany(database.url, [customer('a@x.co')]));
			const client = await signIn(origin, company.owner);
			const mustNever: Record<string, number> = nothing();
			const figures: Record<string, string> = {};
			for (const atOnce of importsAtOnce) {
				const times: number[] = [];
				let applied = 0;
				for (let round = 0; round < rounds[size]; round++) {
					const result = await race(stage, company, client, random, atOnce);
					addViolations(mustNever, result.violations);
					times.push(...result.times);
					applied += result.applied;
				}
				const [p50, p95] = [0.5, 0.95].map((part) => duration(percentileOf(times, part)));
				const imports = rounds[size] * atOnce;
				figures[`${atOnce} at once`] =
					`${applied} of ${imports} written, the others refused; p50 ${p50}, p95 ${p95}`;
			}
			const checked = { databaseUrl: database.url, companies: [company], bystanders: [other], origin };
			addViolations(mustNever, await checkInvariants(checked));
			return { rounds: rounds[size] * importsAtOnce.length, mustNever, figures };
		})
};

/** One round: a company with a few free places, and more creates at once than fit. */
async function race(
	{ database }: Instances,
	company: FaultCompany,
	client: StaffClient,
	random: Random,
	atOnce: number
) {
	const violations = nothing();
	await forgetLimits(database);
	const present = names('old', random.whole(5, 15));
	await replaceCustomers(database.url, company, present);
	const files = Array.from({ length: atOnce }, (_, i) => names(`new${i}`, random.whole(4, 9)));
	const sent = files.map((file) => noteImport(company, applyRequest(columnsOf(file))));
	const answers = await Promise.all(sent.map((one) => sendImport(client, one)));

	let expected = present.length;
	let applied = 0;
	for (const answer of answers) {
		if (answer.kind === 'answer') {
			applied++;
			expected += answer.value.created;
		} else if (answer.kind !== 'refused' || answer.problem.code !== 'PLAN_LIMIT') {
			violations['losers told something else than PLAN_LIMIT']++;
		} else if (answer.problem.present + answer.problem.creates <= allowed) {
			violations['refusals for which there was room']++;
		}
	}
	const stored = await inspect(database.url, (owner) => readCustomers(owner, company.id));
	if (stored.length > allowed) violations['rounds over the plan limit']++;
	if (stored.length !== expected || applied === 0) violations['rounds that are not what their answers say']++;
	return { violations, applied, times: answers.map(({ ms }) => ms) };
}

function names(prefix: string, count: number): Customer[] {
	return Array.from({ length: count }, (_, i) => customer(`${prefix}-${i}@shop.example`));
}
