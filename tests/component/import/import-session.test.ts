import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ImportSession } from '../../../src/lib/browser/import-session.svelte.ts';
import type { ServerAnswer, LookedUp, ApplyAnswer } from '../../../src/lib/browser/import-server.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { csvFile, csvFixture } from '../../support/csv-fixtures.ts';
import { type FakeImportServer, applied, fakeImportServer } from '../../support/fake-import-server.ts';

let server: FakeImportServer;
let session: ImportSession;

beforeEach(() => {
	server = fakeImportServer();
	session = new ImportSession({
		limits: defaultLimits,
		server,
		lookupDelayMs: 20,
		settleDelaysMs: [0, 0, 0]
	});
});

afterEach(() => session.dispose());

function known(...customers: Customer[]): ServerAnswer<LookedUp> {
	return { kind: 'answer', value: { customers, usage: { allowed: null, present: customers.length } } };
}

function customer(email: string, fields: Partial<Customer> = {}): Customer {
	return { email, name: null, status: 'ACTIVE', notes: null, creditLimit: null, ...fields };
}

/** An answer that a test gives when it is ready. */
function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
	let resolve: (value: T) => void = () => undefined;
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return { promise, resolve };
}

function emailsOnScreen(): string[] {
	return session.rows.rows.map(({ email }) => email);
}

const twoColumns = 'email,backup,name\na@x.co,b@x.co,Ann\n';

describe('from a file to its preview', () => {
	test('I4 only the addresses go to the server, each once, and the preview follows', async () => {
		server.answers.lookup = [known(customer('acme@example.com', { name: 'Old' }))];
		await session.openFile(await csvFixture('aliases-semicolon-bom.csv'));
		expect(server.lookups).toEqual([['acme@example.com', 'blue@example.com']]);
		expect(session.step.kind).toBe('review');
		expect(session.preview?.summary.counts).toEqual({ create: 1, update: 1, unchanged: 0, issue: 0 });
		expect(emailsOnScreen()).toEqual(['acme@example.com', 'blue@example.com']);
		expect(session.obstacle).toBeNull();
	});

	test('M7 without an email column nothing is asked; choosing one is confirming it', async () => {
		await session.openFile(await csvFixture('unknown-email-header.csv'));
		expect(session.step.kind).toBe('mapping');
		expect(session.obstacle).toBe('no-email');
		await session.mapField('email', 0);
		expect(session.step.kind).toBe('review');
		expect(server.lookups).toEqual([['acme@example.com']]);
	});

	test('I2 a file over the size limit is not read at all', async () => {
		await session.openFile(csvFile('x'.repeat(defaultLimits.maxBytes + 1)));
		expect(session.step).toMatchObject({
			kind: 'unreadable',
			problem: { code: 'FILE_TOO_LARGE', bytes: defaultLimits.maxBytes + 1 }
		});
	});

	test('I5 a file without header row can be read with its first row as a customer', async () => {
		await session.openFile(await csvFixture('no-header.csv'));
		expect(session.step).toMatchObject({ kind: 'unreadable', problem: { code: 'FILE_NO_HEADER' } });
		await session.readAgain({ firstRow: 'data' });
		expect(session.file?.summary.rows).toBe(2);
		await session.mapField('email', 0);
		expect(emailsOnScreen()).toEqual(['a@example.com', 'b@example.com']);
	});

	test('P2 another delimiter reads the file again, and a choice that spoils it can be taken back', async () => {
		await session.openFile(csvFile('email;name\na@x.co;Ann\n'));
		await session.readAgain({ encoding: 'utf-16le' });
		expect(session.step.kind).toBe('unreadable');
		await session.readAsDetected();
		expect(session.file?.summary.dialect.delimiter).toBe(';');
		expect(session.step.kind).toBe('review');
	});

	test('P2 two choices in a hurry both hold', async () => {
		await session.openFile(csvFile('email;name\na@x.co;Ann\n'));
		const first = session.readAgain({ encoding: 'windows-1252' });
		await session.readAgain({ delimiter: ',' });
		await first;
		expect(session.file?.summary.dialect).toEqual({ encoding: 'windows-1252', delimiter: ',' });
	});

	test('a lookup that fails is said, keeps file and mapping, and can be tried again', async () => {
		server.answers.lookup = [{ kind: 'unreachable' }, known()];
		await session.openFile(csvFile(twoColumns));
		expect(session.step).toEqual({ kind: 'lookup-failed', failure: { kind: 'unreachable' } });
		expect(session.obstacle).toBe('not-checked');
		await session.reviewAgain();
		expect(session.step.kind).toBe('review');
	});
});

