import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type AuditQuery, findAuditEntries } from '../../../src/lib/server/audit/find-audit-entries.ts';
import { encodeCursor } from '../../../src/lib/server/cursor.ts';
import { database } from '../../../src/lib/server/database.ts';
import { applyRequest } from '../../support/apply-request.ts';
import { callAs, makeCompany } from '../../support/companies.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';
import { undoRequest } from '../../support/undo-request.ts';

/** A log of 21 entries of two people and two actions, most of them four at an instant. */
async function companyWithLog(): Promise<{ id: string; people: string[] }> {
	const company = await makeCompany();
	const people = [company.owner.userId, company.admin.userId];
	await ownerDatabase().auditEntry.createMany({
		data: Array.from({ length: 21 }, (_, i) => ({
			id: randomUUID(),
			companyId: company.id,
			userId: people[i % 2] ?? '',
			userName: i % 2 === 0 ? `Owner ${i}` : 'Admin',
			action: i % 3 === 0 ? 'CustomerBulkImportReverted' : 'CustomerBulkImported',
			metadata: { created: i, updated: 0 },
			createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(i / 4)))
		}))
	});
	return { id: company.id, people };
}

async function walk(companyId: string, query: Omit<AuditQuery, 'cursor'>) {
	const entries = [];
	for (let cursor: string | undefined | null; cursor !== null;) {
		const page = await findAuditEntries(companyId, { ...query, ...(cursor && { cursor }) });
		entries.push(...page.entries);
		cursor = page.nextCursor;
		if (entries.length > 100) throw new Error('The pages do not end.');
	}
	return entries;
}

describeEachEngine('the audit log', () => {
	test.each([1, 4, 20, 21, 50])('D3: newest first, each entry exactly once, in pages of %i', async (take) => {
		const { id } = await companyWithLog();
		const entries = await walk(id, { take });
		expect(new Set(entries.map((entry) => entry.id)).size).toBe(21);
		expect(entries).toHaveLength(21);
		const times = entries.map(({ createdAt }) => createdAt.getTime());
		expect(times).toEqual([...times].sort((a, b) => b - a));
	});

	test('D3: filters by action and by person, on every page', async () => {
		const { id, people } = await companyWithLog();
		const reverted = await walk(id, { action: 'CustomerBulkImportReverted', take: 3 });
		expect(reverted).toHaveLength(7);
		const byAdmin = await walk(id, { userId: people[1] ?? '', take: 3 });
		expect(byAdmin).toHaveLength(10);
		const both = await walk(id, { action: 'CustomerBulkImportReverted', userId: people[1] ?? '', take: 2 });
		expect(both).toHaveLength(3);
		for (const action of ['nothing', '', '\0', "' OR 1=1 --", 'x'.repeat(5000)]) {
			expect((await findAuditEntries(id, { action })).entries).toEqual([]);
		}
	});

	test('D3: names everyone who has an entry, by the latest name', async () => {
		const { id, people } = await companyWithLog();
		const page = await findAuditEntries(id, { take: 1 });
		expect(page.people).toEqual([
			{ userId: people[1], name: 'Admin' },
			{ userId: people[0], name: 'Owner 20' }
		]);
	});

	test("D1, A7: an import's entry is found with the id that the import answered", async () => {
		const company = await makeCompany();
		const request = applyRequest({ email: ['a@shop.example'] });
		const applied = await callAs(company.owner).imports.applyPlan(request);
		const { entries, nextCursor } = await findAuditEntries(company.id, {});
		expect(nextCursor).toBeNull();
		expect(entries).toEqual([
			{
				id: applied.auditEntryId,
				action: 'CustomerBulkImported',
				metadata: { created: 1, updated: 0 },
				userId: company.owner.userId,
				userName: company.owner.name,
				token: null,
				importId: request.importId,
				createdAt: new Date(applied.appliedAt)
			}
		]);
	});

	test("H2, D1: an undo's entry tells its three counts", async () => {
		const company = await makeCompany();
		const request = applyRequest({ email: ['a@shop.example'] });
		await callAs(company.owner).imports.applyPlan(request);
		const undone = await callAs(company.owner).imports.undo(
			await undoRequest(company.owner, request.importId)
		);
		const { entries } = await findAuditEntries(company.id, { action: 'CustomerBulkImportReverted' });
		expect(entries).toMatchObject([
			{
				id: undone.auditEntryId,
				metadata: { restored: 0, removed: 1, kept: 0 },
				importId: request.importId
			}
		]);
	});

	test('D3: a link to an entry leads to a page that holds it, however old it is', async () => {
		const { id } = await companyWithLog();
		const all = await walk(id, {});
		for (const [place, { id: entry }] of all.entries()) {
			const page = await findAuditEntries(id, { entry, take: 5 });
			expect(page.entries.map((line) => line.id)).toContain(entry);
			expect(page.isFirst).toBe(place < 5);
			expect(page.entries).toEqual(all.slice(place < 5 ? 0 : place, place < 5 ? 5 : place + 5));
			const rest = page.nextCursor ? await findAuditEntries(id, { cursor: page.nextCursor, take: 50 }) : null;
			expect([...page.entries, ...(rest?.entries ?? [])]).toEqual(all.slice(place < 5 ? 0 : place));
		}
	});

	test('spec 9, U2: an entry that is not there, is no id, is another company’s or is filtered away means the newest entries', async () => {
		const { id } = await companyWithLog();
		const { id: other } = await companyWithLog();
		const newest = await findAuditEntries(id, { take: 5 });
		const foreign = (await walk(other, {})).at(-1)?.id ?? '';
		for (const entry of [foreign, randomUUID(), 'x', '\0', "' OR 1=1 --"]) {
			expect(await findAuditEntries(id, { entry, take: 5 })).toEqual(newest);
		}
		const imported = (await walk(id, { action: 'CustomerBulkImported' })).at(-1)?.id ?? '';
		const filter = { action: 'CustomerBulkImportReverted', take: 5 };
		expect(await findAuditEntries(id, { ...filter, entry: imported })).toEqual(
			await findAuditEntries(id, filter)
		);
	});

	test("U2: another company's entries and people never appear, whatever the cursor says", async () => {
		const { id } = await companyWithLog();
		const empty = await makeCompany();
		const { nextCursor } = await findAuditEntries(id, { take: 5 });
		expect(await findAuditEntries(empty.id, { cursor: nextCursor ?? '' })).toEqual({
			entries: [],
			isFirst: false,
			nextCursor: null,
			people: []
		});
	});

	test('spec 9: a cursor that is broken means the newest entries', async () => {
		const { id } = await companyWithLog();
		const first = await findAuditEntries(id, { take: 5 });
		const uuid = randomUUID();
		for (const cursor of [
			'',
			'x',
			encodeCursor(['2026', uuid]),
			encodeCursor(['2026-01-01T00:00:00.000Z', 'x']),
			encodeCursor([null, uuid])
		]) {
			expect(await findAuditEntries(id, { take: 5, cursor })).toEqual(first);
		}
	});

	test('D2: the database refuses to change or delete entries', async () => {
		const { id } = await companyWithLog();
		const where = { companyId: id };
		await expect(database().auditEntry.updateMany({ where, data: { userName: 'x' } })).rejects.toThrow();
		await expect(database().auditEntry.deleteMany({ where })).rejects.toThrow();
		expect((await walk(id, {})).length).toBe(21);
	});
});
