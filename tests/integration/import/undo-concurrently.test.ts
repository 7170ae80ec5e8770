import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { applyOnce } from '../../../src/lib/server/import/apply-import.ts';
import { deleteBeforeImages } from '../../../src/lib/server/import/delete-before-images.ts';
import { undoOnce } from '../../../src/lib/server/import/undo-import.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import {
	type TestCompany,
	callAs,
	customersOf,
	makeCompany,
	refusalOf,
	storedCustomers
} from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { allowInserts, refuseInserts, triedInserts } from '../../support/refuse-inserts.ts';
import { undoRequest } from '../../support/undo-request.ts';

const shops = Array.from({ length: 40 }, (_, i) => customer(`shop-${i}@shop.example`, { name: 'Before' }));
const renamed = shops.map((shop) => ({ ...shop, name: 'After' }));
const created = Array.from({ length: 10 }, (_, i) => customer(`new-${i}@shop.example`));

/** A company that has imported `wanted`. */
async function imported(
	options: { customers?: readonly Customer[]; wanted?: readonly Customer[] } = {}
): Promise<{ company: TestCompany; importId: string }> {
	const { customers = shops, wanted = [...renamed, ...created] } = options;
	const company = await makeCompany({ customers });
	const request = applyRequest(columnsOf(wanted), customers);
	await callAs(company.owner).imports.applyPlan(request);
	return { company, importId: request.importId };
}

function undosOf(companyId: string): Promise<number> {
	return ownerDatabase().importUndo.count({ where: { companyId } });
}

function reversionsOf(companyId: string): Promise<number> {
	return ownerDatabase().auditEntry.count({ where: { companyId, action: 'CustomerBulkImportReverted' } });
}

