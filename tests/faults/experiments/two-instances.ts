import { isDeepStrictEqual } from 'node:util';
import { createRandom } from '../../../prisma/seed/random.ts';
import { limits } from '../../../src/lib/server/rate-limit/limits.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment } from '../experiment.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	replaceCustomers,
	sendImport,
	settle
} from '../harness/company.ts';
import { doDeeds } from '../harness/colleague.ts';
import { send } from '../harness/http.ts';
import { inspect } from '../harness/inspect.ts';
import { forgetLimits, type Instances, onInstances } from '../harness/instances.ts';
import { signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants } from '../invariants.ts';

const rounds = { short: 1, full: 40 };
const wrongTries = limits.signInAccountAddress.points;

/** Counts of what must not happen. */
function nothing() {
	return {
		'requests that one instance answered alone': 0,
		'sessions that the other instance did not know': 0,
		'answers to one import that are not equal': 0,
		'sessions that outlived their end on the other instance': 0,
		'tries that one instance did not count for the other': 0
	};
}

type Violations = ReturnType<typeof nothing>;

/** Two instances behind a plain round-robin proxy: whatever one of them did, the other knows. */
export const twoInstances: Experiment = {
	id: 'E21',
	title:
		'two instances behind a round-robin proxy: sign in on one, preview on the other, apply on both at once',
	run: (size, seed) =>
		onInstances(2, async (stage) => {
			const { database, origin } = stage;
			const random = createRandom(seed);
			const other = await makeFaultCompany(database.url, generateCustomers(5, 'lean'));
			const untouched = await bystander(database.url, other);
			const company = await makeFaultCompany(database.url);
			const violations = nothing();
			for (let round = 0; round < rounds[size]; round++) {
				await forgetLimits(database);
				await goThrough(stage, company, violations, random.whole(1, 1_000_000));
			}
			const tries = await countTries(stage, company, violations);
			await forgetLimits(database);
			const mustNever: Record<string, number> = { ...violations };
			const checked = { databaseUrl: database.url, companies: [company], bystanders: [untouched], origin };
			addViolations(mustNever, await checkInvariants(checked));
			return { rounds: rounds[size], mustNever, figures: { 'wrong passwords before the limit': tries } };
		})
};

/** One import of one person, whose requests are spread over both instances, to the end of the session. */
async function goThrough(
	{ database, proxy, origin }: Instances,
	company: FaultCompany,
	violations: Violations,
	seed: number
): Promise<void> {
	const present = generateCustomers(100, 'lean', seed);
	await replaceCustomers(database.url, company, present);
	const from = proxy.sentTo.length;
	const client = await signIn(origin, company.owner);
	const file = present.map((one) => ({ ...one, name: 'Renamed' }));
	const found = await client.lookup(file.map(({ email }) => email));
	if (found.kind !== 'answer') {
		violations['sessions that the other instance did not know']++;
		return;
	}
	const sent = noteImport(company, applyRequest(columnsOf(file), found.value.customers));
	const answers = await Promise.all([sendImport(client, sent), sendImport(client, sent)]);
	const [first, second] = answers.map((answer) => (answer.kind === 'answer' ? answer.value : null));
	if (!first || !isDeepStrictEqual(first, second)) violations['answers to one import that are not equal']++;
	const settled = await settle(client, sent);
	if (!isDeepStrictEqual(settled, first)) violations['answers to one import that are not equal']++;
	// Sign-in, lookup, two applies: each pair on both.
	const [signedIn, lookedUp, ...applied] = proxy.sentTo.slice(from, from + 4);
	if (signedIn === lookedUp || applied[0] === applied[1])
		violations['requests that one instance answered alone']++;
	await inspect(database.url, (owner) => doDeeds(owner, company, [{ kind: 'session revoked' }]));
	for (const again of [await client.lookup([]), await client.lookup([])]) {
		if (again.kind !== 'failed' || again.status !== 401)
			violations['sessions that outlived their end on the other instance']++;
	}
}

/** Wrong passwords, sent to both in turn, until one of them says to wait. */
async function countTries(
	{ origin }: Instances,
	{ owner: { email } }: FaultCompany,
	violations: Violations
): Promise<number> {
	for (let tries = 0; tries <= 2 * wrongTries; tries++) {
		const answer = await send(`${origin}/login`, {
			method: 'POST',
			headers: { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({ email, password: 'not the password' }).toString()
		});
		if (answer.kind === 'answered' && answer.status === 429) {
			if (tries !== wrongTries) violations['tries that one instance did not count for the other']++;
			return tries;
		}
	}
	violations['tries that one instance did not count for the other']++;
	return 2 * wrongTries;
}
