import type pg from 'pg';
import { type Customer, fieldNames } from '../../src/lib/customer/customer.ts';
import { plans } from '../../src/lib/customer/plan-limit.ts';
import type { AppliedImport, ApplyRequest } from '../../src/lib/import/apply.ts';
import type { CompanyEvent, FaultCompany, SentImport } from './harness/company.ts';
import { inspect } from './harness/inspect.ts';
import { bookOf, type CustomerBook, follow, planFor } from './harness/replay.ts';
import { signIn } from './harness/staff-client.ts';

/** What no fault may bring about, counted over the companies that were checked: every number must be 0. */
export interface Violations extends Record<string, number> {
	/** Imports that were acknowledged, and of which the database knows nothing. */
	'acknowledged imports lost': number;
	/** Customers that are not, field by field, what the recorded imports make of the company's first ones; missing and surplus ones too. */
	'customers half written, lost or altered': number;
	/** Recorded imports without exactly one audit entry with their counts, or without the before-image of each change. */
	'imports without their record': number;
	/** Audit entries or records of imports that nobody asked for, and imports written in spite of a refusal. */
	'imports written unasked': number;
	/** Recorded imports that did something else than their preview showed. */
	'imports other than previewed': number;
	/** Answers, and answers to "what became of it", that are not so. */
	'senders told something untrue': number;
	'addresses twice': number;
	'companies over their plan': number;
	/** Files that were imported last and would change something if they were imported again. */
	'files that change something again': number;
	/** Companies that nobody touched and that are not as they were. */
	'other companies touched': number;
}