describe('a change of the mapping', () => {
	test('M7 asks the network only where the email column is another', async () => {
		await session.openFile(csvFile(twoColumns));
		await session.mapField('notes', 1);
		await session.mapField('name', null);
		await session.setEmptyCells('notes', 'keep');
		expect(server.lookups).toHaveLength(1);
		await session.mapField('email', 1);
		expect(server.lookups).toEqual([['a@x.co'], ['b@x.co']]);
		expect(emailsOnScreen()).toEqual(['b@x.co']);
	});

	test('M7 a column that another field has moves, and the session says from where', async () => {
		await session.openFile(csvFile(twoColumns));
		await session.mapField('notes', 2);
		expect(session.mapping).toMatchObject({ name: null, notes: 2 });
		expect(session.moved).toEqual({ column: 2, from: 'name', to: 'notes' });
		await session.resetMapping();
		expect(session.mapping).toMatchObject({ name: 2, notes: null });
		expect(session.moved).toBeNull();
	});

	test('A5 every preview has an import id of its own', async () => {
		await session.openFile(csvFile(twoColumns));
		const first = session.preview?.importId;
		await session.mapField('notes', 1);
		expect(session.preview?.importId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
		expect(session.preview?.importId).not.toBe(first);
	});

	test('changes in a hurry are looked up once, for the last of them', async () => {
		await session.openFile(csvFile(twoColumns));
		void session.mapField('email', 1);
		void session.mapField('email', 2);
		await session.mapField('email', 1);
		expect(server.lookups).toEqual([['a@x.co'], ['b@x.co']]);
	});

	test('the answer of an older lookup is dropped', async () => {
		const slow = later<ServerAnswer<LookedUp>>();
		await session.openFile(csvFile(twoColumns));
		server.answers.lookup = [slow.promise, known()];
		const old = session.mapField('email', 1);
		await vi.waitFor(() => expect(server.lookups).toHaveLength(2));
		await session.mapField('email', 0);
		slow.resolve(known(customer('a@x.co', { name: 'Ann' })));
		await old;
		expect(emailsOnScreen()).toEqual(['a@x.co']);
		// A new preview would show whether the worker was given the late customers.
		await session.setEmptyCells('name', 'keep');
		expect(session.preview?.summary.counts.create).toBe(1);
	});
});

describe('another file', () => {
	test('W4 keeps the mapping by header names, and the switches', async () => {
		await session.openFile(csvFile('mail,firm\na@x.co,Ann\n'));
		await session.mapField('email', 0);
		await session.mapField('name', 1);
		await session.setEmptyCells('name', 'keep');
		await session.openFile(csvFile('firm,extra,mail\nAnn,1,a@x.co\n'));
		expect(session.mapping).toMatchObject({ email: 2, name: 0 });
		expect(session.emptyCells.name).toBe('keep');
		expect(session.step.kind).toBe('review');
	});

	test('T32 shows nothing of the old one, whose lookup comes late', async () => {
		const slow = later<ServerAnswer<LookedUp>>();
		server.answers.lookup = [slow.promise, known()];
		const old = session.openFile(csvFile('email\nold@x.co\n'));
		await vi.waitFor(() => expect(server.lookups).toHaveLength(1));
		await session.openFile(csvFile('email\nnew@x.co\n'));
		slow.resolve(known(customer('new@x.co')));
		await old;
		expect(emailsOnScreen()).toEqual(['new@x.co']);
		await session.setEmptyCells('name', 'keep');
		expect(session.preview?.summary.counts.create).toBe(1);
	});

	test('T32 a file that cannot be read leaves no row of the old one', async () => {
		await session.openFile(csvFile(twoColumns));
		await session.openFile(await csvFixture('empty.csv'));
		expect(session.step.kind).toBe('unreadable');
		expect(session.file).toBeNull();
		expect(emailsOnScreen()).toEqual([]);
	});

	test('a cancel forgets file, mapping and switches', async () => {
		await session.openFile(csvFile(twoColumns));
		await session.mapField('name', null);
		session.cancel();
		expect(session.step.kind).toBe('choose');
		await session.openFile(csvFile(twoColumns));
		expect(session.mapping.name).toBe(2);
	});
});

describe('apply', () => {
	test('A1 sends mapped fields, headers, file and digest under the id of the preview', async () => {
		await session.openFile(await csvFixture('password.csv'));
		const importId = session.preview?.importId;
		await session.apply();
		const [request] = server.requests;
		expect(request).toMatchObject({
			importId,
			file: { name: 'password.csv' },
			mapping: { email: 'email', name: 'name' },
			submission: { rowNumbers: [2, 3], columns: { name: ['Ann', 'Bob'] } }
		});
		expect(JSON.stringify(request)).not.toMatch(/hunter2|555-01/);
		expect(session.step).toMatchObject({ kind: 'done', fileName: 'password.csv', afterLostAnswer: false });
	});

	test('A5 a double click sends once', async () => {
		await session.openFile(csvFile(twoColumns));
		await Promise.all([session.apply(), session.apply(), session.apply()]);
		expect(server.requests).toHaveLength(1);
	});

	test('while it runs, nothing else changes the file, the mapping or the preview', async () => {
		const slow = later<ServerAnswer<ApplyAnswer>>();
		await session.openFile(csvFile(twoColumns));
		const importId = session.preview?.importId ?? '';
		server.answers.apply = [slow.promise];
		const done = session.apply();
		await vi.waitFor(() => expect(server.requests).toHaveLength(1));
		await session.openFile(csvFile('email\nother@x.co\n'));
		await session.mapField('email', 1);
		await session.setEmptyCells('name', 'keep');
		await session.reviewAgain();
		session.cancel();
		expect(session.step.kind).toBe('applying');
		slow.resolve({ kind: 'answer', value: { kind: 'applied', result: applied(importId) } });
		await done;
		expect(session.step.kind).toBe('done');
	});

	test.each([
		['issues', 'email\nbroken\n', []],
		['nothing', 'email\na@x.co\n', [customer('a@x.co')]]
	] as const)('W4 W7 with the obstacle "%s" nothing is sent', async (obstacle, text, customers) => {
		server.answers.lookup = [known(...customers)];
		await session.openFile(csvFile(text));
		expect(session.obstacle).toBe(obstacle);
		await session.apply();
		expect(server.requests).toEqual([]);
		expect(session.step.kind).toBe('review');
	});

	test('A3 a stale preview shows what was shown and what would happen now, and is reviewed anew', async () => {
		await session.openFile(csvFile('email,name\na@x.co,Ann\nb@x.co,Bob\n'));
		const before = customer('a@x.co', { name: 'Old' });
		const after = customer('a@x.co', { name: 'Ann' });
		const now = {
			kind: 'update',
			row: 2,
			before,
			after,
			changes: [{ field: 'name', from: 'Old', to: 'Ann' }]
		} as const;
		const rows = [{ ...now, changes: [...now.changes] }];
		server.answers.apply = [
			{ kind: 'answer', value: { kind: 'refused', problem: { code: 'PLAN_STALE', rows } } }
		];
		const first = session.preview?.importId;
		await session.apply();
		expect(session.step).toMatchObject({
			kind: 'refused',
			differing: [{ row: 2, shown: { kind: 'create' }, now: { kind: 'update' } }]
		});
		expect(session.obstacle).toBe('refused');
		server.answers.lookup = [known(before)];
		await session.reviewAgain();
		expect(server.lookups).toHaveLength(2);
		expect(session.preview?.summary.counts).toMatchObject({ create: 1, update: 1 });
		expect(session.preview?.importId).not.toBe(first);
	});

	test('A5 a lost answer: the server is asked, and what it did is shown', async () => {
		await session.openFile(csvFile(twoColumns));
		const importId = session.preview?.importId ?? '';
		server.answers.apply = [{ kind: 'unreachable' }];
		server.answers.find = [
			{ kind: 'answer', value: null },
			{ kind: 'answer', value: applied(importId) }
		];
		await session.apply();
		expect(server.finds).toEqual([importId, importId]);
		expect(session.step).toMatchObject({ kind: 'done', afterLostAnswer: true });
	});

	test('A5 a lost request: nothing was written, and trying again sends the same id and content', async () => {
		await session.openFile(csvFile(twoColumns));
		server.answers.apply = [{ kind: 'unreachable' }, { kind: 'error', reference: 'R1' }];
		await session.apply();
		expect(session.step).toMatchObject({ kind: 'failed', written: 'no', failure: { kind: 'unreachable' } });
		await session.apply();
		expect(session.step).toMatchObject({ kind: 'failed', written: 'no', failure: { reference: 'R1' } });
		expect(server.requests[1]).toEqual(server.requests[0]);
	});

	test('A5 while the server cannot be asked, the truth is not known, and said so', async () => {
		await session.openFile(csvFile(twoColumns));
		server.answers.apply = [{ kind: 'unreachable' }];
		server.answers.find = [{ kind: 'unreachable' }];
		await session.apply();
		expect(session.step).toMatchObject({ kind: 'failed', written: 'unknown' });
		server.answers.find = [{ kind: 'answer', value: applied(server.requests[0]?.importId ?? '') }];
		await session.settleAgain();
		expect(session.step).toMatchObject({ kind: 'done', afterLostAnswer: true });
	});

	test('a session that ended keeps the file, and the import goes on after signing in', async () => {
		await session.openFile(csvFile(twoColumns));
		server.answers.apply = [{ kind: 'signed-out' }];
		await session.apply();
		expect(session.step).toMatchObject({ kind: 'failed', failure: { kind: 'signed-out' }, written: 'no' });
		expect(session.file).not.toBeNull();
		server.answers.apply = [];
		await session.apply();
		expect(session.step.kind).toBe('done');
		expect(server.requests[1]?.importId).toBe(server.requests[0]?.importId);
	});
});

describe('W2 the rows on the screen', () => {
	const many = csvFile(
		`email\n${Array.from({ length: 130 }, (_, i) => (i < 120 ? `broken ${i}` : `ok${i}@x.co`)).join('\n')}\n`
	);

	test('are the first 50, and more when asked for', async () => {
		await session.openFile(many);
		expect(session.rows.rows).toHaveLength(50);
		expect(session.rows.total).toBe(130);
		await session.rows.showMore();
		expect(session.rows.rows).toHaveLength(100);
		await session.rows.show('create');
		expect(session.rows.total).toBe(10);
		expect(session.rows.rows).toHaveLength(10);
	});

	test('W3 a row with an issue beyond the window is brought into it, and earlier ones can be asked for', async () => {
		await session.openFile(many);
		await session.rows.show('create');
		expect(await session.rows.bringIssue(112)).toBe(true);
		expect(session.rows.filter).toBe('issue');
		expect(session.rows.start).toBe(100);
		expect(session.rows.rows.some(({ row }) => row === 112)).toBe(true);
		await session.rows.showEarlier();
		expect(session.rows.start).toBe(50);
		expect(session.rows.rows).toHaveLength(70);
	});

	test('W3 a row that is not there is not claimed to be', async () => {
		await session.openFile(many);
		expect(await session.rows.bringIssue(9999)).toBe(false);
	});

	test('a filter stays through a remap as long as it leaves any rows', async () => {
		await session.openFile(csvFile('email,name\na@x.co,Ann\nbroken,Bob\n'));
		await session.rows.show('issue');
		await session.mapField('name', null);
		expect(session.rows.filter).toBe('issue');
		await session.openFile(csvFile('email\na@x.co\n'));
		expect(session.rows.filter).toBe('all');
	});
});
