import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	noteUndo,
	type SentImport,
	type SentUndo
} from '../../faults/harness/company.ts';
import { type Deed, doDeeds } from '../../faults/harness/colleague.ts';
import { inspect } from '../../faults/harness/inspect.ts';
import { bystander, checkInvariants, noViolations, type Violations } from '../../faults/invariants.ts';
import type { StaffMember } from '../../../src/lib/server/auth/staff-member.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';

const first: Customer[] = [customer('old@shop.example', { name: 'Old' }), customer('kept@shop.example')];
const file: Customer[] = [customer('old@shop.example', { name: 'New' }), customer('new@shop.example')];

/** The undo of that import removes its new customer and restores the other. */
const undone = { restored: 1, removed: 1, kept: 0 };

/** What the fault experiments find must be found where it is: each rule is broken here once, on purpose. */
describeEachEngine('invariants of the fault experiments', ({ url }) => {
	let company: FaultCompany;
	let sent: SentImport;
	let staff: StaffMember;

	beforeEach(async () => {
		company = await makeFaultCompany(url, first);
		sent = noteImport(company, applyRequest(columnsOf(file), first));
		const { id, slug, plan, owner } = company;
		staff = {
			userId: owner.userId,
			name: 'Fay Ult',
			email: owner.email,
			role: 'OWNER',
			company: { id, slug, name: 'Fault Company', plan },
			token: null
		};
		const applied = await callAs(staff).imports.applyPlan(sent.request);
		sent.answers.push({ kind: 'answer', value: applied, ms: 1 });
	});

	function check(): Promise<Violations> {
		return checkInvariants({ databaseUrl: url, companies: [company], origin: null });
	}

	async function expectOnly(violations: Partial<Violations>): Promise<void> {
		expect(await check()).toEqual({ ...noViolations(), ...violations });
	}

	function tamper(sql: string, ...values: unknown[]): Promise<unknown> {
		return inspect(url, (client) => client.query(sql, [company.id, ...values]));
	}

	/** Undoes the import as a person who looks at the preview does. */
	async function undo(): Promise<SentUndo> {
		const { importId } = sent.request;
		const { items } = await callAs(staff).imports.previewUndo({ importId, afterRow: null });
		const asked = noteUndo(company, importId, items);
		const value = await callAs(staff).imports.undo(asked.request);
		asked.answers.push({ kind: 'answer', value, ms: 1 });
		return asked;
	}

	/** Somebody changes customers past the application, and says so. */
	async function deed(...deeds: Deed[]): Promise<void> {
		await inspect(url, (client) => doDeeds(client, company, deeds));
		company.events.push({ kind: 'edited', deeds });
	}

	test('a company whose imports went well violates nothing', async () => {
		await expectOnly({});
	});

	test('a company whose undos went well violates nothing, whatever they kept and however often', async () => {
		await deed({ kind: 'edit', email: 'old@shop.example', changes: { notes: 'Edited' } });
		expect((await undo()).answers[0]).toMatchObject({ value: { restored: 0, removed: 1, kept: 1 } });
		await expectOnly({});
		await deed({ kind: 'delete', email: 'old@shop.example' });
		await expectOnly({});
	});

	test('a customer that an undo left as it was is found', async () => {
		const { answers } = await undo();
		expect(answers[0]).toMatchObject({ value: undone });
		await expectOnly({});
		await tamper(`UPDATE "Customer" SET "name" = 'New' WHERE "companyId" = $1 AND "name" = 'Old'`);
		await expectOnly({ 'customers half written, lost or altered': 1 });
	});

	test('an undo of customers that were touched since is found', async () => {
		const asked = await undo();
		const deeds: Deed[] = [
			{ kind: 'password set', email: 'new@shop.example' },
			{ kind: 'edit', email: 'old@shop.example', changes: { notes: 'Edited' } }
		];
		company.events.splice(company.events.indexOf(asked), 0, { kind: 'edited', deeds });
		await expectOnly({
			'imports other than previewed': 1,
			'imports without their record': 1,
			'customers half written, lost or altered': 2
		});
	});

	test('a customer with the name of a state that is not its own is found', async () => {
		await tamper(
			`UPDATE "Customer" SET "version" = gen_random_uuid() WHERE "companyId" = $1 AND "email" = 'new@shop.example'`
		);
		await expectOnly({ 'customers half written, lost or altered': 1 });
		await tamper(
			`UPDATE "Customer" SET "version" = $2 WHERE "companyId" = $1 AND "email" LIKE '%@shop.example'`,
			sent.request.importId
		);
		await expectOnly({ 'customers half written, lost or altered': 1 });
	});

	test('an undo without its mark on a change, with another count, a second entry or none is found', async () => {
		const { request } = await undo();
		await tamper(`UPDATE "ImportChange" SET "undoId" = NULL WHERE "companyId" = $1 AND "row" = 2`);
		await expectOnly({ 'imports without their record': 1 });
		await tamper(`UPDATE "ImportChange" SET "undoId" = $2 WHERE "companyId" = $1`, request.undoId);
		await expectOnly({});
		await tamper(
			`INSERT INTO "AuditEntry" ("id", "companyId", "userId", "userName", "action", "metadata", "importId", "createdAt")
			 SELECT $2, "companyId", "userId", "userName", "action", "metadata", "importId", "createdAt"
			 FROM "AuditEntry" WHERE "companyId" = $1 AND "action" = 'CustomerBulkImportReverted'`,
			randomUUID()
		);
		await expectOnly({ 'imports without their record': 1 });
		await tamper(`UPDATE "ImportUndo" SET "kept" = 1 WHERE "companyId" = $1`);
		await expectOnly({ 'imports without their record': 1, 'senders told something untrue': 1 });
	});

	test('an undo with a time before the import that it undid is found', async () => {
		await undo();
		await tamper(
			`UPDATE "ImportUndo" SET "createdAt" = "createdAt" - interval '1 minute' WHERE "companyId" = $1`
		);
		// By its time, and its audit entry is of another.
		await expectOnly({
			'imports without their record': 2,
			'imports written unasked': 1,
			'senders told something untrue': 1
		});
	});

	test('an undo that nobody asked for, was refused, or is not there though it was acknowledged is found', async () => {
		const asked = await undo();
		const answers = [...asked.answers];
		asked.answers = [{ kind: 'refused', problem: { code: 'ALREADY_UNDONE' }, ms: 1 }];
		await expectOnly({ 'imports written unasked': 1 });
		asked.answers = answers;
		const lost = noteUndo(company, sent.request.importId, []);
		lost.answers.push(...answers);
		await expectOnly({ 'acknowledged imports lost': 1 });
		company.events.splice(company.events.indexOf(asked));
		await tamper(`DELETE FROM "Customer" WHERE "companyId" = $1`);
		company.events.push({ kind: 'replaced', customers: [], ids: [] });
		await expectOnly({ 'imports written unasked': 1 });
	});

	test('a customer that is missing, other in one field, or too much is found', async () => {
		await tamper(`DELETE FROM "Customer" WHERE "companyId" = $1 AND "email" = 'new@shop.example'`);
		await expectOnly({ 'customers half written, lost or altered': 1 });
		await tamper(
			`UPDATE "Customer" SET "notes" = 'x' WHERE "companyId" = $1 AND "email" = 'kept@shop.example'`
		);
		await expectOnly({ 'customers half written, lost or altered': 2 });
		await tamper(
			`INSERT INTO "Customer" ("id", "companyId", "email") VALUES ($2, $1, 'more@shop.example')`,
			randomUUID()
		);
		await expectOnly({ 'customers half written, lost or altered': 3 });
	});

	test('an address that is there twice is found', async () => {
		await tamper(
			`INSERT INTO "Customer" ("id", "companyId", "email") VALUES ($2, $1, 'OLD@shop.example')`,
			randomUUID()
		);
		await expectOnly({ 'addresses twice': 1, 'customers half written, lost or altered': 1 });
	});

	test('a second audit entry, a missing before-image and another count are found', async () => {
		await tamper(`DELETE FROM "ImportChange" WHERE "companyId" = $1 AND "row" = 2`);
		await expectOnly({ 'imports without their record': 1 });
		await tamper(
			`INSERT INTO "AuditEntry" ("id", "companyId", "userId", "userName", "action", "metadata", "importId")
			 VALUES ($2, $1, 'x', 'x', 'CustomerBulkImported', '{"created": 1, "updated": 1}', $3)`,
			randomUUID(),
			sent.request.importId
		);
		await expectOnly({ 'imports without their record': 1 });
		await tamper(`UPDATE "Import" SET "created" = 2 WHERE "companyId" = $1`);
		await expectOnly({ 'imports without their record': 1, 'senders told something untrue': 1 });
	});

	test('an import or an audit entry that nobody asked for is found', async () => {
		company.events.splice(company.events.indexOf(sent), 1);
		await tamper(`DELETE FROM "Customer" WHERE "companyId" = $1 AND "email" = 'new@shop.example'`);
		await tamper(`UPDATE "Customer" SET "name" = 'Old' WHERE "companyId" = $1 AND "name" IS NOT NULL`);
		await expectOnly({ 'imports written unasked': 1 });
		await tamper(
			`INSERT INTO "AuditEntry" ("id", "companyId", "userId", "userName", "action", "metadata")
			 VALUES ($2, $1, 'x', 'x', 'CustomerBulkImported', '{"created": 1, "updated": 1}')`,
			randomUUID()
		);
		await expectOnly({ 'imports written unasked': 2 });
	});

	test('an import that was refused, or was called not written, and is there is found', async () => {
		sent.answers = [{ kind: 'refused', problem: { code: 'NOTHING_TO_CHANGE' }, ms: 1 }];
		await expectOnly({ 'imports written unasked': 1 });
		sent.answers = [{ kind: 'unreachable', code: 'ECONNRESET', ms: 1 }];
		await expectOnly({});
		sent.settled = null;
		await expectOnly({ 'imports written unasked': 1 });
	});

	test('an acknowledged import that is not there is found', async () => {
		const lost = noteImport(company, applyRequest({ email: ['lost@shop.example'] }));
		lost.answers.push(...sent.answers);
		await expectOnly({ 'acknowledged imports lost': 1 });
	});

	test('an answer that contradicts the record, or another answer, is found', async () => {
		const [answer] = sent.answers;
		if (answer?.kind !== 'answer') throw new Error('The import was answered.');
		sent.answers.push({ ...answer, value: { ...answer.value, auditEntryId: randomUUID() } });
		await expectOnly({ 'senders told something untrue': 1 });
		sent.answers = [{ ...answer, value: { ...answer.value, updated: 7 } }];
		await expectOnly({ 'senders told something untrue': 1 });
	});

	test('an import that did something else than its preview showed is found', async () => {
		sent.request = {
			...sent.request,
			submission: { ...sent.request.submission, digest: 'f'.repeat(64) }
		};
		await expectOnly({ 'imports other than previewed': 1 });
	});

	test('a company over its plan is found', async () => {
		company.plan = 'STARTER';
		const customers = Array.from({ length: 26 }, (_, index) => customer(`${index}@shop.example`));
		const many = await makeFaultCompany(url, customers);
		many.plan = 'STARTER';
		const found = await checkInvariants({ databaseUrl: url, companies: [company, many], origin: null });
		expect(found).toEqual({ ...noViolations(), 'companies over their plan': 1 });
	});

	test('a bystander of whom an edit was written down is found', async () => {
		const bystanders = [await bystander(url, company)];
		const checked = { databaseUrl: url, companies: [], bystanders, origin: null };
		await tamper(
			`INSERT INTO "CustomerEdit" ("companyId", "id", "customerId", "before", "after") VALUES ($1, $2, $2, '{}', '{}')`,
			randomUUID()
		);
		expect(await checkInvariants(checked)).toEqual({ ...noViolations(), 'other companies touched': 1 });
	});

	test('a bystander that is not as it was is found, times included', async () => {
		const bystanders = [await bystander(url, company)];
		const checked = { databaseUrl: url, companies: [], bystanders, origin: null };
		expect(await checkInvariants(checked)).toEqual(noViolations());
		await tamper(
			`UPDATE "Customer" SET "updatedAt" = now() + interval '1 second' WHERE "companyId" = $1 AND "email" = 'kept@shop.example'`
		);
		expect(await checkInvariants(checked)).toEqual({ ...noViolations(), 'other companies touched': 1 });
	});
});
