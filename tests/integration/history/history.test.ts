import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { ListedImport } from '../../../src/lib/import/history.ts';
import type { RecordedChange } from '../../../src/lib/import/undo.ts';
import { findCustomerRecord } from '../../../src/lib/server/history/find-customer-record.ts';
import { findImports } from '../../../src/lib/server/history/find-imports.ts';
import { findRecordedImport } from '../../../src/lib/server/history/find-recorded-import.ts';
import { findRun } from '../../../src/lib/server/history/find-run.ts';
import { deleteBeforeImages } from '../../../src/lib/server/import/delete-before-images.ts';
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
import { undoRequest } from '../../support/undo-request.ts';

const days = 24 * 60 * 60_000;

/** Imports these customers as the company's owner, all five fields; answers the import's id. */
async function importAll(
	company: TestCompany,
	wanted: readonly Customer[],
	run?: { id: string; batch: number; batches: number }
): Promise<string> {
	const request = applyRequest(columnsOf(wanted), await customersOf(company.id));
	await callAs(company.owner).imports.applyPlan(run ? { ...request, run } : request);
	return request.importId;
}

async function undo(company: TestCompany, importId: string): Promise<void> {
	await callAs(company.admin).imports.undo(await undoRequest(company.admin, importId));
}

/** All changes of an import, as its page gets them. */
async function changesOf(company: TestCompany, importId: string): Promise<RecordedChange[]> {
	const changes: RecordedChange[] = [];
	let afterRow: number | null = null;
	do {
		const piece = await callAs(company.owner).imports.changes({ importId, afterRow });
		changes.push(...piece.items);
		afterRow = piece.next;
	} while (afterRow !== null);
	return changes;
}

/** All pages of the list, one after the other. */
async function listOf(company: TestCompany, take: number): Promise<ListedImport[]> {
	const imports: ListedImport[] = [];
	let cursor: string | null = null;
	do {
		const page = await findImports(company.id, cursor === null ? { take } : { take, cursor });
		expect(page.imports.length).toBeLessThanOrEqual(take);
		imports.push(...page.imports);
		cursor = page.nextCursor;
	} while (cursor !== null);
	return imports;
}

/** Moves an import back in time. */
async function age(company: TestCompany, importId: string, byDays: number): Promise<void> {
	await ownerDatabase().import.updateMany({
		where: { companyId: company.id, id: importId },
		data: { createdAt: new Date(Date.now() - byDays * days) }
	});
}

/** Changes a customer outside of imports. */
async function edit(company: TestCompany, email: string, data: { name: string }): Promise<void> {
	await ownerDatabase().customer.updateMany({ where: { companyId: company.id, email }, data });
}

async function idOf(company: TestCompany, email: string): Promise<string> {
	const found = (await storedCustomers(company.id)).find((one) => one.email === email);
	if (found === undefined) throw new Error(`There is no ${email}.`);
	return found.id;
}

const ann = customer('ann@shop.example', { name: 'Ann', creditLimit: '100.00' });
const bea = customer('bea@shop.example', { name: 'Bea', notes: 'Net 30' });

