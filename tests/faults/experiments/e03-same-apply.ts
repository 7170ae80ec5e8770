import { isDeepStrictEqual } from 'node:util';
import { createRandom } from '../../../prisma/seed/random.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { customer } from '../../support/core.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment } from '../experiment.ts';
import { type FaultCompany, makeFaultCompany, noteImport, sendImport, settle } from '../harness/company.ts';
import { forgetLimits, onInstances } from '../harness/instances.ts';
import { type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants } from '../invariants.ts';

const timesAtOnce = [2, 5, 20];
const rounds = { short: 1, full: 20 };
const restarts = { short: 1, full: 5 };

/** Counts of what must not happen. */
function nothing() {
	return {
		'repeats answered otherwise': 0,
		'repeats not answered': 0,
		'other content taken under a used id': 0
	};
}

type Violations = ReturnType<typeof nothing>;

/** One import, asked for again and again (T12, spec A5). */
export const sameApply: Experiment = {
	id: 'E03',
	title: 'the same apply 2, 5 and 20 times at once and again: after success, a lost answer, a restart',
	run: (size, seed) =>
		onInstances(2, async (stage) => {
			const { database, instances, proxy, origin } = stage;
			const random = createRandom(seed);
			const company = await makeFaultCompany(database.url);
			const other = await bystander(database.url, await makeFaultCompany(database.url, [customer('a@x.co')]));
			const client = await signIn(origin, company.owner);
			const violations = nothing();
			let sent = 0;
			for (let round = 0; round < rounds[size]; round++) {
				for (const times of timesAtOnce) {
					await forgetLimits(database);
					sent += await repeat(company, client, violations, `${round}-${times}`, times, async () => {});
				}
				await forgetLimits(database);
				proxy.cut({ path: 'imports.applyPlan', at: 'answer', hits: 'first' });
				sent += await repeat(company, client, violations, `${round}-cut`, 3, async () => {});
			}
			for (let round = 0; round < restarts[size]; round++) {
				await forgetLimits(database);
				const instance = random.pick(instances);
				sent += await repeat(company, client, violations, `${round}-restart`, 2, async () => {
					await instance.kill();
					await instance.start();
				});
			}
			const checked = { databaseUrl: database.url, companies: [company], bystanders: [other], origin };
			const mustNever = addedTo(violations, await checkInvariants(checked));
			const imports = company.events.length;
			return { rounds: imports, mustNever, figures: { sent, 'imports and audit entries': imports } };
		})
};

/** Sends an import so many times at once, and once more after something happened; answers how often it was sent. */
async function repeat(
	company: FaultCompany,
	client: StaffClient,
	violations: Violations,
	name: string,
	times: number,
	meanwhile: () => Promise<void>
): Promise<number> {
	const file = generateCustomers(20, 'lean').map((one) => ({ ...one, email: `${name}-${one.email}` }));
	const request = applyRequest(columnsOf(file));
	const sent = noteImport(company, request);
	await Promise.all(Array.from({ length: times }, () => sendImport(client, sent)));
	const lost = sent.answers.filter(({ kind }) => kind === 'unreachable').length;
	await meanwhile();
	await sendImport(client, sent);
	const found = await settle(client, sent);
	// A lost answer is the cut's, at most one; what was cut is not answered otherwise.
	for (const answer of sent.answers) {
		if (answer.kind === 'unreachable' && lost <= 1) continue;
		if (answer.kind !== 'answer') violations['repeats not answered']++;
		else if (!isDeepStrictEqual(answer.value, found)) violations['repeats answered otherwise']++;
	}
	const changed = applyRequest(columnsOf(file.slice(1)), [], { importId: request.importId });
	const answer = await client.apply(changed);
	if (answer.kind !== 'refused' || answer.problem.code !== 'IMPORT_ID_REUSED')
		violations['other content taken under a used id']++;
	return times + 2;
}

function addedTo(violations: Violations, more: Readonly<Record<string, number>>): Record<string, number> {
	const mustNever: Record<string, number> = { ...violations };
	addViolations(mustNever, more);
	return mustNever;
}
