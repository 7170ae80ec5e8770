import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment, type ExperimentResult, type ExperimentSize } from '../experiment.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	replaceCustomers,
	send,
	settle
} from '../harness/company.ts';
import { forgetLimits, type Instances, onInstances } from '../harness/instances.ts';
import { type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants } from '../invariants.ts';
import { bookOf } from '../harness/replay.ts';
import { type ConnectionFault, type DatabaseProxy, startDatabaseProxy } from '../proxies/database-proxy.ts';
import { previewAndNote, stateOf, type Task } from './tasks.ts';

const rowsOfFile = { short: 20, full: 400 };

/** An operation that makes no more calls than this is known to have run through. */
const mostCalls = 60;

/** In which ways a connection can break at a call. */
type Way = Omit<ConnectionFault, 'at'>;

const allWays: readonly Way[] = [
	{ when: 'before', lasts: 'once' },
	{ when: 'after', lasts: 'once' },
	{ when: 'before', lasts: 'forever' },
	{ when: 'after', lasts: 'forever' }
];

/** The short form: where an answer is lost once, the server finds out; where for ever, it cannot. */
const ways = { short: allWays.filter(({ when }) => when === 'after'), full: allWays };

/** Counts of what must not happen. */
function nothing() {
	return {
		'imports and undos half written': 0,
		'retries that doubled or failed': 0,
		'told something untrue when asked': 0,
		'told that nothing was written when it was': 0,
		'told that it was written when it was not': 0,
		'answers without a code': 0,
		'answers with internals': 0,
		'operations that no fault reached, or that never ran through': 0
	};
}

type Violations = ReturnType<typeof nothing>;

/** How often what was told, and what was learned by asking. */
interface Tally {
	calls: number;
	faults: number;
	outcomes: Record<string, number>;
}

/** What an operation works with. */
interface Stage extends Instances {
	line: DatabaseProxy;
	company: FaultCompany;
	client: StaffClient;
	size: ExperimentSize;
}

/**
 * The connection to the database breaks at its n-th call, for n = 1, 2, 3 … until the operation runs through
 * undisturbed (SQLite's scheme): before the call arrives, or when it was carried out and its answer is missing,
 * COMMIT's too; once, or for ever after.
 */
export const connectionCut: Experiment = {
	id: 'E06',
	title: 'the connection to the database cut at the n-th call, for every n, once and for ever',
	run: (size) => cutDuring(size === 'full' ? ['apply', 'lookup', 'sign-in'] : ['apply'], size)
};

/** What the connection is cut in the midst of. */
type OperationName = 'apply' | 'undo' | 'lookup' | 'sign-in';

/** Makes ready for an operation whose connection is cut at this call; answers how to begin it. */
type Operation = (stage: Stage, violations: Violations, at: number) => Promise<() => Promise<Operated>>;

const operations: Record<OperationName, Operation> = {
	apply: async (stage, violations, at) => {
		const task = await makeImport(stage, at);
		return () => cutTask(stage, violations, task);
	},
	undo: async (stage, violations, at) => {
		const imported = await makeImport(stage, at);
		const { company, client } = stage;
		await send(client, imported.sent);
		const sent = await previewAndNote(client, company, imported.importId);
		const task = { sent, before: imported.after, after: imported.before };
		return () => cutTask(stage, violations, task);
	},
	lookup: (stage, violations) => Promise.resolve(() => cutLookup(stage, violations)),
	'sign-in': (stage) => Promise.resolve(() => cutSignIn(stage))
};

/** Cuts the connection at every call of each operation. */
export async function cutDuring(
	names: readonly OperationName[],
	size: ExperimentSize
): Promise<ExperimentResult> {
	let line: DatabaseProxy | undefined;
	try {
		return await onInstances(
			1,
			async (instances) => {
				if (line === undefined) throw new Error('The application has a database of its own.');
				const company = await makeFaultCompany(instances.database.url);
				const client = await signIn(instances.origin, company.owner);
				return await cutEverywhere({ ...instances, line, company, client, size }, names);
			},
			{
				async throughProxy(databaseUrl) {
					line = await startDatabaseProxy(databaseUrl);
					return line.url;
				}
			}
		);
	} finally {
		await line?.stop();
	}
}

async function cutEverywhere(stage: Stage, names: readonly OperationName[]): Promise<ExperimentResult> {
	const { database, company, origin, size } = stage;
	const other = await makeFaultCompany(database.url, generateCustomers(5, 'lean'));
	const untouched = await bystander(database.url, other);
	const violations = nothing();
	const figures: Record<string, string> = { rows: String(rowsOfFile[size]) };
	let rounds = 0;
	for (const name of names) {
		const { calls, faults, outcomes } = await cutAtEachCall(stage, violations, operations[name]);
		rounds += faults;
		const told = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
		figures[name] = `${calls} calls, each cut in ${ways[size].length} ways: ${told.join(', ')}`;
	}
	await replaceCustomers(database.url, company, []);
	const mustNever: Record<string, number> = { ...violations };
	const checked = { databaseUrl: database.url, companies: [company], bystanders: [untouched], origin };
	addViolations(mustNever, await checkInvariants(checked));
	return { rounds, mustNever, figures };
}