describeEachEngine('the history of imports', () => {
	test('H1: the list has every import, newest first, each once, whatever a page holds', async () => {
		const company = await makeCompany();
		const ids: string[] = [];
		for (let i = 0; i < 5; i++) {
			const id = await importAll(company, [customer(`shop${i}@x.example`)]);
			await age(company, id, 10 - i);
			ids.unshift(id);
		}
		for (const take of [1, 2, 5, 50]) {
			expect((await listOf(company, take)).map(({ importId }) => importId)).toEqual(ids);
		}
		expect(await findImports(company.id, { cursor: 'nonsense' })).toEqual(await findImports(company.id, {}));
	});

	test('H1: two imports of the same moment are both listed', async () => {
		const company = await makeCompany();
		const ids = [await importAll(company, [ann]), await importAll(company, [bea])];
		await ownerDatabase().import.updateMany({
			where: { companyId: company.id },
			data: { createdAt: new Date(0) }
		});
		const listed = (await listOf(company, 1)).map(({ importId }) => importId);
		expect(listed.toSorted()).toEqual(ids.toSorted());
	});

	test('H1, I30: the imports of one file are one line, with their sums, at the place of the last', async () => {
		const company = await makeCompany({ customers: [ann] });
		const id = randomUUID();
		await importAll(company, [{ ...ann, name: 'Anna' }, bea], { id, batch: 1, batches: 3 });
		const between = await importAll(company, [customer('cleo@shop.example')]);
		const last = await importAll(company, [customer('dora@shop.example')], { id, batch: 2, batches: 3 });
		const list = await listOf(company, 1);
		expect(list).toMatchObject([
			{
				importId: last,
				run: { id, done: 2, batches: 3 },
				by: 'Test OWNER',
				fileName: 'customers.csv',
				created: 2,
				updated: 1,
				unchanged: 0,
				state: 'applied'
			},
			{ importId: between, run: null, created: 1 }
		]);
		expect(Date.parse(list[0]?.startedAt ?? '')).toBeLessThanOrEqual(Date.parse(list[1]?.appliedAt ?? ''));

		const run = await findRun(company.id, id);
		expect(run).toMatchObject({ created: 2, updated: 1, batches: 3, state: 'applied' });
		expect(run?.imports.map(({ batch, created, updated }) => [batch, created, updated])).toEqual([
			[1, 1, 1],
			[2, 1, 0]
		]);
		await undo(company, last);
		expect((await findRun(company.id, id))?.imports.map(({ state }) => state)).toEqual(['applied', 'undone']);
		expect((await listOf(company, 5))[0]?.state).toBe('partly-undone');
	});

	test('H1: an import is told with who, when, file, mapping, options, counts, undos and audit entries', async () => {
		const company = await makeCompany({ customers: [ann] });
		const wanted = [{ ...ann, name: null }, bea];
		const request = applyRequest(columnsOf(wanted), [ann], { emptyCells: { notes: 'keep' } });
		const applied = await callAs(company.owner).imports.applyPlan(request);
		const record = await findRecordedImport(company.id, request.importId);
		expect(record).toEqual({
			importId: request.importId,
			fileName: 'customers.csv',
			fileBytes: 1234,
			fileSha256: 'a'.repeat(64),
			mapping: request.mapping,
			emptyCells: request.submission.emptyCells,
			created: 1,
			updated: 1,
			unchanged: 0,
			durationMs: applied.durationMs,
			by: 'Test OWNER',
			token: null,
			appliedAt: applied.appliedAt,
			auditEntryId: applied.auditEntryId,
			run: null,
			undos: [],
			state: 'applied',
			undoableUntil: new Date(Date.parse(applied.appliedAt) + 30 * days).toISOString(),
			imagesDeletedAt: null
		});

		await edit(company, bea.email, { name: 'Beatrice' });
		await undo(company, request.importId);
		const partly = await findRecordedImport(company.id, request.importId);
		expect(partly).toMatchObject({
			state: 'partly-undone',
			undos: [{ by: 'Test ADMIN', restored: 1, removed: 0, kept: 1 }]
		});
		const entry = await ownerDatabase().auditEntry.findUnique({
			where: { id: partly?.undos[0]?.auditEntryId ?? '' }
		});
		expect(entry?.action).toBe('CustomerBulkImportReverted');
	});

	test('H1: each change is told old and new, by row, and whether it was undone since', async () => {
		const company = await makeCompany({ customers: [ann] });
		const id = await importAll(company, [{ ...ann, creditLimit: '250.00' }, bea]);
		const [customerId, created] = [await idOf(company, ann.email), await idOf(company, bea.email)];
		const after = { ...ann, creditLimit: '250.00' };
		const changes: RecordedChange[] = [
			{ kind: 'update', row: 2, customerId, before: ann, after, fields: ['creditLimit'], isUndone: false },
			{ kind: 'create', row: 3, customerId: created, after: bea, isUndone: false }
		];
		expect(await changesOf(company, id)).toEqual(changes);
		await undo(company, id);
		expect(await changesOf(company, id)).toEqual(changes.map((change) => ({ ...change, isUndone: true })));
	});

	test('H1: changes come in pieces of a thousand, none twice and none left out', async () => {
		const company = await makeCompany();
		const many = Array.from({ length: 2500 }, (_, i) => customer(`shop${i}@x.example`));
		const id = await importAll(company, many);
		const first = await callAs(company.owner).imports.changes({ importId: id, afterRow: null });
		expect([first.items.length, first.next]).toEqual([1000, 1001]);
		expect((await changesOf(company, id)).map(({ row }) => row)).toEqual(many.map((_, i) => i + 2));
	});

	test('H2: with its before-images deleted, an old value is told by the change before it, where there was one', async () => {
		const company = await makeCompany({ customers: [ann, bea] });
		const first = await importAll(company, [{ ...ann, name: 'Anna' }]);
		await edit(company, bea.email, { name: 'Beatrice' });
		const second = await importAll(company, [
			{ ...ann, name: 'Annabel' },
			{ ...bea, name: 'Bee' }
		]);
		await age(company, first, 40);
		await age(company, second, 39);
		await deleteBeforeImages(new Date(), [company.id]);
		expect(
			(await changesOf(company, first)).map((change) => change.kind === 'update' && change.before)
		).toEqual([null]);
		expect(
			(await changesOf(company, second)).map((change) => change.kind === 'update' && change.before?.name)
		).toEqual(['Anna', 'Beatrice']);
		expect((await findRecordedImport(company.id, first))?.imagesDeletedAt).not.toBeNull();
	});
});

