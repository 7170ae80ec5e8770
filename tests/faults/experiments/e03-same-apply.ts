import { isDeepStrictEqual } from 'node:util';
import { createRandom } from '../../../prisma/seed/random.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { undoDigest } from '../../../src/lib/import/undo/undo-digest.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { customer } from '../../support/core.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment, type ExperimentResult, type ExperimentSize } from '../experiment.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	type Sent,
	send,
	sendImport,
	settle
} from '../harness/company.ts';
import { forgetLimits, type Instances, onInstances } from '../harness/instances.ts';
import { type Answer, type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants } from '../invariants.ts';
import { previewAndNote } from './tasks.ts';

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

/** What is asked for again and again, and the same id with something else. */
interface Repeated {
	sent: Sent;
	sendOther(): Promise<Answer<unknown, { code: string }>>;
	reusedCode: 'IMPORT_ID_REUSED' | 'UNDO_ID_REUSED';
}

/** Makes one, undisturbed, of 20 customers whose addresses begin with a name that nothing else has. */
type Repeatable = (client: StaffClient, company: FaultCompany, name: string) => Promise<Repeated>;

/** One import, asked for again and again (T12, spec A5). */
export const sameApply: Experiment = {
	id: 'E03',
	title: 'the same apply 2, 5 and 20 times at once and again: after success, a lost answer, a restart',
	run: (size, seed) =>
		onInstances(2, (stage) => repeatOn(stage, 'imports.applyPlan', repeatedImport, size, seed))
};

function repeatedImport(client: StaffClient, company: FaultCompany, name: string): Promise<Repeated> {
	const file = fileOf(name);
	const request = applyRequest(columnsOf(file));
	const changed = applyRequest(columnsOf(file.slice(1)), [], { importId: request.importId });
	return Promise.resolve({
		sent: noteImport(company, request),
		sendOther: () => client.apply(changed),
		reusedCode: 'IMPORT_ID_REUSED'
	});
}

/** The undo of an import that was just written. */
export async function repeatedUndo(
	client: StaffClient,
	company: FaultCompany,
	name: string
): Promise<Repeated> {
	const applied = noteImport(company, applyRequest(columnsOf(fileOf(name))));
	await sendImport(client, applied);
	const sent = await previewAndNote(client, company, applied.request.importId);
	const { importId } = sent.request;
	const rowDigests = sent.request.rowDigests.slice(1);
	const changed = { ...sent.request, rowDigests, digest: undoDigest(importId, rowDigests) };
	return { sent, sendOther: () => client.undo(changed), reusedCode: 'UNDO_ID_REUSED' };
}

function fileOf(name: string): Customer[] {
	return generateCustomers(20, 'lean').map((one) => ({ ...one, email: `${name}-${one.email}` }));
}

/** Repeats requests to this procedure in every way, and holds the company against what came of them. */
export async function repeatOn(
	{ database, instances, proxy, origin }: Instances,
	path: string,
	make: Repeatable,
	size: ExperimentSize,
	seed: number
): Promise<ExperimentResult> {
	const random = createRandom(seed);
	const company = await makeFaultCompany(database.url);
	const other = await bystander(database.url, await makeFaultCompany(database.url, [customer('a@x.co')]));
	const client = await signIn(origin, company.owner);
	const violations = nothing();
	let count = 0;
	let sent = 0;
	async function repeat(
		name: string,
		times: number,
		{ before = () => {}, meanwhile = async () => {} } = {}
	): Promise<void> {
		await forgetLimits(database);
		const repeated = await make(client, company, name);
		before();
		sent += await repeatAtOnce(client, violations, repeated, times, meanwhile);
		count++;
	}
	for (let round = 0; round < rounds[size]; round++) {
		for (const times of timesAtOnce) await repeat(`${round}-${times}`, times);
		await repeat(`${round}-cut`, 3, { before: () => proxy.cut({ path, at: 'answer', hits: 'first' }) });
	}
	for (let round = 0; round < restarts[size]; round++) {
		const instance = random.pick(instances);
		await repeat(`${round}-restart`, 2, {
			meanwhile: async () => {
				await instance.kill();
				await instance.start();
			}
		});
	}
	const checked = { databaseUrl: database.url, companies: [company], bystanders: [other], origin };
	const mustNever: Record<string, number> = { ...violations };
	addViolations(mustNever, await checkInvariants(checked));
	return { rounds: count, mustNever, figures: { sent, 'written and in the audit log': count } };
}

/** Sends it so many times at once, and once more after something happened; answers how often it was sent. */
async function repeatAtOnce(
	client: StaffClient,
	violations: Violations,
	{ sent, sendOther, reusedCode }: Repeated,
	times: number,
	meanwhile: () => Promise<void>
): Promise<number> {
	await Promise.all(Array.from({ length: times }, () => send(client, sent)));
	const lostCount = sent.answers.filter(({ kind }) => kind === 'unreachable').length;
	await meanwhile();
	await send(client, sent);
	const found = await settle(client, sent);
	// A lost answer is the cut's, at most one; what was cut is not answered otherwise.
	for (const answer of sent.answers) {
		if (answer.kind === 'unreachable' && lostCount <= 1) continue;
		if (answer.kind !== 'answer') violations['repeats not answered']++;
		else if (!isDeepStrictEqual(answer.value, found)) violations['repeats answered otherwise']++;
	}
	const answer = await sendOther();
	if (answer.kind !== 'refused' || answer.problem.code !== reusedCode)
		violations['other content taken under a used id']++;
	return times + 2;
}