/** Waits until somebody in this database waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
	for (let waiting = 0; waiting === 0;) {
		const [found] = await ownerDatabase().$queryRaw<{ waiting: number }[]>`
			SELECT count(*)::int AS "waiting" FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'
		`;
		waiting = found?.waiting ?? 0;
	}
}

describeEachEngine('undo at the same time', ({ name }) => {
	afterEach(allowInserts);

	test('A5, H2: 20 identical undos at once change once, with one audit entry and equal answers', async () => {
		const { company, importId } = await imported();
		const request = await undoRequest(company.owner, importId);
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => callAs(company.owner).imports.undo(request))
		);
		expect(answers).toEqual(answers.map(() => answers[0]));
		expect([await undosOf(company.id), await reversionsOf(company.id)]).toEqual([1, 1]);
		expect(await customersOf(company.id)).toHaveLength(40);
	});

	test('A5, H2: so too where each comes through a process of its own', async () => {
		const { company, importId } = await imported();
		const request = await undoRequest(company.owner, importId);
		const answers = await Promise.all(Array.from({ length: 8 }, () => undoOnce(company.owner, request)));
		expect(answers).toEqual(answers.map(() => answers[0]));
		expect([await undosOf(company.id), await reversionsOf(company.id)]).toEqual([1, 1]);
	});

	test('H2: of several undos of one import, one is done, and the others find it undone', async () => {
		const { company, importId } = await imported();
		const request = await undoRequest(company.owner, importId);
		const results = await Promise.all(
			Array.from({ length: 6 }, () => undoOnce(company.owner, { ...request, undoId: randomUUID() }))
		);
		const codes = results.map((result) => (result.kind === 'refused' ? result.problem.code : result.kind));
		expect(codes.sort()).toEqual([...Array<string>(5).fill('ALREADY_UNDONE'), 'undone']);
		expect([await undosOf(company.id), await reversionsOf(company.id)]).toEqual([1, 1]);
	});

	test('A3, H2: an undo against an import of the same customers: one of them is stale, whichever comes first', async () => {
		for (let round = 0; round < 6; round++) {
			const { company, importId } = await imported({ wanted: renamed });
			const again = renamed.map((shop) => ({ ...shop, name: 'Again' })).reverse();
			const apply = applyRequest(columnsOf(again), renamed);
			const request = await undoRequest(company.owner, importId);
			const [undone, applied] = await Promise.all([
				undoOnce(company.owner, request),
				applyOnce(company.owner, apply)
			]);
			const codes = [undone, applied].map((result) =>
				result.kind === 'refused' ? result.problem.code : result.kind
			);
			expect([
				['undone', 'PLAN_STALE'],
				['UNDO_STALE', 'applied']
			]).toContainEqual(codes);
			const names = new Set((await customersOf(company.id)).map(({ name }) => name));
			expect([...names]).toEqual([codes[0] === 'undone' ? 'Before' : 'Again']);
		}
	});

	test('H2, E04: an edit past the application comes before the undo or after it: none is lost and none half undone', async () => {
		for (let round = 0; round < 6; round++) {
			const { company, importId } = await imported({ wanted: renamed });
			const request = await undoRequest(company.owner, importId);
			const where = { companyId: company.id, email: 'shop-17@shop.example' };
			const [undone] = await Promise.all([
				undoOnce(company.owner, request),
				ownerDatabase().customer.updateMany({ where, data: { notes: 'Edited' } })
			]);
			const stored = await storedCustomers(company.id);
			expect(stored.filter(({ notes }) => notes === 'Edited')).toHaveLength(1);
			const name = undone.kind === 'undone' ? 'Before' : 'After';
			expect(undone.kind === 'refused' ? undone.problem : null).toEqual(
				undone.kind === 'undone' ? null : expect.objectContaining({ code: 'UNDO_STALE' })
			);
			expect(new Set(stored.map((row) => row.name))).toEqual(new Set([name]));
			// Whoever was edited afterwards has a state of its own again.
			const edits = await ownerDatabase().customerEdit.count({ where: { companyId: company.id } });
			expect(edits).toBe(1);
		}
	});

	// The embedded engine has one transaction at a time: nobody is ever in the middle of another.
	if (name === 'postgresql') {
		test.each([
			['an edit', { notes: 'Edited' }, 'shop-3@shop.example', 'EDITED'],
			['a password', { passwordHash: 'set' }, 'new-3@shop.example', 'PASSWORD_SET']
		])('H2: %s that was begun before the undo and ends after is waited for', async (_, data, email, code) => {
			const { company, importId } = await imported();
			const request = await undoRequest(company.owner, importId);
			const undoing = await ownerDatabase().$transaction(async (transaction) => {
				await transaction.customer.updateMany({ where: { companyId: company.id, email }, data });
				const begun = undoOnce(company.owner, request);
				await untilSomebodyWaits();
				return { begun };
			});
			expect(await undoing.begun).toMatchObject({
				kind: 'refused',
				problem: { code: 'UNDO_STALE', rows: [{ now: { email }, reason: { code } }] }
			});
			const stored = await storedCustomers(company.id);
			expect(stored).toHaveLength(50);
			expect(stored.find((row) => row.email === email)).toMatchObject(data);
		});

		test('H2: a deletion of before-images that was begun before the undo and ends after is waited for', async () => {
			const { company, importId } = await imported();
			const request = await undoRequest(company.owner, importId);
			const undoing = await ownerDatabase().$transaction(async (transaction) => {
				const where = { companyId: company.id };
				await transaction.import.updateMany({ where, data: { imagesDeletedAt: new Date() } });
				const begun = undoOnce(company.owner, request);
				await untilSomebodyWaits();
				await transaction.$executeRaw`
						UPDATE "ImportChange" SET "before" = NULL WHERE "companyId" = ${company.id}::uuid
					`;
				return { begun };
			});
			expect(await undoing.begun).toEqual({ kind: 'refused', problem: { code: 'UNDO_EXPIRED', days: 30 } });
			expect(await customersOf(company.id)).toHaveLength(50);
		});
	}

	test('H2, T2: a password that is set while an undo runs is kept with its customer, or came too late for one who is gone', async () => {
		for (let round = 0; round < 6; round++) {
			const { company, importId } = await imported({ customers: [], wanted: created });
			const request = await undoRequest(company.owner, importId);
			const where = { companyId: company.id, email: 'new-3@shop.example' };
			const [undone, { count }] = await Promise.all([
				undoOnce(company.owner, request),
				ownerDatabase().customer.updateMany({ where, data: { passwordHash: 'set' } })
			]);
			if (undone.kind === 'undone') {
				expect(count).toBe(0);
				expect(await customersOf(company.id)).toEqual([]);
			} else {
				expect(undone).toMatchObject({
					kind: 'refused',
					problem: { code: 'UNDO_STALE', rows: [{ row: 5, reason: { code: 'PASSWORD_SET' } }] }
				});
				expect(count).toBe(1);
				expect(await customersOf(company.id)).toHaveLength(10);
			}
		}
	});

	test('H2, D3: undos that waited for one another are recorded in the order in which they were done', async () => {
		const company = await makeCompany();
		const requests = [];
		for (const shop of created.slice(0, 6)) {
			const apply = applyRequest({ email: [shop.email] });
			await callAs(company.owner).imports.applyPlan(apply);
			requests.push(await undoRequest(company.owner, apply.importId));
		}
		await Promise.all(requests.map((request) => undoOnce(company.owner, request)));
		const where = { companyId: company.id, action: 'CustomerBulkImportReverted' };
		const entries = await ownerDatabase().auditEntry.findMany({ where, orderBy: { id: 'asc' } });
		const times = entries.map(({ createdAt }) => createdAt.getTime());
		expect(times).toEqual([...times].sort((one, other) => one - other));
		expect(new Set(times).size).toBeGreaterThan(1);
	});

	test('H2: undo against the deletion of before-images: whole, or too late', async () => {
		for (let round = 0; round < 6; round++) {
			const { company, importId } = await imported({ wanted: renamed });
			const request = await undoRequest(company.owner, importId);
			// One process is of the opinion that 30 days are over, the other that they are not yet.
			const ahead = new Date(Date.now() + 31 * 24 * 60 * 60_000);
			const [undone] = await Promise.all([
				undoOnce(company.owner, request),
				deleteBeforeImages(ahead, [company.id])
			]);
			const name = undone.kind === 'undone' ? 'Before' : 'After';
			expect(new Set((await customersOf(company.id)).map((row) => row.name))).toEqual(new Set([name]));
			if (undone.kind !== 'undone') {
				expect(undone).toEqual({ kind: 'refused', problem: { code: 'UNDO_EXPIRED', days: 30 } });
			}
		}
	});

	test.each(['40001', '40P01'])('A6, H2: after %s the whole undo is tried again', async (sqlState) => {
		const { company, importId } = await imported();
		const request = await undoRequest(company.owner, importId);
		await refuseInserts('ImportUndo', company.id, sqlState, 2);
		expect(await callAs(company.owner).imports.undo(request)).toMatchObject({ restored: 40, removed: 10 });
		expect([await undosOf(company.id), await reversionsOf(company.id)]).toEqual([1, 1]);
	});

	test('A6, H2: conflicts without end are answered BUSY after a bounded number of tries, and nothing is undone', async () => {
		const { company, importId } = await imported();
		const request = await undoRequest(company.owner, importId);
		await refuseInserts('ImportUndo', company.id, '40001', 1000);
		const call = callAs(company.owner).imports.undo(request);
		expect(await refusalOf(call)).toEqual({ status: 429, appCode: 'BUSY', problem: null });
		expect(await triedInserts()).toBe(5);
		expect(await customersOf(company.id)).toHaveLength(50);
		expect(await reversionsOf(company.id)).toBe(0);
	});

	test('A2, H2: where the audit entry cannot be written, nothing is undone', async () => {
		const { company, importId } = await imported();
		const before = await storedCustomers(company.id);
		const request = await undoRequest(company.owner, importId);
		await refuseInserts('AuditEntry', company.id, '23514', 1000);
		const call = callAs(company.owner).imports.undo(request);
		expect(await refusalOf(call)).toEqual({ status: 500, appCode: 'INTERNAL', problem: null });
		expect(await storedCustomers(company.id)).toEqual(before);
		const where = { companyId: company.id, undoId: { not: null } };
		expect(await ownerDatabase().importChange.count({ where })).toBe(0);
	});
});
