import { type FaultApplication, startFaultApplication } from '../faults/harness/application.ts';
import { startFaultPostgres } from '../faults/harness/postgres-database.ts';
import { type StaffClient, signIn } from '../faults/harness/staff-client.ts';
import { type Importer, importNext, makeImporters } from './importer.ts';
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

async function benchInstances(): Promise<PartResult> {
	const started = await startFaultPostgres();
	if (started.kind === 'missing')
		return { goals: [], sections: [], surroundings: [`No PostgreSQL: ${started.reason}`] };
	const { database } = started;
	const applications: FaultApplication[] = [];
	try {
		for (let i = 0; i < Math.max(...counts); i++)
			applications.push(await startFaultApplication({ databaseUrl: database.url }));
		const imports = counts.length * (rounds + warmUps);
		const importers = await makeImporters(database.url, { companies, rows, size: 'lean', imports });
		const clients = new Map<Importer, StaffClient[]>();
		for (const importer of importers) clients.set(importer, await signInEverywhere(applications, importer));
		const medians = await measure(
			counts.map((count) => ({
				name: String(count),
				run: () =>
					Promise.all(
						importers.map((importer, i) => importNext(clients.get(importer)?.[i % count], importer))
					)
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
	{ company }: Importer
): Promise<StaffClient[]> {
	const clients: StaffClient[] = [];
	for (const { origin } of applications) clients.push(await signIn(origin, company.owner));
	return clients;
}
