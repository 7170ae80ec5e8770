import type pg from 'pg';
import { type Customer, fieldNames } from '../../src/lib/customer/customer.ts';
import { plans } from '../../src/lib/customer/plan-limit.ts';
import type { AppliedImport } from '../../src/lib/import/apply.ts';
import { makeUndoRequest } from '../../src/lib/import/undo/make-undo-request.ts';
import type { AppliedUndo } from '../../src/lib/import/undo.ts';
import type { CompanyEvent, FaultCompany, Sent, SentImport, SentUndo } from './harness/company.ts';
import { inspect } from './harness/inspect.ts';
import { type CompanyModel, editIn, emptyModel, importInto, replaceIn, undoIn } from './harness/model.ts';
import { bookOf, type CustomerBook, planFor } from './harness/replay.ts';
import { type StaffClient, signIn } from './harness/staff-client.ts';

/** What no fault may bring about, counted over the companies that were checked: every number must be 0. */
export interface Violations extends Record<string, number> {
	/** Imports and undos that were acknowledged, and of which the database knows nothing. */
	'acknowledged imports lost': number;
	/**
	 * Customers that are not, field by field, what the recorded imports and undos make of the company's first ones, or
	 * that name another import as their writer; missing and surplus ones too.
	 */
	'customers half written, lost or altered': number;
	/**
	 * Recorded imports and undos without exactly one audit entry with their counts, or without each of their changes, or
	 * with a time before that of what was written before them.
	 */
	'imports without their record': number;
	/** Audit entries or records of what nobody asked for, and imports and undos written in spite of a refusal. */
	'imports written unasked': number;
	/** Recorded imports and undos that did something else than their preview showed. */
	'imports other than previewed': number;
	/** Answers, and answers to "what became of it", that are not so. */
	'senders told something untrue': number;
	'addresses twice': number;
	'companies over their plan': number;
	/** What was written last, a file or an undo, and would change something if it were asked for again. */
	'files that change something again': number;
	/** Companies that nobody touched and that are not as they were. */
	'other companies touched': number;
}

/** Something recorded: an import or an undo. */
interface StoredRecord {
	kind: Sent['kind'];
	id: string;
	importId: string;
	at: string;
	/** Created, updated and unchanged of an import; restored, removed and kept of an undo. */
	counts: [number, number, number];
}

/** A company's tables as they are. */
interface Stored {
	customers: (Customer & { id: string; version: string })[];
	/** In the order in which they were written. */
	records: StoredRecord[];
	/** By import. */
	changes: Map<string, { row: number; customerId: string; undoId: string | null }[]>;
	entries: { kind: Sent['kind']; id: string; importId: string | null; at: string; counts: number[] }[];
	duplicates: number;
}

/** How a company was when the experiment began; nothing in the experiment touches it. */
export interface Bystander {
	company: FaultCompany;
	contentHash: string;
}

export interface Checked {
	databaseUrl: string;
	companies: readonly FaultCompany[];
	bystanders?: readonly Bystander[];
	/** Of an application that answers now, where the files' being unchanged is to be looked up; null where none runs. */
	origin: string | null;
}

/**
 * Holds companies against everything that was asked for and answered. The recorded imports of each are
 * planned again by the core, and its recorded undos by the model, one after the other from the first customers on,
 * and the result compared field by field. Ask for what became of unknown outcomes before (`settle`).
 */
export async function checkInvariants(checked: Checked): Promise<Violations> {
	const violations = noViolations();
	for (const company of checked.companies) {
		const stored = await inspect(checked.databaseUrl, (client) => readStored(client, company.id));
		checkCompany(violations, company, stored);
		if (checked.origin !== null) await checkAgain(violations, company, stored, checked.origin);
	}
	for (const { company, contentHash } of checked.bystanders ?? []) {
		if ((await contentHashOf(checked.databaseUrl, company.id)) !== contentHash)
			violations['other companies touched']++;
	}
	return violations;
}

/** How a company must be by now, from all that was recorded and done to it. */
export async function modelOf(databaseUrl: string, company: FaultCompany): Promise<CompanyModel> {
	const stored = await inspect(databaseUrl, (client) => readStored(client, company.id));
	return checkCompany(noViolations(), company, stored);
}

/** Remembers how a company is now. */
export async function bystander(databaseUrl: string, company: FaultCompany): Promise<Bystander> {
	return { company, contentHash: await contentHashOf(databaseUrl, company.id) };
}

/** All counts at 0. */
export function noViolations(): Violations {
	return {
		'acknowledged imports lost': 0,
		'customers half written, lost or altered': 0,
		'imports without their record': 0,
		'imports written unasked': 0,
		'imports other than previewed': 0,
		'senders told something untrue': 0,
		'addresses twice': 0,
		'companies over their plan': 0,
		'files that change something again': 0,
		'other companies touched': 0
	};
}

