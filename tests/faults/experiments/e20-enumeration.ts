import { createRandom } from '../../../prisma/seed/random.ts';
import { customer } from '../../support/core.ts';
import type { Experiment } from '../experiment.ts';
import { startFaultApplication } from '../harness/application.ts';
import { type FaultCompany, makeFaultCompany } from '../harness/company.ts';
import { send } from '../harness/http.ts';
import { inspect } from '../harness/inspect.ts';
import { medianOf } from '../harness/measures.ts';
import { startFaultPostgres } from '../harness/postgres-database.ts';
import { removeFolder, temporaryFolder } from '../harness/temporary-folder.ts';

const rounds = { short: 10, full: 100 };

/** Before the measured rounds, so that code is compiled and connections are open. */
const warmUp = 5;

/** Who may be behind an address that somebody tries at a storefront. */
const kinds = ['unknown', 'blocked', 'without password', 'wrong password'] as const;
type Kind = (typeof kinds)[number];

const forms = { 'sign in': 'login', 'ask for a link': 'forgot' } as const;
type Form = keyof typeof forms;

/** The same parameters as a real hash, and nobody's password. */
const someHash = `${'ab'.repeat(16)}:${'cd'.repeat(64)}`;

function emailOf(kind: Kind): string {
	// Of one length, so that no answer is longer than another.
	return `${'abcd'[kinds.indexOf(kind)]}@enumeration.example`;
}

/** Whether answers of a storefront tell who is a customer: by words, status, headers or time (T21). */
export const enumeration: Experiment = {
	id: 'E20',
	title: 'Guessing who is a customer, by answers and their time',
	async run(size, seed) {
		const mustNever = { 'answers that differ': 0 };
		const started = await startFaultPostgres();
		if (started.kind === 'missing') return { rounds: 0, mustNever, figures: {}, skipped: started.reason };
		const { database } = started;
		const folder = temporaryFolder();
		const application = await startFaultApplication({
			databaseUrl: database.url,
			environment: { DATA_DIR: folder }
		});
		try {
			const company = await makeStore(database.url);
			const random = createRandom(seed);
			const figures: Record<string, string> = {};
			for (const form of Object.keys(forms) as Form[]) {
				const times = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
				for (let round = -warmUp; round < rounds[size]; round++) {
					await forgetLimits(database.url);
					const answers = new Set<string>();
					for (const kind of inRandomOrder(kinds, () => random.next())) {
						const { told, ms } = await ask(application.origin, company, form, kind);
						answers.add(told);
						if (round >= 0) times.get(kind)?.push(ms);
					}
					mustNever['answers that differ'] += answers.size - 1;
				}
				for (const [kind, ms] of times) figures[`${form}, ${kind}`] = `median ${medianOf(ms).toFixed(1)} ms`;
				figures[`${form}: p that times differ by chance`] = leastP(times).toFixed(2);
			}
			return { rounds: rounds[size], mustNever, figures };
		} finally {
			await application.end();
			await database.remove();
			removeFolder(folder);
		}
	}
};

async function makeStore(databaseUrl: string): Promise<FaultCompany> {
	const company = await makeFaultCompany(databaseUrl, [
		customer(emailOf('blocked'), { status: 'BLOCKED' }),
		customer(emailOf('without password')),
		customer(emailOf('wrong password'))
	]);
	await inspect(databaseUrl, (client) =>
		client.query('UPDATE "Customer" SET "passwordHash" = $2 WHERE "companyId" = $1 AND "email" <> $3', [
			company.id,
			someHash,
			emailOf('without password')
		])
	);
	return company;
}

async function forgetLimits(databaseUrl: string): Promise<void> {
	await inspect(databaseUrl, (client) => client.query('DELETE FROM "RateLimit"'));
}

/** What the answer says but for what it repeats and what is random, and how long it took. */
async function ask(
	origin: string,
	{ slug }: FaultCompany,
	form: Form,
	kind: Kind
): Promise<{ told: string; ms: number }> {
	const email = emailOf(kind);
	const answer = await send(`${origin}/store/${slug}/${forms[form]}`, {
		method: 'POST',
		headers: { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ email, password: 'not the password' }).toString()
	});
	if (answer.kind === 'cut') throw new Error(`No answer: ${answer.code}`);
	const { date: _, etag: __, 'x-request-id': ___, ...headers } = answer.headers;
	const told = JSON.stringify([answer.status, headers, answer.body])
		.replaceAll(email, 'EMAIL')
		.replaceAll(/nonce(?:-|=\\")[A-Za-z0-9+/=]+/g, 'nonce');
	return { told, ms: answer.ms };
}

function inRandomOrder<T>(values: readonly T[], next: () => number): T[] {
	return values
		.map((value) => ({ value, at: next() }))
		.sort((one, other) => one.at - other.at)
		.map(({ value }) => value);
}

/** The least of the probabilities that two kinds, of one distribution, come out as different as they did. */
function leastP(times: ReadonlyMap<Kind, readonly number[]>): number {
	const lists = [...times.values()];
	const pairs = lists.flatMap((one, i) => lists.slice(i + 1).map((other) => rankSumP(one, other)));
	// Of six comparisons the least is small by chance six times as often (Bonferroni).
	return Math.min(1, Math.min(...pairs) * pairs.length);
}

/** Of the Wilcoxon rank-sum test, two-sided, by its normal approximation. */
function rankSumP(one: readonly number[], other: readonly number[]): number {
	const ranked = [
		...one.map((ms) => ({ ms, isOne: true })),
		...other.map((ms) => ({ ms, isOne: false }))
	].sort((a, b) => a.ms - b.ms);
	const sum = ranked.reduce((ranks, { isOne }, i) => (isOne ? ranks + i + 1 : ranks), 0);
	const [n, m] = [one.length, other.length];
	const z = (sum - (n * (n + m + 1)) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
	return 2 * upperTail(Math.abs(z));
}

/** Of the normal distribution, to three digits (Abramowitz and Stegun 26.2.17). */
function upperTail(z: number): number {
	const t = 1 / (1 + 0.2316419 * z);
	const series =
		t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
	return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
