import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { checkFileRows } from '../../src/lib/import/check/check-rows.ts';
import { defaultLimits } from '../../src/lib/import/limits.ts';
import { makeSubmission } from '../../src/lib/import/plan/make-submission.ts';
import { clearEmptyCells } from '../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../src/lib/import/columns/match-headers.ts';
import { planImport } from '../../src/lib/import/plan/plan-import.ts';
import { readCsv } from '../../src/lib/import/read/read-csv.ts';
import type { Submission } from '../../src/lib/import/worker-api.ts';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';
import { disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import { applyImport } from '../../src/lib/server/import/apply-import.ts';
import { csvOf, generateCustomers, type RowSize } from '../support/generate-customers.ts';
import { type BareImport, bareImport, runBareStatements } from './bare-statements.ts';
import { createCompany, fill } from './company.ts';
import { type Goal, atMost } from './goal.ts';
import { measure } from './measure.ts';
import { type Section, duration } from './report.ts';

const rounds = 9;

const floor = 'floor: the bare statements by pg alone';
const real = 'applyImport';

/** One import of as many rows: what is in the database before, what is sent, and the statements that it comes to. */
interface Scenario {
	name: string;
	before: Customer[];
	submission: Submission;
	bare: BareImport;
}

/**
 * Times the real apply on a database with the project's schema, which it empties of customers.
 *
 * @param engine its name, for the title
 */
export async function benchApply(
	engine: string,
	url: string,
	rows: number,
	size: RowSize
): Promise<{ goals: Goal[]; sections: Section[] }> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await setDatabaseUrl(url);
	try {
		const staff = await createCompany(client);
		const customers = generateCustomers(rows, size);
		const others = customers.map((customer) => ({ ...customer, name: `${customer.name} & Sons` }));
		const ids = new Map(customers.map(({ email }) => [email, randomUUID()]));
		const scenarios = [
			scenario('create', [], customers, ids),
			scenario('update', customers, others, ids),
			scenario('half and half', customers.slice(0, rows >> 1), others, ids),
			scenario('unchanged but for one row', customers, [...others.slice(0, 1), ...customers.slice(1)], ids)
		];
		const sections: Section[] = [];
		for (const one of scenarios) sections.push(await benchScenario(engine, client, staff, one, ids));
		// Where nothing but one row changes, the bare statements are next to nothing: that one has no goal.
		return { goals: sections.slice(0, 3).map(applyGoal), sections };
	} finally {
		await disconnectDatabase();
		await client.end();
	}
}

async function benchScenario(
	engine: string,
	client: pg.Client,
	staff: StaffMember,
	{ name, before, submission, bare }: Scenario,
	ids: ReadonlyMap<string, string>
): Promise<Section> {
	function prepare(): Promise<void> {
		return fill(client, staff, before, ids);
	}
	const medians = await measure(
		[
			{ name: floor, prepare, run: () => runBareStatements(client, staff, bare) },
			{
				name: real,
				prepare,
				async run() {
					const file = { name: 'bench.csv', sha256: '0'.repeat(64), bytes: 0 };
					const result = await applyImport(staff, { importId: randomUUID(), file, mapping: {}, submission });
					if (result.kind !== 'applied') throw new Error(result.kind);
				}
			}
		],
		rounds,
		2
	);
	return {
		title: `Apply on ${engine}: ${submission.rowNumbers.length.toLocaleString('en')} rows, ${name}`,
		note: `Medians of ${rounds} rounds, each on freshly filled tables.`,
		medians,
		floors: [floor]
	};
}

function applyGoal({ title, medians }: Section): Goal {
	const [time = Number.NaN, least = Number.NaN] = [medians.get(real), medians.get(floor)];
	return atMost(1.5, 'F', {
		what: title,
		measured: `${duration(time)}, F ${duration(least)}`,
		ratio: time / least
	});
}

function scenario(
	name: string,
	before: Customer[],
	file: Customer[],
	ids: ReadonlyMap<string, string>
): Scenario {
	const read = readCsv(new TextEncoder().encode(csvOf(file)), {}, defaultLimits);
	if (read.kind === 'unreadable') throw new Error(read.problem.code);
	const rows = checkFileRows(read.table, proposeMapping(read.table).mapping);
	const options = { emptyCells: clearEmptyCells };
	const plan = planImport(rows, new Map(before.map((customer) => [customer.email, customer])), options);
	return {
		name,
		before,
		submission: makeSubmission(rows, options, plan),
		bare: bareImport(plan.outcomes, ids)
	};
}