/** Replays what is recorded, and holds everything against it; answers how the company must be now. */
function checkCompany(violations: Violations, company: FaultCompany, stored: Stored): CompanyModel {
	const recorded = new Map(stored.records.map((record, order) => [keyOf(record), { ...record, order }]));
	const model = emptyModel();
	const asked = new Set<string>();
	for (const event of inRecordedOrder(company.events, (key) => recorded.get(key)?.order)) {
		if (event.kind === 'replaced') replaceIn(model, event.customers, event.ids);
		else if (event.kind === 'edited') editIn(model, event.deeds);
		else {
			const key = keyOfSent(event);
			asked.add(key);
			const record = recorded.get(key);
			checkAnswers(violations, event, record);
			if (record === undefined) continue;
			const { isAsPreviewed, isRecorded } =
				event.kind === 'import'
					? checkImport(model, stored, event, record)
					: checkUndo(model, stored, event, record);
			if (!isAsPreviewed) violations['imports other than previewed']++;
			if (!isRecorded || !isAudited(stored, record)) violations['imports without their record']++;
		}
	}
	const { records } = stored;
	violations['imports without their record'] += records.filter(
		(record, i) => record.at < (records[i - 1]?.at ?? '')
	).length;
	for (const key of recorded.keys()) if (!asked.has(key)) violations['imports written unasked']++;
	for (const entry of stored.entries) {
		if (!records.some((record) => isEntryOf(entry, record))) violations['imports written unasked']++;
	}
	violations['customers half written, lost or altered'] +=
		countDifferences(model.customers, stored.customers) + countOtherStates(model, stored);
	violations['addresses twice'] += stored.duplicates;
	const allowed = plans[company.plan].maxCustomers;
	if (allowed !== null && stored.customers.length > allowed) violations['companies over their plan']++;
	return model;
}

/** Whether a recorded import did and wrote down what the core makes of its request for the customers as they were. */
function checkImport(model: CompanyModel, stored: Stored, { request }: SentImport, record: StoredRecord) {
	const changes = stored.changes.get(record.id) ?? [];
	const customerIds = new Map(changes.map(({ row, customerId }) => [row, customerId]));
	const done = importInto(model, request, { appliedAt: record.at, customerIds });
	const { create, update, unchanged } = done.counts;
	const isRecorded =
		isEqual(record.counts, [create, update, unchanged]) &&
		changes.length === done.changes.length &&
		done.changes.every(({ row, customerId }) => customerIds.get(row) === customerId);
	return { isAsPreviewed: done.isAsPreviewed, isRecorded };
}

/** Whether a recorded undo took back what nobody has touched since, marked exactly that, and was what its preview showed. */
function checkUndo(model: CompanyModel, stored: Stored, { request }: SentUndo, record: StoredRecord) {
	const { counts, rows, outcomes } = undoIn(model, record.importId);
	const marked = (stored.changes.get(record.importId) ?? [])
		.filter(({ undoId }) => undoId === record.id)
		.map(({ row }) => row);
	const isRecorded =
		record.importId === request.importId &&
		isEqual(record.counts, [counts.restore, counts.remove, counts.keep]) &&
		isEqual(marked, rows);
	const { digest } = makeUndoRequest(record.importId, record.id, outcomes);
	return { isAsPreviewed: digest === request.digest, isRecorded };
}

/** Whether exactly one audit entry says what a record says. */
function isAudited({ entries }: Stored, record: StoredRecord): boolean {
	const own = entries.filter((entry) => isEntryOf(entry, record));
	// An import's entry does not speak of what was unchanged (spec D1).
	const told = record.kind === 'import' ? record.counts.slice(0, 2) : record.counts;
	return own.length === 1 && isEqual(own[0]?.counts ?? [], told);
}

/** An import's entry names it; an undo's entry names the import, and is of the undo's time. */
function isEntryOf(entry: Stored['entries'][number], record: StoredRecord): boolean {
	return (
		entry.kind === record.kind &&
		entry.importId === record.importId &&
		(record.kind === 'import' || entry.at === record.at)
	);
}

/** Customers that the model knows by another id, or of whose last writer the database says something else. */
function countOtherStates({ states, imports }: CompanyModel, { customers }: Stored): number {
	return customers.filter(({ email, id, version }) => {
		const state = states.get(email);
		if (state === undefined) return false;
		// What no import wrote has a name that no import has.
		const isOther = typeof state.version === 'string' ? state.version !== version : imports.has(version);
		return state.id !== id || isOther;
	}).length;
}

