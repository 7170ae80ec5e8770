import { describe, expect, test } from 'vitest';
import { mapColumns, type MappedTable } from '../../../src/client/map-columns.ts';
import { planImport } from '../../../src/client/plan-import.ts';
import { type ReadCsvOptions, readCsv } from '../../../src/client/read-csv.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { csvOf, generateCustomers } from '../../support/generate-customers.ts';
import { bytesOf, customer } from '../../support/core.ts';

async function mapped(text: string, options: ReadCsvOptions = {}): Promise<MappedTable> {
	const read = await readCsv(bytesOf(text), options);
	if (read.kind === 'unreadable') throw new Error(read.message);
	const result = mapColumns(read);
	if (result.kind === 'unmapped') throw new Error(result.message);
	return result;
}

function existing(customers: Customer[], allowed: number | null = null): Parameters<typeof planImport>[1] {
	return { customers, usage: { allowed, present: customers.length } };
}

const tenRows = { ...defaultLimits, maxRows: 10 };

describe('what can be sent', () => {
	test('of a file that one import holds, one request with all its rows, the same each time', async () => {
		const plan = planImport(
			await mapped('email,limit\nann@x.co,5\nbob@x.co,\n'),
			existing([customer('bob@x.co')])
		);
		expect(plan).toMatchObject({ imports: 1, obstacle: null, counts: { create: 1, unchanged: 1 } });
		expect(plan.request).toMatchObject({
			file: { name: 'customers.csv', bytes: 33 },
			mapping: { email: 'email', creditLimit: 'limit' },
			submission: {
				rowNumbers: [2, 3],
				columns: { email: ['ann@x.co', 'bob@x.co'], creditLimit: ['5.00', null] }
			}
		});
		expect([...plan.requests()]).toEqual([plan.request]);
		// What people confirmed is remembered for the page, and no person has seen this.
		expect(plan.request).not.toHaveProperty('remember');
	});

	test('I30 of a larger file, the changed rows in several requests of one run, the same each time', async () => {
		const customers = generateCustomers(25, 'lean');
		const table = await mapped(csvOf(customers), { limits: tenRows });
		const plan = planImport(table, existing(customers.slice(0, 3)));
		const requests = [...plan.requests()];
		expect(plan).toMatchObject({ imports: 3, request: null, obstacle: null });
		expect(
			requests.map(({ run, submission }) => [run?.batch, run?.batches, submission.rowNumbers.length])
		).toEqual([
			[1, 3, 10],
			[2, 3, 10],
			[3, 3, 2]
		]);
		expect(new Set(requests.map(({ run }) => run?.id)).size).toBe(1);
		expect(new Set(requests.map(({ importId }) => importId)).size).toBe(3);
		expect([...plan.requests()]).toEqual(requests);
	});

	test('I30 of a larger file of which little changes, one request of the changed rows alone', async () => {
		const customers = generateCustomers(25, 'lean');
		const plan = planImport(
			await mapped(csvOf(customers), { limits: tenRows }),
			existing(customers.slice(1))
		);
		expect(plan.imports).toBe(1);
		expect(plan.request?.submission.rowNumbers).toEqual([2]);
		expect(plan.request).not.toHaveProperty('run');
	});
});