/** What came of an operation under a fault, and what is done when the connection is back. */
interface Operated {
	outcome: string;
	afterwards?: () => Promise<void>;
}

/** Does an operation with the connection cut at its first call, its second, and on, until it makes fewer calls. */
async function cutAtEachCall(stage: Stage, violations: Violations, operation: Operation): Promise<Tally> {
	const { line, database, size } = stage;
	const tally: Tally = { calls: 0, faults: 0, outcomes: {} };
	for (const way of ways[size]) {
		for (let at = 1; ; at++) {
			await forgetLimits(database);
			const begin = await operation(stage, violations, at);
			line.arm({ ...way, at });
			const { outcome, afterwards } = await begin();
			const wasReached = line.hasBroken();
			line.heal();
			await afterwards?.();
			if (!wasReached || at > mostCalls) {
				if (at === 1 || at > mostCalls)
					violations['operations that no fault reached, or that never ran through']++;
				tally.calls = Math.max(tally.calls, at - 1);
				break;
			}
			tally.faults++;
			tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + 1;
		}
	}
	return tally;
}

/** An import that updates one half of the company's customers and adds as many. */
async function makeImport(
	{ database, company, size }: Stage,
	at: number
): Promise<Task & { importId: string }> {
	const present = generateCustomers(rowsOfFile[size], 'lean', at);
	await replaceCustomers(database.url, company, present);
	const half = present.length / 2;
	const file = [
		...present.slice(0, half).map((one) => ({ ...one, notes: 'Changed by the import' })),
		...present.slice(half).map((one) => ({ ...one, email: `new-${one.email}` }))
	];
	const sent = noteImport(company, applyRequest(columnsOf(file), present));
	const after = [...bookOf([...present, ...file]).values()];
	return { sent, before: present, after, importId: sent.request.importId };
}

/** A task under a fault; then, with the connection back, the question what became of it, and a retry. */
async function cutTask(
	{ database, company, client }: Stage,
	violations: Violations,
	task: Task
): Promise<Operated> {
	const { sent } = task;
	const answer = await send(client, sent);
	const stood = await stateOf(database.url, company, task);
	const isAll = stood === 'after';
	if (stood === 'half') violations['imports and undos half written']++;

	let outcome = 'answered as if nothing had been';
	if (answer.kind === 'answer') {
		if (!isAll) violations['told that it was written when it was not']++;
	} else if (answer.kind === 'failed') {
		outcome = isAll ? `${answer.code} and written` : `${answer.code} and not written`;
		// Of these two, only one leaves it open.
		if (isAll && answer.code !== 'OUTCOME_UNKNOWN') violations['told that nothing was written when it was']++;
		if (answer.code === 'NO_CODE' || answer.code === 'INTERNAL') violations['answers without a code']++;
		if (/prisma|ECONN|socket|terminated|postgres/i.test(answer.message))
			violations['answers with internals']++;
	} else {
		violations['answers without a code']++;
	}
	async function afterwards(): Promise<void> {
		// What became of an undo is learned by sending it again, so that it is written by now.
		const isWritten = sent.kind === 'undo' || isAll;
		const found = await settle(client, sent);
		if ((found !== null) !== isWritten) violations['told something untrue when asked']++;
		// A person's retry: it writes what is not written, and nothing twice.
		const retried = await send(client, sent);
		if (retried.kind !== 'answer' || (await stateOf(database.url, company, task)) !== 'after')
			violations['retries that doubled or failed']++;
		await settle(client, sent);
	}
	return { outcome, afterwards };
}

/** A question changes nothing; its answer is right, or says that it failed. */
async function cutLookup({ client, company }: Stage, violations: Violations): Promise<Operated> {
	const answer = await client.lookup([company.owner.email]);
	if (answer.kind === 'answer') return { outcome: 'answered as if nothing had been' };
	if (answer.kind !== 'failed' || answer.code === 'NO_CODE' || answer.code === 'INTERNAL') {
		violations['answers without a code']++;
		return { outcome: 'no code' };
	}
	return { outcome: answer.code };
}

/** Signed in, or not; what that leaves in the database is a session that nobody has. */
async function cutSignIn({ origin, company }: Stage): Promise<Operated> {
	try {
		await signIn(origin, company.owner);
		return { outcome: 'signed in' };
	} catch {
		return { outcome: 'refused' };
	}
}