describeEachEngine('the history of a customer', () => {
	/** The values of a field, the present one first, as "value by what". */
	async function told(company: TestCompany, email: string, field: 'name' | 'notes'): Promise<string[]> {
		const record = await findCustomerRecord(company.id, await idOf(company, email));
		return (record?.history[field] ?? []).map(
			({ value, source }) => `${value === undefined ? '?' : value} by ${source.kind}`
		);
	}

	test('8: imports, their undos and other edits are told, in their order', async () => {
		const company = await makeCompany({ customers: [bea] });
		const first = await importAll(company, [ann, { ...bea, name: 'Bee' }]);
		await edit(company, bea.email, { name: 'Beatrice' });
		const second = await importAll(company, [{ ...bea, name: 'B', notes: null }]);
		await undo(company, second);
		expect(await told(company, bea.email, 'name')).toEqual([
			'Beatrice by undo',
			'B by import',
			'Beatrice by edit',
			'Bee by import',
			'Bea by creation'
		]);
		expect(await told(company, bea.email, 'notes')).toEqual([
			'Net 30 by undo',
			'null by import',
			'Net 30 by creation'
		]);
		expect(await told(company, ann.email, 'name')).toEqual(['Ann by import']);
		const record = await findCustomerRecord(company.id, await idOf(company, ann.email));
		expect(record).toMatchObject({ ...ann, hasPassword: false, isCut: false, hasGaps: false });
		expect(record?.history.email[0]?.source).toEqual({
			kind: 'import',
			importId: first,
			fileName: 'customers.csv',
			by: 'Test OWNER',
			token: null
		});
	});

	test('8: an import that left a field as it was is no part of its history', async () => {
		const company = await makeCompany({ customers: [bea] });
		await importAll(company, [{ ...bea, name: 'Bee' }]);
		expect(await told(company, bea.email, 'notes')).toEqual(['Net 30 by creation']);
	});

	test('8: whether it has set a password is told, and nothing of the password', async () => {
		const company = await makeCompany({ customers: [bea] });
		await ownerDatabase().customer.updateMany({
			where: { companyId: company.id },
			data: { passwordHash: 'secret-hash' }
		});
		const record = await findCustomerRecord(company.id, await idOf(company, bea.email));
		expect(record?.hasPassword).toBe(true);
		expect(JSON.stringify(record)).not.toContain('secret-hash');
		expect(await told(company, bea.email, 'name')).toEqual(['Bea by creation']);
	});

	test('H2: without before-images it tells what is still known', async () => {
		const company = await makeCompany({ customers: [bea] });
		for (const [i, name] of ['One', 'Two'].entries()) {
			const id = await importAll(company, [{ ...bea, name }]);
			await age(company, id, 50 - i);
		}
		await deleteBeforeImages(new Date(), [company.id]);
		expect(await told(company, bea.email, 'name')).toEqual([
			'Two by import',
			'One by import',
			'? by creation'
		]);
		expect((await findCustomerRecord(company.id, await idOf(company, bea.email)))?.hasGaps).toBe(true);
	});

	test('8: of very many changes the latest are told', async () => {
		const company = await makeCompany({ customers: [bea] });
		for (let i = 0; i < 205; i++) await edit(company, bea.email, { name: `Name ${i}` });
		const record = await findCustomerRecord(company.id, await idOf(company, bea.email));
		expect(record?.isCut).toBe(true);
		expect(record?.history.name).toHaveLength(200);
		expect(record?.history.name.at(0)?.value).toBe('Name 204');
		expect(record?.history.name.at(-1)?.value).toBe('Name 5');
		expect(record?.history.notes).toEqual([]);
	});
});

