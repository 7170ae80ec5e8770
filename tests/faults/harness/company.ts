import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { Plan } from '../../../src/lib/customer/plan-limit.ts';
import type { AppliedImport, ApplyProblem, ApplyRequest } from '../../../src/lib/import/apply.ts';
import { makeUndoRequest } from '../../../src/lib/import/undo/make-undo-request.ts';
import type { AppliedUndo, UndoOutcome, UndoProblem, UndoRequest } from '../../../src/lib/import/undo.ts';
import type { Deed } from './colleague.ts';
import { inspect } from './inspect.ts';
import type { Answer, StaffClient } from './staff-client.ts';

/** What happened to a company's customers, in the order in which it happened. */
export type CompanyEvent =
	| Sent
	/** The experiment itself wrote past the application: from here on the company has these customers, with these ids. */
	| { kind: 'replaced'; customers: readonly Customer[]; ids: readonly string[] }
	/** Somebody changed customers past the application. */
	| { kind: 'edited'; deeds: readonly Deed[] };

/** Something that was asked for, and is written once or not at all. */
export type Sent = SentImport | SentUndo;

/** A request, with all that its sender was told. */
interface SentRequest<Kind, Request, Applied, Problem> {
	kind: Kind;
	request: Request;
	/** The answer to each time it was sent, in the order of answers. */
	answers: Answer<Applied, Problem>[];
	/** What the sender learned by asking, last: null is "not written", undefined was not asked. */
	settled?: Applied | null;
}

/** An import that was asked for; what became of it says `imports.find`. */
export type SentImport = SentRequest<'import', ApplyRequest, AppliedImport, ApplyProblem>;

/** An undo that was asked for; what became of it says the answer to the same request once more. */
export type SentUndo = SentRequest<'undo', UndoRequest, AppliedUndo, UndoProblem>;

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
	const ids = customers.map(() => randomUUID());
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
				ids,
				...(['email', 'name', 'status', 'notes', 'creditLimit'] as const).map((field) =>
					customers.map((customer) => customer[field])
				)
			]
		);
		await client.query('COMMIT');
	});
	company.events.push({ kind: 'replaced', customers, ids });
}

/** Notes that an import is about to be asked for; its place among the events is now. */
export function noteImport(company: FaultCompany, request: ApplyRequest): SentImport {
	const sent: SentImport = { kind: 'import', request, answers: [] };
	company.events.push(sent);
	return sent;
}

/** Notes that an undo is about to be asked for, with what a person saw of it. */
export function noteUndo(
	company: FaultCompany,
	importId: string,
	outcomes: readonly UndoOutcome[]
): SentUndo {
	const sent: SentUndo = {
		kind: 'undo',
		request: makeUndoRequest(importId, randomUUID(), outcomes),
		answers: []
	};
	company.events.push(sent);
	return sent;
}

/** Sends what was asked for, again or for the first time, and keeps what the sender was told. */
export async function send(client: StaffClient, sent: Sent): Promise<Answer<unknown, unknown>> {
	return sent.kind === 'import' ? await sendImport(client, sent) : await sendUndo(client, sent);
}

/** Sends an import and keeps what the sender was told. */
export async function sendImport(client: StaffClient, sent: SentImport): Promise<Answer<AppliedImport>> {
	// What was said of it before does not hold from now on.
	delete sent.settled;
	const answer = await client.apply(sent.request);
	sent.answers.push(answer);
	return answer;
}

/** Sends an undo and keeps what the sender was told. */
export async function sendUndo(
	client: StaffClient,
	sent: SentUndo
): Promise<Answer<AppliedUndo, UndoProblem>> {
	delete sent.settled;
	const answer = await client.undo(sent.request);
	sent.answers.push(answer);
	return answer;
}

/**
 * Asks what became of an import, as the page does when the answer was lost, until the server answers; for an undo by
 * sending it again, which undoes what was not undone.
 *
 * @returns what it said; null is "not written"
 * @throws Error when no answer comes in time
 */
export async function settle<Asked extends Sent>(
	client: StaffClient,
	sent: Asked,
	longestMs?: number
): Promise<Exclude<Asked['settled'], undefined>>;
export async function settle(
	client: StaffClient,
	sent: Sent,
	longestMs = 60_000
): Promise<AppliedImport | AppliedUndo | null> {
	const deadline = Date.now() + longestMs;
	for (;;) {
		const answer = await (sent.kind === 'import'
			? client.find(sent.request.importId, 10_000)
			: sendUndo(client, sent));
		// A refusal is an answer too: it does not stand there.
		const settled = answer.kind === 'refused' ? null : answer.kind === 'answer' ? answer.value : undefined;
		if (settled !== undefined) {
			Object.assign(sent, { settled });
			return settled;
		}
		if (Date.now() > deadline) throw new Error(`The server does not recover: ${JSON.stringify(answer)}`);
		// Refused connections come back at once; this only keeps the loop from burning a processor.
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}