/** A company's tables as they are. */
interface Stored {
	customers: Customer[];
	imports: {
		id: string;
		created: number;
		updated: number;
		unchanged: number;
		changes: number;
	}[];
	entries: { importId: string | null; created: number; updated: number }[];
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
 * planned again by the core, one after the other from the first customers on, and the result compared field
 * by field. Ask for what became of unknown outcomes before (`settle`).
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

function checkCompany(violations: Violations, company: FaultCompany, stored: Stored): void {
	const recorded = new Map(stored.imports.map((one, order) => [one.id, { ...one, order }]));
	const asked = company.events.filter((event) => event.kind === 'import');
	const book: CustomerBook = new Map();
	for (const event of inRecordedOrder(company.events, (id) => recorded.get(id)?.order)) {
		if (event.kind === 'replaced') {
			book.clear();
			for (const [email, customer] of bookOf(event.customers)) book.set(email, customer);
			continue;
		}
		const record = recorded.get(event.request.importId);
		checkAnswers(violations, event, record);
		if (record === undefined) continue;
		const { plan, isAsPreviewed } = planFor(event.request, book);
		if (!isAsPreviewed) violations['imports other than previewed']++;
		follow(plan, book);
		const { create: created, update: updated, unchanged } = plan.counts;
		const entries = stored.entries.filter(({ importId }) => importId === record.id);
		const isAudited =
			entries.length === 1 && entries[0]?.created === created && entries[0].updated === updated;
		const hasCounts =
			record.created === created && record.updated === updated && record.unchanged === unchanged;
		const hasChanges = record.changes === created + updated;
		if (!isAudited || !hasCounts || !hasChanges) violations['imports without their record']++;
	}
	const askedIds = new Set(asked.map(({ request }) => request.importId));
	violations['imports written unasked'] += stored.imports.filter(({ id }) => !askedIds.has(id)).length;
	violations['imports written unasked'] += stored.entries.filter(
		({ importId }) => importId === null || !recorded.has(importId)
	).length;
	violations['customers half written, lost or altered'] += countDifferences(book, stored.customers);
	violations['addresses twice'] += stored.duplicates;
	const allowed = plans[company.plan].maxCustomers;
	if (allowed !== null && stored.customers.length > allowed) violations['companies over their plan']++;
}

/** Holds what the sender was told against the record. A failure tells nothing; what is asked afterwards does. */
function checkAnswers(
	violations: Violations,
	{ answers, settled }: SentImport,
	record: Stored['imports'][number] | undefined
): void {
	const told: AppliedImport[] = settled ? [settled] : [];
	for (const answer of answers) if (answer.kind === 'answer') told.push(answer.value);
	if (record === undefined) {
		if (told.length > 0) violations['acknowledged imports lost']++;
		return;
	}
	if (told.length === 0) {
		// Refused each time, or last heard of as not written, and it is there all the same.
		if (settled === null || answers.every(({ kind }) => kind === 'refused'))
			violations['imports written unasked']++;
		return;
	}
	const isTrue = told.every(
		({ created, updated, unchanged, auditEntryId, appliedAt }) =>
			created === record.created &&
			updated === record.updated &&
			unchanged === record.unchanged &&
			auditEntryId === told[0]?.auditEntryId &&
			appliedAt === told[0].appliedAt
	);
	if (!isTrue || settled === null) violations['senders told something untrue']++;
}

/** Imports that were asked for side by side come in the order in which they were written. */
function inRecordedOrder(
	events: readonly CompanyEvent[],
	orderOf: (importId: string) => number | undefined
): CompanyEvent[] {
	const ordered: CompanyEvent[] = [];
	let run: { event: SentImport; order: number }[] = [];
	function flush(): void {
		const inOrder = run.sort((one, other) => one.order - other.order);
		ordered.push(...inOrder.map(({ event }) => event));
		run = [];
	}
	for (const event of events) {
		if (event.kind === 'import') {
			// What was not written comes last, where it changes nothing.
			run.push({ event, order: orderOf(event.request.importId) ?? Number.MAX_SAFE_INTEGER });
		} else {
			flush();
			ordered.push(event);
		}
	}
	flush();
	return ordered;
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

/** Looks the addresses of the last written file up, as the page does, and plans it once more. */
async function checkAgain(
	violations: Violations,
	company: FaultCompany,
	{ imports }: Stored,
	origin: string
): Promise<void> {
	const request = lastWritten(
		company.events,
		imports.map(({ id }) => id)
	);
	if (request === null) return;
	const client = await signIn(origin, company.owner);
	const emails = (request.submission.columns.email ?? []).filter((email) => email !== null);
	const answer = await client.lookup(emails);
	if (answer.kind !== 'answer') throw new Error(`The lookup failed: ${JSON.stringify(answer)}`);
	const { create, update } = planFor(request, bookOf(answer.value.customers)).plan.counts;
	if (create + update > 0) violations['files that change something again']++;
}

/** The request that was written last; null where the experiment wrote past the application after it. */
function lastWritten(events: readonly CompanyEvent[], written: readonly string[]): ApplyRequest | null {
	const lastReplaced = events.findLastIndex(({ kind }) => kind === 'replaced');
	const since = new Map<string, ApplyRequest>();
	for (const event of events.slice(lastReplaced + 1)) {
		if (event.kind === 'import') since.set(event.request.importId, event.request);
	}
	const last = written.findLast((id) => since.has(id));
	return last === undefined ? null : (since.get(last) ?? null);
}

/** The five fields of a company's customers. */
export async function readCustomers(client: pg.Client, companyId: string): Promise<Customer[]> {
	const { rows } = await client.query<Customer>(
		`SELECT "email", "name", "status"::text AS "status", "notes", "creditLimit"::text AS "creditLimit"
		 FROM "Customer" WHERE "companyId" = $1`,
		[companyId]
	);
	return rows;
}

async function readStored(client: pg.Client, companyId: string): Promise<Stored> {
	const customers = await readCustomers(client, companyId);
	const [imports, entries] = [
		await client.query<Stored['imports'][number]>(
			`SELECT "id"::text, "created", "updated", "unchanged",
			   (SELECT count(*)::int FROM "ImportChange" c WHERE c."companyId" = i."companyId" AND c."importId" = i."id") AS "changes"
			 FROM "Import" i WHERE "companyId" = $1
			 ORDER BY "createdAt", (SELECT min(e."id"::text) FROM "AuditEntry" e WHERE e."companyId" = i."companyId" AND e."importId" = i."id")`,
			[companyId]
		),
		await client.query<Stored['entries'][number]>(
			`SELECT "importId"::text, ("metadata"->>'created')::int AS "created", ("metadata"->>'updated')::int AS "updated"
			 FROM "AuditEntry" WHERE "companyId" = $1 AND "action" = 'CustomerBulkImported'`,
			[companyId]
		)
	];
	// Case and all: an address is stored in lower case.
	const addresses = new Set(customers.map(({ email }) => email.toLowerCase()));
	return {
		customers,
		imports: imports.rows,
		entries: entries.rows,
		duplicates: customers.length - addresses.size
	};
}

/** Everything of a company but its staff's sessions, times included, as one hash. */
async function contentHashOf(databaseUrl: string, companyId: string): Promise<string> {
	const tables = ['Customer', 'Import', 'ImportChange', 'AuditEntry', 'RememberedMapping', 'User'];
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
