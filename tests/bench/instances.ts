import { type FaultApplication, startFaultApplication } from '../faults/harness/application.ts';
import { type FaultCompany, makeFaultCompany } from '../faults/harness/company.ts';
import { startFaultPostgres } from '../faults/harness/postgres-database.ts';
import { type StaffClient, signIn } from '../faults/harness/staff-client.ts';
import type { Customer } from '../../src/lib/customer/customer.ts';
import type { ApplyRequest } from '../../src/lib/import/apply.ts';
import { applyRequest, columnsOf } from '../support/apply-request.ts';
import { generateCustomers } from '../support/generate-customers.ts';
import { measure } from './measure.ts';
import { duration, markdownTable } from './report.ts';
import type { Part, PartResult } from './run-parts.ts';

const rows = 5000;
const companies = 8;
const counts = [1, 2, 4];
const rounds = 7;
const warmUps = 1;

/** Imports of eight companies at once, by one, two and four instances of the built server on one PostgreSQL. */
export const instancesPart: Part = {
	name: 'instances',
	title: 'Instances on one PostgreSQL',
	command: 'npm run bench:scale -- instances',
	run: benchInstances
};

/** A company that imports its file again and again, each time with other names, at any of the instances. */
interface Importer {
	clients: StaffClient[];
	/** Made before the clock starts; each is the change from the last one. */
	requests: ApplyRequest[];
}

async function benchInstances(): Promise<PartResult> {
	const started = await startFaultPostgres();
	if (started.kind === 'missing')
		return { goals: [], sections: [], surroundings: [`No PostgreSQL: ${started.reason}`] };
	const { database } = started;
	const applications: FaultApplication[] = [];
	try {
		for (let i = 0; i < Math.max(...counts); i++)
			applications.push(await startFaultApplication({ databaseUrl: database.url }));
		const importers: Importer[] = [];
		for (let i = 0; i < companies; i++) {
			const customers = generateCustomers(rows, 'lean', i + 1);
			const company = await makeFaultCompany(database.url, customers);
			importers.push({
				clients: await signInEverywhere(applications, company),
				requests: changesOf(customers, counts.length * (rounds + warmUps))
			});
		}
		const medians = await measure(
			counts.map((count) => ({
				name: String(count),
				run: () => Promise.all(importers.map((importer, i) => importNext(importer, i % count)))
			})),
			rounds,
			warmUps
		);
		const one = medians.get('1') ?? Number.NaN;
		const lines = [...medians].map(([count, ms]) => [
			count,
			duration(ms),
			Math.round((companies * rows) / (ms / 1000)).toLocaleString('en'),
			(one / ms).toFixed(2)
		]);
		const note = `${companies} companies import ${rows.toLocaleString('en')} lean rows each, all updates, at once, by HTTP; medians of ${rounds} rounds in turn. Instances, PostgreSQL and who sends share the processors, so that these limit the throughput.`;
		const table = markdownTable(['instances', 'time', 'customers/s', '× one'], [0, 1, 2, 3], lines);
		return {
			goals: [],
			sections: [note, table],
			surroundings: ['PostgreSQL on the same machine, through a socket, with fsync on']
		};
	} finally {
		for (const application of applications) await application.kill();
		await database.remove();
	}
}

async function signInEverywhere(
	applications: readonly FaultApplication[],
	{ owner }: FaultCompany
): Promise<StaffClient[]> {
	const clients: StaffClient[] = [];
	for (const { origin } of applications) clients.push(await signIn(origin, owner));
	return clients;
}

function changesOf(customers: readonly Customer[], count: number): ApplyRequest[] {
	let before = customers;
	return Array.from({ length: count }, (_, i) => {
		const after = customers.map((customer) => ({ ...customer, name: `Name ${i}` }));
		const request = applyRequest(columnsOf(after), before);
		before = after;
		return request;
	});
}

async function importNext({ clients, requests }: Importer, instance: number): Promise<void> {
	const request = requests.shift();
	const answer = request && (await clients[instance]?.apply(request));
	if (answer?.kind !== 'answer') throw new Error(JSON.stringify(answer ?? 'There is no such import.'));
}
