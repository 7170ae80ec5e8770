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
import { measure } from './measure.ts';
import type { Section } from './report.ts';

const rounds = 9;

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
): Promise<Section[]> {
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
			scenario('unchanged but for one row', customers, [...others.slice(0, 1), ...customers.slice(1)], ids)
		];
		const sections: Section[] = [];
		for (const one of scenarios) sections.push(await benchScenario(engine, client, staff, one, ids));
		return sections;
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
	const floor = 'floor: the bare statements by pg alone';
	function prepare(): Promise<void> {
		return fill(client, staff, before, ids);
	}
	const medians = await measure(
		[
			{ name: floor, prepare, run: () => runBareStatements(client, staff, bare) },
			{
				name: 'applyImport',
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

async function createCompany(client: pg.Client): Promise<StaffMember> {
	const company = {
		id: randomUUID(),
		slug: `bench-${randomUUID()}`,
		name: 'Bench',
		plan: 'ENTERPRISE' as const
	};
	const staff = {
		userId: randomUUID(),
		name: 'Ben Ch',
		email: `${company.slug}@bench.example`,
		role: 'OWNER' as const
	};
	await client.query('INSERT INTO "Company" ("id", "slug", "name", "plan") VALUES ($1, $2, $3, $4)', [
		company.id,
		company.slug,
		company.name,
		company.plan
	]);
	await client.query(
		'INSERT INTO "User" ("id", "companyId", "role", "name", "email") VALUES ($1, $2, $3, $4, $5)',
		[staff.userId, company.id, staff.role, staff.name, staff.email]
	);
	return { ...staff, company };
}

/** Leaves exactly these customers in the database, and no imports. */
async function fill(
	client: pg.Client,
	staff: StaffMember,
	customers: readonly Customer[],
	ids: ReadonlyMap<string, string>
): Promise<void> {
	await client.query('TRUNCATE "ImportChange", "Import", "CustomerSession", "PasswordReset", "Customer"');
	await client.query(
		`INSERT INTO "Customer" ("companyId", "id", "email", "name", "status", "notes", "creditLimit")
		 SELECT $1, n.id, n.email, n.name, n.status::"CustomerStatus", n.notes, n.credit::numeric
		 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
		   AS n(id, email, name, status, notes, credit)`,
		[
			staff.company.id,
			customers.map(({ email }) => ids.get(email)),
			customers.map(({ email }) => email),
			customers.map(({ name }) => name),
			customers.map(({ status }) => status),
			customers.map(({ notes }) => notes),
			customers.map(({ creditLimit }) => creditLimit)
		]
	);
	await client.query('ANALYZE "Customer"');
}