describeEachEngine('the history and other companies (U1, U2)', () => {
	test('another company sees nothing of it, by any id', async () => {
		const theirs = await makeCompany();
		const runId = randomUUID();
		const importId = await importAll(theirs, [ann], { id: runId, batch: 1, batches: 1 });
		const customerId = await idOf(theirs, ann.email);
		const mine = await makeCompany();
		expect(await findImports(mine.id, {})).toEqual({ imports: [], nextCursor: null });
		expect(await findRecordedImport(mine.id, importId)).toBeNull();
		expect(await findRun(mine.id, runId)).toBeNull();
		expect(await findCustomerRecord(mine.id, customerId)).toBeNull();
		expect(await refusalOf(callAs(mine.owner).imports.changes({ importId, afterRow: null }))).toMatchObject({
			status: 404,
			appCode: 'IMPORT_NOT_FOUND'
		});
	});

	test('a run or import id that two companies have shows each its own', async () => {
		const [one, other] = [await makeCompany(), await makeCompany()];
		const id = randomUUID();
		await importAll(one, [ann], { id, batch: 1, batches: 1 });
		await importAll(other, [ann, bea], { id, batch: 1, batches: 1 });
		expect((await findRun(one.id, id))?.created).toBe(1);
		expect((await findRun(other.id, id))?.created).toBe(2);
		expect((await findImports(one.id, {})).imports).toHaveLength(1);
	});

	test('a member may not see changes, and nobody who is signed out', async () => {
		const company = await makeCompany();
		const importId = await importAll(company, [ann]);
		const asked = { importId, afterRow: null };
		expect((await refusalOf(callAs(company.member).imports.changes(asked))).appCode).toBe('NOT_ALLOWED');
		expect((await refusalOf(callAs(null).imports.changes(asked))).appCode).toBe('SIGNED_OUT');
		expect((await callAs(company.admin).imports.changes(asked)).items).toHaveLength(1);
	});

	test('an unknown import is not found, and what is no id is no input', async () => {
		const company = await makeCompany();
		const { changes } = callAs(company.owner).imports;
		expect((await refusalOf(changes({ importId: randomUUID(), afterRow: null }))).appCode).toBe(
			'IMPORT_NOT_FOUND'
		);
		expect((await refusalOf(changes({ importId: 'x', afterRow: null }))).appCode).toBe('BAD_INPUT');
		expect((await refusalOf(changes({ importId: randomUUID(), afterRow: -1 }))).appCode).toBe('BAD_INPUT');
	});
});
