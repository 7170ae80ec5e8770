import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { Plan } from '../../../src/lib/customer/plan-limit.ts';
import type { AppliedImport, ApplyRequest } from '../../../src/lib/import/apply.ts';
import { inspect } from './inspect.ts';
import type { Answer, StaffClient } from './staff-client.ts';

/** What happened to a company's customers, in the order in which it happened. */
export type CompanyEvent =
	| SentImport
	/** The experiment itself wrote past the application: from here on the company has these customers. */
	| { kind: 'replaced'; customers: readonly Customer[] };

/** An import that was asked for, with all that its sender was told. */
export interface SentImport {
	kind: 'import';
	request: ApplyRequest;
	/** The answer to each time it was sent, in the order of answers. */
	answers: Answer<AppliedImport>[];
	/** What `imports.find` said of it when the sender asked last: null is "not written", undefined was not asked. */
	settled?: AppliedImport | null;
}

/** A company of its own for one experiment, with everything that was ever asked for it. */
export interface FaultCompany {
	id: string;
	slug: string;
	plan: Plan;
	owner: { userId: string; email: string; password: string };
	events: CompanyEvent[];
}

const password = 'an experiment, 2026';
let passwordHash: Promise<string> | undefined;

/** Makes a company with one owner who can sign in, and with these customers. */
export async function makeFaultCompany(
	databaseUrl: string,
	customers: readonly Customer[] = [],
	plan: Plan = 'ENTERPRISE'
): Promise<FaultCompany> {
	passwordHash ??= hashPassword(password);
	const hash = await passwordHash;
	const id = randomUUID();
	const slug = `fault-${id.slice(0, 18)}`;
	const owner = { userId: randomUUID(), email: `owner@${slug}.example`, password };
	await inspect(databaseUrl, async (client) => {
		await client.query('INSERT INTO "Company" ("id", "slug", "name", "plan") VALUES ($1, $2, $3, $4)', [
			id,
			slug,
			'Fault Company',
			plan
		]);
		await client.query(
			'INSERT INTO "User" ("id", "companyId", "role", "name", "email") VALUES ($1, $2, $3, $4, $5)',
			[owner.userId, id, 'OWNER', 'Fay Ult', owner.email]
		);
		await client.query(
			`INSERT INTO "Account" ("id", "accountId", "providerId", "userId", "password", "updatedAt")
			 VALUES ($1, $2, 'credential', $2, $3, now())`,
			[randomUUID(), owner.userId, hash]
		);
	});
	const company: FaultCompany = { id, slug, plan, owner, events: [] };
	if (customers.length > 0) await replaceCustomers(databaseUrl, company, customers);
	return company;
}

/** Gives a company exactly these customers, past the application. */
export async function replaceCustomers(
	databaseUrl: string,
	company: FaultCompany,
	customers: readonly Customer[]
): Promise<void> {
	await inspect(databaseUrl, async (client) => {
		await client.query('BEGIN');
		await client.query('DELETE FROM "Customer" WHERE "companyId" = $1', [company.id]);
		await client.query(
			`INSERT INTO "Customer" ("companyId", "id", "email", "name", "status", "notes", "creditLimit")
			 SELECT $1, n.id, n.email, n.name, n.status::"CustomerStatus", n.notes, n.credit::numeric
			 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
			   AS n(id, email, name, status, notes, credit)`,
			[
				company.id,
				customers.map(() => randomUUID()),
				...(['email', 'name', 'status', 'notes', 'creditLimit'] as const).map((field) =>
					customers.map((customer) => customer[field])
				)
			]
		);
		await client.query('COMMIT');
	});
	company.events.push({ kind: 'replaced', customers });
}

/** Notes that an import is about to be asked for; its place among the events is now. */
export function noteImport(company: FaultCompany, request: ApplyRequest): SentImport {
	const sent: SentImport = { kind: 'import', request, answers: [] };
	company.events.push(sent);
	return sent;
}

/** Sends an import and keeps what the sender was told. */
export async function sendImport(client: StaffClient, sent: SentImport): Promise<Answer<AppliedImport>> {
	// What was said of it before does not hold from now on.
	delete sent.settled;
	const answer = await client.apply(sent.request);
	sent.answers.push(answer);
	return answer;
}

/**
 * Asks what became of an import, as the page does when the answer was lost, until the server answers.
 *
 * @returns what it said; null is "not written"
 * @throws Error when no answer comes in time
 */
export async function settle(
	client: StaffClient,
	sent: SentImport,
	longestMs = 60_000
): Promise<AppliedImport | null> {
	const deadline = Date.now() + longestMs;
	for (;;) {
		const answer = await client.find(sent.request.importId, 10_000);
		if (answer.kind === 'answer') {
			sent.settled = answer.value;
			return answer.value;
		}
		if (Date.now() > deadline) throw new Error(`The server does not recover: ${JSON.stringify(answer)}`);
		// Refused connections come back at once; this only keeps the loop from burning a processor.
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