/** Holds what the sender was told against the record. A failure tells nothing; what is asked afterwards does. */
function checkAnswers(violations: Violations, sent: Sent, record: StoredRecord | undefined): void {
	const { settled } = sent;
	const told = toldOf(sent);
	if (record === undefined) {
		if (told.length > 0) violations['acknowledged imports lost']++;
		return;
	}
	if (told.length === 0) {
		// Refused each time, or last heard of as not written, and it is there all the same.
		if (settled === null || sent.answers.every(({ kind }) => kind === 'refused'))
			violations['imports written unasked']++;
		return;
	}
	const isTrue = told.every(
		({ counts, auditEntryId, at }) =>
			isEqual(counts, record.counts) && auditEntryId === told[0]?.auditEntryId && at === record.at
	);
	if (!isTrue || settled === null) violations['senders told something untrue']++;
}

/** What the sender heard of something that was written, by answers or by asking. */
function toldOf(sent: Sent): { counts: number[]; auditEntryId: string; at: string }[] {
	const values: (AppliedImport | AppliedUndo)[] = sent.settled ? [sent.settled] : [];
	for (const answer of sent.answers) if (answer.kind === 'answer') values.push(answer.value);
	return values.map((value) =>
		'created' in value
			? {
					counts: [value.created, value.updated, value.unchanged],
					auditEntryId: value.auditEntryId,
					at: value.appliedAt
				}
			: {
					counts: [value.restored, value.removed, value.kept],
					auditEntryId: value.auditEntryId,
					at: value.undoneAt
				}
	);
}

/**
 * What was asked for side by side comes in the order in which it was written. What somebody did past the application
 * comes where it was noted: of what is asked for before and written after it, a preview from before does not hold.
 */
function inRecordedOrder(
	events: readonly CompanyEvent[],
	orderOf: (key: string) => number | undefined
): CompanyEvent[] {
	const ordered: CompanyEvent[] = [];
	let run: { event: Sent; order: number }[] = [];
	function flush(): void {
		const inOrder = run.sort((one, other) => one.order - other.order);
		ordered.push(...inOrder.map(({ event }) => event));
		run = [];
	}
	for (const event of events) {
		if (event.kind === 'import' || event.kind === 'undo') {
			// What was not written comes last, where it changes nothing.
			run.push({ event, order: orderOf(keyOfSent(event)) ?? Number.MAX_SAFE_INTEGER });
		} else {
			flush();
			ordered.push(event);
		}
	}
	flush();
	return ordered;
}

function keyOf({ kind, id }: Pick<StoredRecord, 'kind' | 'id'>): string {
	return `${kind} ${id}`;
}

function keyOfSent(sent: Sent): string {
	const id = sent.kind === 'import' ? sent.request.importId : sent.request.undoId;
	return keyOf({ kind: sent.kind, id });
}

function isEqual(one: readonly number[], other: readonly number[]): boolean {
	return one.length === other.length && one.every((value, i) => value === other[i]);
}

/** How many customers are missing, surplus or different in any of the five fields. */
export function countDifferences(book: CustomerBook, stored: readonly Customer[]): number {
	const found = bookOf(stored);
	let missing = 0;
	for (const email of book.keys()) if (!found.has(email)) missing++;
	const wrong = stored.filter((customer) => {
		const expected = book.get(customer.email);
		return expected === undefined || fieldNames.some((field) => expected[field] !== customer[field]);
	});
	return missing + wrong.length;
}

/** Asks once more for what was written last, as the page does before it is sent: a file, or an undo. */
async function checkAgain(
	violations: Violations,
	company: FaultCompany,
	{ records }: Stored,
	origin: string
): Promise<void> {
	const last = lastWritten(company.events, records);
	if (last === null) return;
	const client = await signIn(origin, company.owner);
	if (await wouldChange(client, last)) violations['files that change something again']++;
}

async function wouldChange(client: StaffClient, { kind, request }: Sent): Promise<boolean> {
	if (kind === 'undo') {
		const again = await client.previewUndo(request.importId);
		if (again.kind === 'refused') return false;
		if (again.kind !== 'answer') throw new Error(`The preview failed: ${JSON.stringify(again)}`);
		return again.value.some((outcome) => outcome.kind !== 'keep');
	}
	const emails = (request.submission.columns.email ?? []).filter((email) => email !== null);
	const answer = await client.lookup(emails);
	if (answer.kind !== 'answer') throw new Error(`The lookup failed: ${JSON.stringify(answer)}`);
	const { create, update } = planFor(request, bookOf(answer.value.customers)).plan.counts;
	return create + update > 0;
}