describe('what stands in the way', () => {
	test('W4 rows with issues, until they are left out', async () => {
		const table = await mapped('email\nann@x.co\nann\nbob@x.co\n');
		const plan = planImport(table, existing([]));
		expect(plan).toMatchObject({ obstacle: { code: 'ISSUES', rows: 1 }, request: null });
		expect([...plan.requests()]).toEqual([]);
		const without = planImport(table, existing([]), { leaveOut: plan.issues.map(({ row }) => row) });
		expect(without.request?.submission.rowNumbers).toEqual([2, 4]);
	});

	test('W7 nothing to change', async () => {
		const plan = planImport(await mapped('email\nann@x.co\n'), existing([customer('ann@x.co')]));
		expect(plan).toMatchObject({ obstacle: { code: 'NOTHING_TO_CHANGE' }, request: null, imports: 0 });
	});

	test('W9 what is unusual, until it is confirmed by its code, and by that alone', async () => {
		const table = await mapped('email,limit\nann@x.co,1000\n');
		const before = existing([customer('ann@x.co', { creditLimit: '10.00' })]);
		for (const confirmed of [[], ['MANY_CHANGES' as const]])
			expect(planImport(table, before, { confirmed })).toMatchObject({
				obstacle: { code: 'NOT_CONFIRMED', confirmations: [{ code: 'TENFOLD_LIMIT' }] },
				request: null
			});
		const plan = planImport(table, before, { confirmed: ['TENFOLD_LIMIT'] });
		expect(plan.obstacle).toBeNull();
		expect(plan.confirmations).toHaveLength(1);
		expect(plan.request).not.toBeNull();
	});

	test('I30, W6 a plan that several imports would exceed: they would stop in the middle', async () => {
		const table = await mapped(csvOf(generateCustomers(25, 'lean')), { limits: tenRows });
		const obstacle = { code: 'PLAN_LIMIT', allowed: 20, present: 0, creates: 25 };
		expect(planImport(table, existing([], 20))).toMatchObject({ obstacle, request: null });
		expect(planImport(table, existing([], 25)).obstacle).toBeNull();
	});
});

test('S3 empty cells clear, or are left as they are', async () => {
	const table = await mapped('email,notes\nann@x.co,\n');
	const before = existing([customer('ann@x.co', { notes: 'old' })]);
	expect(planImport(table, before).losses.notesRemoved).toBe(1);
	expect(planImport(table, before, { emptyCells: { notes: 'keep' } }).obstacle).toEqual({
		code: 'NOTHING_TO_CHANGE'
	});
});

test('the addresses to look up are the valid ones, each once, in the order of rows', async () => {
	const { emails } = await mapped('email\nB@x.co\nnot one\na@x.co\nb@x.co\n');
	expect(emails).toEqual(['b@x.co', 'a@x.co']);
});

test('the bytes stay the caller’s: a buffer that is used again changes nothing', async () => {
	const bytes = Buffer.from('email\nann@x.co\n');
	const read = await readCsv(bytes);
	bytes.fill(0);
	if (read.kind === 'unreadable') throw new Error(read.message);
	expect(mapColumns(read)).toMatchObject({ emails: ['ann@x.co'] });
});

test('I2, I5 what is no customer list says why', async () => {
	expect(await readCsv(new Uint8Array())).toMatchObject({
		kind: 'unreadable',
		problem: { code: 'FILE_EMPTY' }
	});
	const small = { ...defaultLimits, file: { maxBytes: 100, maxRows: 1 } };
	expect(await readCsv(bytesOf('email\na@x.co\nb@x.co\n'), { limits: small })).toMatchObject({
		problem: { code: 'FILE_TOO_MANY_ROWS', rows: 2, maxRows: 1 }
	});
});

describe('columns', () => {
	test('that are chosen win over names, and are taken from the field that had them', async () => {
		const read = await readCsv(bytesOf('email,Name,Credit Line\nann@x.co,5,7\n'));
		if (read.kind === 'unreadable') throw new Error(read.message);
		expect(mapColumns(read, { creditLimit: 'Name' })).toMatchObject({
			mapping: { email: 'email', creditLimit: 'Name' }
		});
		expect(mapColumns(read, { creditLimit: null })).toMatchObject({
			mapping: { email: 'email', name: 'Name' }
		});
		expect(mapColumns(read, { creditLimit: 'no such' })).toMatchObject({
			kind: 'unmapped',
			problem: { code: 'COLUMN_NOT_FOUND', field: 'creditLimit' }
		});
		expect(mapColumns(read, { email: null })).toMatchObject({ problem: { code: 'EMAIL_NOT_MAPPED' } });
	});

	test('M6, M8 that the page would only suggest are not read, but can be chosen', async () => {
		const read = await readCsv(bytesOf('email,First name,Last name\nann@x.co,Ann,Archer\n'));
		if (read.kind === 'unreadable') throw new Error(read.message);
		expect(read.suggestions).not.toEqual([]);
		expect(mapColumns(read)).toMatchObject({ mapping: { email: 'email' } });
		const joined = mapColumns(read, { name: 'First name + Last name' });
		if (joined.kind === 'unmapped') throw new Error(joined.message);
		const { request } = planImport(joined, existing([]));
		expect(request?.submission.columns.name).toEqual(['Ann Archer']);
	});
});
