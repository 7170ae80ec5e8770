import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import {
	type FaultCompany,
	makeFaultCompany,
	noteImport,
	type SentImport
} from '../../faults/harness/company.ts';
import { inspect } from '../../faults/harness/inspect.ts';
import { bystander, checkInvariants, noViolations, type Violations } from '../../faults/invariants.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';

const first: Customer[] = [customer('old@shop.example', { name: 'Old' }), customer('kept@shop.example')];
const file: Customer[] = [customer('old@shop.example', { name: 'New' }), customer('new@shop.example')];

/** What the fault experiments find must be found where it is: each rule is broken here once, on purpose. */
describeEachEngine('invariants of the fault experiments', ({ url }) => {
	let company: FaultCompany;
	let sent: SentImport;

	beforeEach(async () => {
		company = await makeFaultCompany(url, first);
		sent = noteImport(company, applyRequest(columnsOf(file), first));
		const { id, slug, plan, owner } = company;
		const staff = {
			userId: owner.userId,
			name: 'Fay Ult',
			email: owner.email,
			role: 'OWNER' as const,
			company: { id, slug, name: 'Fault Company', plan }
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

	test('a company whose imports went well violates nothing', async () => {
		await expectOnly({});
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