/** What was written last; null where somebody wrote past the application after it. */
function lastWritten(events: readonly CompanyEvent[], records: readonly StoredRecord[]): Sent | null {
	const lastPast = events.findLastIndex(({ kind }) => kind === 'replaced' || kind === 'edited');
	const since = new Map<string, Sent>();
	for (const event of events.slice(lastPast + 1)) {
		if (event.kind === 'import' || event.kind === 'undo') since.set(keyOfSent(event), event);
	}
	const last = records.findLast((record) => since.has(keyOf(record)));
	return last === undefined ? null : (since.get(keyOf(last)) ?? null);
}

const customerColumns =
	'"email", "name", "status"::text AS "status", "notes", "creditLimit"::text AS "creditLimit"';

/** The five fields of a company's customers. */
export async function readCustomers(client: pg.Client, companyId: string): Promise<Customer[]> {
	const { rows } = await client.query<Customer>(
		`SELECT ${customerColumns} FROM "Customer" WHERE "companyId" = $1`,
		[companyId]
	);
	return rows;
}

async function readStored(client: pg.Client, companyId: string): Promise<Stored> {
	const { rows: customers } = await client.query<Stored['customers'][number]>(
		`SELECT ${customerColumns}, "id"::text, "version"::text FROM "Customer" WHERE "companyId" = $1`,
		[companyId]
	);
	// The id of an audit entry begins with the time at which it was written, under the company's lock.
	const { rows: records } = await client.query<StoredRecord>(
		`SELECT r."kind", r."id"::text, r."importId"::text, ${isoTime('r."createdAt"')} AS "at", r."counts"
		 FROM (
		   SELECT 'import' AS "kind", "id", "id" AS "importId", "createdAt", ARRAY["created", "updated", "unchanged"] AS "counts"
		   FROM "Import" WHERE "companyId" = $1
		   UNION ALL
		   SELECT 'undo', "id", "importId", "createdAt", ARRAY["restored", "removed", "kept"]
		   FROM "ImportUndo" WHERE "companyId" = $1
		 ) r
		 ORDER BY (
		   SELECT min(e."id"::text) FROM "AuditEntry" e
		   WHERE e."companyId" = $1 AND e."importId" = r."importId" AND e."createdAt" = r."createdAt"
		 ), r."createdAt"`,
		[companyId]
	);
	const { rows: entries } = await client.query<Stored['entries'][number]>(
		`SELECT
		   CASE "action" WHEN 'CustomerBulkImported' THEN 'import' ELSE 'undo' END AS "kind",
		   "id"::text, "importId"::text, ${isoTime('"createdAt"')} AS "at",
		   CASE "action"
		     WHEN 'CustomerBulkImported' THEN ARRAY[("metadata"->>'created')::int, ("metadata"->>'updated')::int]
		     ELSE ARRAY[("metadata"->>'restored')::int, ("metadata"->>'removed')::int, ("metadata"->>'kept')::int]
		   END AS "counts"
		 FROM "AuditEntry"
		 WHERE "companyId" = $1 AND "action" IN ('CustomerBulkImported', 'CustomerBulkImportReverted')`,
		[companyId]
	);
	const { rows: changed } = await client.query<{
		importId: string;
		row: number;
		customerId: string;
		undoId: string | null;
	}>(
		`SELECT "importId"::text, "row", "customerId"::text, "undoId"::text
		 FROM "ImportChange" WHERE "companyId" = $1 ORDER BY "row"`,
		[companyId]
	);
	const changes: Stored['changes'] = new Map();
	for (const { importId, ...change } of changed) {
		const ofImport = changes.get(importId);
		if (ofImport) ofImport.push(change);
		else changes.set(importId, [change]);
	}
	// Case and all: an address is stored in lower case.
	const addresses = new Set(customers.map(({ email }) => email.toLowerCase()));
	const duplicates = customers.length - addresses.size;
	return { customers, records, changes, entries, duplicates };
}

/** An instant as the procedures write it. */
function isoTime(column: string): string {
	return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Everything of a company but its staff's sessions, times included, as one hash. */
async function contentHashOf(databaseUrl: string, companyId: string): Promise<string> {
	const tables = [
		'Customer',
		'CustomerEdit',
		'Import',
		'ImportChange',
		'ImportUndo',
		'AuditEntry',
		'RememberedMapping',
		'User'
	];
	return await inspect(databaseUrl, async (client) => {
		const parts: string[] = [];
		for (const table of tables) {
			const { rows } = await client.query<{ hash: string | null }>(
				`SELECT md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) AS "hash" FROM "${table}" t WHERE "companyId" = $1`,
				[companyId]
			);
			parts.push(rows[0]?.hash ?? 'empty');
		}
		const { rows } = await client.query<{ text: string }>(
			'SELECT c::text AS "text" FROM "Company" c WHERE "id" = $1',
			[companyId]
		);
		return [...parts, rows[0]?.text].join(' ');
	});
}
