import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Customer } from '../../src/lib/customer/customer.ts';
import type { UndoRequest } from '../../src/lib/import/undo.ts';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';
import { disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import { applyImport } from '../../src/lib/server/import/apply-import.ts';
import { undoImport } from '../../src/lib/server/import/undo-import.ts';
import { applyRequest, columnsOf } from '../support/apply-request.ts';
import { generateCustomers, type RowSize } from '../support/generate-customers.ts';
import { undoRequest } from '../support/undo-request.ts';
import { type BareUndo, bareUndo, runBareUndo } from './bare-undo.ts';
import { createCompany, fill } from './company.ts';
import { measure } from './measure.ts';
import type { Section } from './report.ts';

const rounds = 9;

/** An import that is to be undone: the customers before it, and its file. */
interface Scenario {
	name: string;
	before: Customer[];
	file: Customer[];
}

/**
 * Times the real undo on a database with the project's schema, which it empties of customers.
 *
 * @param engine its name, for the title
 */
export async function benchUndo(
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
		const half = Math.floor(rows / 2);
		const scenarios = [
			{ name: 'restoring all', before: customers, file: others },
			{ name: 'removing all', before: [], file: customers },
			{ name: 'restoring half and removing half', before: customers.slice(0, half), file: others }
		];
		const sections: Section[] = [];
		for (const one of scenarios) sections.push(await benchScenario(engine, client, staff, one));
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
	{ name, before, file }: Scenario
): Promise<Section> {
	const floor = 'floor: the bare statements by pg alone';
	const ids = new Map(before.map(({ email }) => [email, randomUUID()]));
	let request: UndoRequest | undefined;
	let bare: BareUndo | undefined;

	/** The import, done and previewed for undoing. */
	async function prepare(): Promise<void> {
		await fill(client, staff, before, ids);
		const wanted = applyRequest(columnsOf(file), before);
		const applied = await applyImport(staff, wanted);
		if (applied.kind !== 'applied') throw new Error(applied.kind);
		request = await undoRequest(staff, wanted.importId);
		bare = await bareUndo(client, staff, wanted.importId);
		await client.query('ANALYZE "Customer", "ImportChange"');
	}

	const medians = await measure(
		[
			{
				name: floor,
				prepare,
				async run() {
					if (bare !== undefined) await runBareUndo(client, staff, bare);
				}
			},
			{
				name: 'undoImport',
				prepare,
				async run() {
					const result = request && (await undoImport(staff, request));
					if (result?.kind !== 'undone') throw new Error(JSON.stringify(result));
				}
			}
		],
		rounds,
		2
	);
	return {
		title: `Undo on ${engine}: ${file.length.toLocaleString('en')} rows, ${name}`,
		note: `Medians of ${rounds} rounds, each on a fresh import.`,
		medians,
		floors: [floor]
	};
}
