import pg from 'pg';
import { migrate } from '../../prisma/migrate.ts';
import type { Customer } from '../../src/lib/customer/customer.ts';
import type { UndoRequest } from '../../src/lib/import/undo.ts';
import { customerCursor } from '../../src/lib/server/customers/customer-cursor.ts';
import { type CustomerListQuery, findCustomers } from '../../src/lib/server/customers/find-customers.ts';
import { disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import { findChanges } from '../../src/lib/server/history/find-changes.ts';
import { findCustomerRecord } from '../../src/lib/server/history/find-customer-record.ts';
import { findImports } from '../../src/lib/server/history/find-imports.ts';
import { applyImport } from '../../src/lib/server/import/apply-import.ts';
import { undoImport } from '../../src/lib/server/import/undo-import.ts';
import { startFaultApplication } from '../faults/harness/application.ts';
import { type FaultCompany, makeFaultCompany } from '../faults/harness/company.ts';
import { signIn } from '../faults/harness/staff-client.ts';
import { applyRequest, columnsOf } from '../support/apply-request.ts';
import { generateCustomers } from '../support/generate-customers.ts';
import { fillWithCustomers } from '../support/many-customers.ts';
import { closeOwnerDatabase, openOwnerDatabase } from '../support/owner-database.ts';
import { startPostgres } from '../support/postgres.ts';
import { undoRequest } from '../support/undo-request.ts';
import { createCompany } from './company.ts';
import { type Goal, atLeast, atMost } from './goal.ts';
import { type Medians, type Task, measure } from './measure.ts';
import { watchMemory } from './memory.ts';
import { duration, markdownTable } from './report.ts';
import type { Part, PartResult } from './run-parts.ts';

const sizes = { few: 1000, many: 1_000_000 };

const importRows = 5000;
const rounds = 7;
const warmUps = 2;

/** An export of a million takes seconds. */
const exportRounds = 3;

/** Everything that is asked of a database with so many customers. */
interface Place {
	count: number;
	url: string;
	companyId: string;
	staff: Awaited<ReturnType<typeof createCompany>>;
	/** One of the first thousand customers, far from the beginning of every order. */
	someone: { id: string; email: string; name: string | null; creditLimit: string | null };
	/** A tenth of an import: the rest of it is new. */
	known: Customer[];
}

/** What costs the same with a million customers as with a thousand, or should. */
export const millionPart: Part = {
	name: 'scale',
	title: 'With 1,000,000 customers',
	command: 'npm run bench:scale -- scale',
	run: benchMillion
};

async function benchMillion(): Promise<PartResult> {
	const postgres = await startPostgres();
	if (postgres.kind === 'missing')
		return { goals: [], sections: [], surroundings: [`No PostgreSQL: ${postgres.reason}`] };
	try {
		const few = await makePlace(postgres.database.url, 'few', sizes.few);
		const many = await makePlace(postgres.database.url, 'many', sizes.many);
		const reads = await measure([...readsOf(few), ...readsOf(many)], 3 * rounds, warmUps);
		const writes = await measure([...writesOf(few), ...writesOf(many)], rounds, warmUps);
		await disconnectDatabase();
		const exported = await benchExport(many);
		const all = new Map([...reads, ...writes]);
		return {
			goals: [...goalsOf(all), ...exported],
			sections: [
				`Each as the application does it, in Node, without HTTP; medians of ${3 * rounds} rounds in turn, of imports and undos ${rounds}. An import creates ${importRows * 0.9} customers and updates ${importRows * 0.1}.`,
				tableOf(all)
			],
			surroundings: ['PostgreSQL on the same machine, through a socket, with fsync off']
		};
	} finally {
		await disconnectDatabase();
		await closeOwnerDatabase();
		await postgres.database.stop();
	}
}

async function makePlace(server: string, name: string, count: number): Promise<Place> {
	const maker = new pg.Client({ connectionString: server });
	await maker.connect();
	await maker.query(`CREATE DATABASE ${name}`);
	await maker.end();
	const url = new URL(server);
	url.pathname = `/${name}`;
	await migrate(url.href);
	const client = new pg.Client({ connectionString: url.href });
	await client.connect();
	try {
		const staff = await createCompany(client);
		const companyId = staff.company.id;
		await fillWithCustomers(client, companyId, count);
		const { rows: someone } = await client.query<Place['someone']>(
			`SELECT "id"::text, "email", "name", "creditLimit"::text FROM "Customer"
			 WHERE "email" LIKE '%500@%' AND "name" IS NOT NULL AND "creditLimit" IS NOT NULL ORDER BY length("email"), "email" LIMIT 1`
		);
		const { rows: known } = await client.query<Customer>(
			`SELECT "email", "name", "status"::text, "notes", "creditLimit"::text FROM "Customer" ORDER BY "id" LIMIT $1`,
			[importRows / 10]
		);
		const [one] = someone;
		if (one === undefined) throw new Error('There is no such customer.');
		return { count, url: url.href, companyId, staff, someone: one, known };
	} finally {
		await client.end();
	}
}

const lists: Record<string, (place: Place) => CustomerListQuery> = {
	'list, first page': () => ({ sort: 'email', direction: 'asc' }),
	'list, first page, highest limits first': () => ({ sort: 'creditLimit', direction: 'desc' }),
	'list, first page of those who are blocked': () => ({ sort: 'name', direction: 'asc', status: 'BLOCKED' }),
	'list, deep page': ({ someone }) => deep('email', someone.email, someone),
	'list, deep page by name': ({ someone }) => deep('name', someone.name, someone),
	'list, deep page by credit limit': ({ someone }) => deep('creditLimit', someone.creditLimit, someone),
	'search for an address': ({ someone }) => ({ sort: 'email', direction: 'asc', query: someone.email }),
	'search for the beginning of one': ({ someone }) => ({
		sort: 'email',
		direction: 'asc',
		query: someone.email.slice(0, 9)
	}),
	'search for what nobody has': () => ({ sort: 'email', direction: 'asc', query: 'quixotic' }),
	'search for a word that every twelfth has': () => ({ sort: 'email', direction: 'asc', query: 'bakery' })
};

/** The goals are about these. */
const listGoals = [
	'list, first page',
	'list, deep page',
	'list, deep page by credit limit',
	'search for an address'
];

function deep(
	sort: CustomerListQuery['sort'],
	value: string | null,
	{ id }: Place['someone']
): CustomerListQuery {
	const direction = 'asc';
	return { sort, direction, cursor: customerCursor(sort, direction, { side: 'after', value, id }) };
}

function readsOf(place: Place): Task[] {
	const { companyId, someone } = place;
	function task(name: string, run: () => Promise<unknown>): Task {
		return { name: nameOf(name, place.count), prepare: () => enter(place), run };
	}
	return [
		...Object.entries(lists).map(([name, list]) => task(name, () => findCustomers(companyId, list(place)))),
		task('a customer’s page, with its history', () => findCustomerRecord(companyId, someone.id))
	];
}

/** An import, its pages, its preview and its undo, so that every round finds what the one before it found. */
function writesOf(place: Place): Task[] {
	const { staff, companyId, known, count } = place;
	const changed = known.map((customer) => ({ ...customer, notes: 'Moved to the Thursday tour.' }));
	const created = generateCustomers(importRows - changed.length, 'lean');
	const file = [...changed, ...created];
	let request = applyRequest(columnsOf(file), known);
	let undo: UndoRequest | undefined;
	return [
		{
			name: nameOf('import of 5,000', count),
			async prepare() {
				request = applyRequest(columnsOf(file), known);
				await enter(place);
			},
			async run() {
				const result = await applyImport(staff, request);
				if (result.kind !== 'applied') throw new Error(JSON.stringify(result));
			}
		},
		{ name: nameOf('list of imports', count), run: () => findImports(companyId, {}) },
		{
			name: nameOf('1,000 changes of an import', count),
			run: () => findChanges(companyId, request.importId, null)
		},
		{
			name: nameOf('preview of its undo', count),
			async run() {
				undo = await undoRequest(staff, request.importId);
			}
		},
		{
			name: nameOf('its undo', count),
			async run() {
				const result = undo && (await undoImport(staff, undo));
				if (result?.kind !== 'undone') throw new Error(JSON.stringify(result));
			}
		}
	];
}

/** Points the application at a database, with a connection open. */
async function enter({ url, companyId }: Place): Promise<void> {
	await setDatabaseUrl(url);
	await findImports(companyId, {});
}

/** The built server's export, by HTTP, beside the same customers copied out to the driver. */
async function benchExport({ url, companyId, count }: Place): Promise<Goal[]> {
	await openOwnerDatabase(url);
	const company: FaultCompany = await makeFaultCompany(url, []);
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	// Whoever signs in belongs to a company of their own; they are moved to the one with the customers.
	await client.query('UPDATE "User" SET "companyId" = $1 WHERE "email" = $2', [
		companyId,
		company.owner.email
	]);
	const copy = `COPY (SELECT "email", "name", "status", "notes", "creditLimit" FROM "Customer" WHERE "companyId" = '${companyId}' ORDER BY "email") TO STDOUT WITH CSV`;

	const application = await startFaultApplication({ databaseUrl: url });
	try {
		const staff = await signIn(application.origin, company.owner);
		await staff.get('/dashboard/customers');
		const endWatch = watchMemory([application.pid()]);
		let bytes = 0;
		const medians = await measure(
			[
				// The driver takes the bytes and does nothing with them.
				{ name: 'COPY', run: () => client.query(copy) },
				{
					name: 'export',
					async run() {
						const answer = await staff.get('/dashboard/customers/export', 120_000);
						if (answer.kind !== 'answered' || answer.status !== 200) throw new Error(answer.kind);
						bytes = answer.body.length;
					}
				}
			],
			exportRounds,
			1
		);
		const { before, most } = endWatch();
		const [copied = Number.NaN, exported = Number.NaN] = [medians.get('COPY'), medians.get('export')];
		return [
			atLeast(0.5, '× the rate of COPY', {
				what: `export of ${shown(count)} customers`,
				measured: `${duration(exported)}, ${(bytes / 2 ** 20 / (exported / 1000)).toFixed(0)} MiB/s; COPY ${duration(copied)}`,
				ratio: copied / exported
			}),
			atMost(60, 'MiB above idle', {
				what: `export of ${shown(count)} customers: the server's memory`,
				measured: `${before.toFixed(0)} → ${most.toFixed(0)} MiB`,
				ratio: most - before
			})
		];
	} finally {
		await application.kill();
		await client.end();
	}
}

function goalsOf(medians: Medians): Goal[] {
	function goal(limit: number, name: string): Goal {
		const [few, many] = timesOf(medians, name);
		return atMost(limit, `× with ${shown(sizes.few)}`, {
			what: `${name}, ${shown(sizes.many)} customers`,
			measured: `${duration(many)}, with ${shown(sizes.few)} ${duration(few)}`,
			ratio: many / few
		});
	}
	return [...listGoals.map((name) => goal(2, name)), goal(1.5, 'import of 5,000')];
}

function tableOf(medians: Medians): string {
	const names = new Set([...medians.keys()].map((name) => name.split(' | ')[0] ?? name));
	const header = ['', `${shown(sizes.few)} customers, ms`, `${shown(sizes.many)} customers, ms`, 'ratio'];
	const rows = [...names].map((name) => {
		const [few, many] = timesOf(medians, name);
		return [name, few.toFixed(1), many.toFixed(1), (many / few).toFixed(2)];
	});
	return markdownTable(header, [1, 2, 3], rows);
}

function timesOf(medians: Medians, name: string): [number, number] {
	return [
		medians.get(nameOf(name, sizes.few)) ?? Number.NaN,
		medians.get(nameOf(name, sizes.many)) ?? Number.NaN
	];
}

function nameOf(name: string, count: number): string {
	return `${name} | ${count}`;
}

function shown(count: number): string {
	return count.toLocaleString('en');
}
