import { randomUUID } from 'node:crypto';
import type { Random } from '../../../prisma/seed/random.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import {
	type FaultCompany,
	noteImport,
	noteUndo,
	replaceCustomers,
	type Sent,
	sendImport,
	type SentUndo
} from '../harness/company.ts';
import { inspect } from '../harness/inspect.ts';
import { bookOf } from '../harness/replay.ts';
import type { StaffClient } from '../harness/staff-client.ts';
import { countDifferences, readCustomers } from '../invariants.ts';
import type { LargeImports, PreparedImport } from './large-imports.ts';

/** Something large that is asked for once, and the customers without it and with it: nothing lies in between. */
export interface Task {
	sent: Sent;
	before: readonly Customer[];
	after: readonly Customer[];
}

/** How the customers are, held against a task: as before it, as after it, or something else, which must never be. */
export type TaskState = 'before' | 'after' | 'half';

/** Looks how far a task has come. An undo is settled by sending it again, which would make whole what is half done. */
export async function stateOf(
	databaseUrl: string,
	{ id }: FaultCompany,
	{ before, after }: Task
): Promise<TaskState> {
	const stored = await inspect(databaseUrl, (owner) => readCustomers(owner, id));
	if (countDifferences(bookOf(before), stored) === 0) return 'before';
	return countDifferences(bookOf(after), stored) === 0 ? 'after' : 'half';
}

/** What tasks are made from, and for whom. */
export interface Place {
	databaseUrl: string;
	company: FaultCompany;
	client: StaffClient;
	imports: LargeImports;
	random: Random;
}

/**
 * Makes the next task, undisturbed, and notes it as asked for.
 *
 * @param customers the lists of the imports that the company has now
 */
export type NextTask = (place: Place, customers: readonly Customer[]) => Promise<Task>;

/** Any of the imports that the customers can have; where there is none, they begin anew. */
export async function nextImport(place: Place, customers: readonly Customer[]): Promise<Task> {
	const { company, imports, random } = place;
	let before = customers;
	if (imports.from(before).length === 0) before = await beginAnew(place);
	const prepared = random.pick(imports.from(before));
	return { sent: noteOnce(company, prepared), before, after: prepared.after };
}

/** The undo of an import that was written just before: half of it restores customers, half removes them. */
export async function nextUndo(place: Place, customers: readonly Customer[]): Promise<Task> {
	const { company, client, imports } = place;
	if (customers !== imports.first) await beginAnew(place);
	const { sent, after } = { sent: noteOnce(company, imports.mixed), after: imports.mixed.after };
	const applied = await sendImport(client, sent);
	if (applied.kind !== 'answer') throw new Error(`An undisturbed import failed: ${JSON.stringify(applied)}`);
	const undo = await previewAndNote(client, company, sent.request.importId);
	return { sent: undo, before: after, after: imports.first };
}

/** Looks at what undoing an import would do, as the page does, and notes the undo as asked for. */
export async function previewAndNote(
	client: StaffClient,
	company: FaultCompany,
	importId: string
): Promise<SentUndo> {
	const seen = await client.previewUndo(importId);
	if (seen.kind !== 'answer') throw new Error(`The preview of an undo failed: ${JSON.stringify(seen)}`);
	return noteUndo(company, importId, seen.value);
}

function noteOnce(company: FaultCompany, { request }: PreparedImport) {
	return noteImport(company, { ...request, importId: randomUUID() });
}

async function beginAnew({ databaseUrl, company, imports }: Place): Promise<readonly Customer[]> {
	await replaceCustomers(databaseUrl, company, imports.first);
	return imports.first;
}
