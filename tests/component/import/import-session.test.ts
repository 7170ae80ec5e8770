import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toColumns } from '../../../src/lib/customer/customer-columns.ts';
import { ImportSession } from '../../../src/lib/browser/import-session.svelte.ts';
import { createImportWorker } from '../../../src/lib/browser/import-worker.ts';
import type { ServerAnswer, LookedUp, ApplyAnswer } from '../../../src/lib/browser/import-server.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { clearEmptyCells, noMapping } from '../../../src/lib/import/mapping.ts';
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
		lookupRetryDelaysMs: [0, 0],
		settleDelaysMs: [0, 0, 0]
	});
});

afterEach(() => session.dispose());

function known(...customers: Customer[]): ServerAnswer<LookedUp> {
	return {
		kind: 'answer',
		value: { customers: toColumns(customers), usage: { allowed: null, present: customers.length } }
	};
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
	return Array.from({ length: session.rows.total }, (_, i) => session.rows.at(i)?.email ?? '');
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

	test('I2 I30 a file over the size limit of files is not read at all', async () => {
		const maxBytes = 1000;
		const small = { ...defaultLimits, maxBytes, file: { ...defaultLimits.file, maxBytes } };
		const limited = new ImportSession({ limits: small, server });
		await limited.openFile(csvFile('x'.repeat(maxBytes + 1)));
		expect(limited.step).toMatchObject({
			kind: 'unreadable',
			problem: { code: 'FILE_TOO_LARGE', bytes: maxBytes + 1, maxBytes }
		});
		limited.dispose();
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

	test('I4 a lookup that the server is too busy for, or that gets lost, is tried again by itself', async () => {
		server.answers.lookup = [{ kind: 'busy' }, { kind: 'unreachable' }, known(customer('a@x.co'))];
		await session.openFile(csvFile(twoColumns));
		expect(session.step.kind).toBe('review');
		expect(server.lookups).toEqual([['a@x.co'], ['a@x.co'], ['a@x.co']]);
	});

	test.each(['signed-out', 'forbidden', 'error'] as const)(
		'I4 a lookup that is refused (%s) is not tried again',
		async (kind) => {
			const failure = kind === 'error' ? { kind, reference: 'R1' } : { kind };
			server.answers.lookup = [failure, known()];
			await session.openFile(csvFile(twoColumns));
			expect(session.step).toEqual({ kind: 'lookup-failed', failure });
			expect(server.lookups).toHaveLength(1);
		}
	);

	test('I4 who opens another file meanwhile has the old lookup not tried again', async () => {
		session.dispose();
		const patient = { limits: defaultLimits, server, lookupDelayMs: 0, lookupRetryDelaysMs: [600_000] };
		session = new ImportSession(patient);
		server.answers.lookup = [{ kind: 'busy' }, known()];
		const first = session.openFile(csvFile('email\nold@x.co\n'));
		await vi.waitFor(() => expect(server.lookups).toHaveLength(1));
		await session.openFile(csvFile('email\nnew@x.co\n'));
		await first;
		expect(session.step.kind).toBe('review');
		expect(server.lookups).toEqual([['old@x.co'], ['new@x.co']]);
	});

	test('a lookup that goes on failing is said, keeps file and mapping, and can be tried again', async () => {
		server.answers.lookup = [...Array.from({ length: 3 }, () => ({ kind: 'unreachable' }) as const), known()];
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

describe('fixes', () => {
	const file = 'email,name\nann@x.co,Ann\nbroken,Ben\n';

	test('W4 a fix is in the next preview, which says what it did and has an import id of its own', async () => {
		await session.openFile(csvFile(file));
		const first = session.preview?.importId;
		await session.fix({ kind: 'edit', row: 3, field: 'email', text: 'ben@x.co' });
		expect(session.preview?.summary.counts).toMatchObject({ create: 2, issue: 0 });
		expect(session.preview?.summary.fixes).toHaveLength(1);
		expect(session.preview?.importId).not.toBe(first);
		expect(session.news).toMatchObject({
			kind: 'fixed',
			before: { issueCount: 1 },
			after: { issueCount: 0 }
		});
		await session.fix({ kind: 'undo-all' });
		expect(session.preview?.summary.counts).toMatchObject({ create: 1, issue: 1 });
	});

	test('I4 of an edited address only the new one is looked up, and it is compared with its customer', async () => {
		await session.openFile(csvFile(file));
		server.answers.lookup = [known(customer('ben@x.co', { name: 'Ben' }))];
		await session.fix({ kind: 'edit', row: 3, field: 'email', text: 'Ben@x.co' });
		expect(server.lookups).toEqual([['ann@x.co'], ['ben@x.co']]);
		expect(session.preview?.summary.counts).toMatchObject({ create: 1, unchanged: 1 });
		await session.fix({ kind: 'undo-all' });
		await session.fix({ kind: 'edit', row: 3, field: 'email', text: 'ben@x.co' });
		expect(server.lookups).toHaveLength(2);
	});

	test('A1 what is applied is what the fixes made of it', async () => {
		await session.openFile(csvFile(file));
		await session.fix({ kind: 'edit', row: 3, field: 'email', text: 'ben@x.co' });
		await session.fix({ kind: 'set-aside', rows: [2] });
		await session.apply();
		expect(session.step.kind).toBe('done');
		expect(server.requests[0]?.submission).toMatchObject({
			rowNumbers: [3],
			columns: { email: ['ben@x.co'], name: ['Ben'] }
		});
	});

	test('fixes in a hurry are all made', async () => {
		await session.openFile(csvFile('email,name\nbad,A\nworse,B\nworst,C\n'));
		await Promise.all(
			[2, 3, 4].map((row) => session.fix({ kind: 'edit', row, field: 'email', text: `row${row}@x.co` }))
		);
		expect(session.preview?.summary.counts).toMatchObject({ create: 3, issue: 0 });
	});

	test('W4 they are made again in the file that replaces it, which says what became of the issues', async () => {
		await session.openFile(csvFile('email,name\nbroken,Ann\nworse,Ben\nworst,Cem\n'));
		await session.fix({ kind: 'edit', row: 2, field: 'email', text: 'ann@x.co' });
		await session.openFile(csvFile('email,name\nbroken,Ann\nben@x.co,Ben\nworst,Cem\n'));
		expect(session.preview?.summary.counts).toMatchObject({ create: 2, issue: 1 });
		expect(session.news).toMatchObject({
			kind: 'replaced',
			before: { issueCount: 2 },
			after: { issueCount: 1 },
			adopted: { kept: 1, settled: 0, dropped: 0 }
		});
	});

	test('W4 a file between that cannot be read does not lose them', async () => {
		await session.openFile(csvFile(file));
		await session.fix({ kind: 'edit', row: 3, field: 'email', text: 'ben@x.co' });
		await session.openFile(await csvFixture('empty.csv'));
		expect(session.step.kind).toBe('unreadable');
		await session.openFile(csvFile(file));
		expect(session.preview?.summary.counts).toMatchObject({ create: 2, issue: 0 });
	});

	test('P2 they stay when the file is read in another way', async () => {
		await session.openFile(csvFile(file));
		await session.fix({ kind: 'edit', row: 3, field: 'email', text: 'ben@x.co' });
		await session.readAgain({ encoding: 'windows-1252' });
		expect(session.preview?.summary.counts).toMatchObject({ create: 2, issue: 0 });
	});

	test('W4 a worker that crashed does not lose them', async () => {
		const workers: Worker[] = [];
		const owner = createImportWorker(() => {
			const url = new URL('../../../workers/import.worker.ts', import.meta.url);
			const worker = new Worker(url, { type: 'module' });
			workers.push(worker);
			return worker;
		});
		const crashing = new ImportSession({ limits: defaultLimits, server, worker: owner });
		await crashing.openFile(csvFile(file));
		await crashing.fix({ kind: 'edit', row: 3, field: 'email', text: 'ben@x.co' });
		workers.at(-1)?.dispatchEvent(new ErrorEvent('error'));
		await crashing.setEmptyCells('name', 'keep');
		expect(crashing.step).toMatchObject({ kind: 'unreadable', problem: { code: 'READER_FAILED' } });
		await crashing.readAgain({});
		expect(crashing.preview?.summary.counts).toMatchObject({ create: 2, issue: 0 });
		crashing.dispose();
	});

	test('W4 a file that is chosen while an earlier review comes back is the one that counts', async () => {
		const draft = {
			file: csvFile('email,name\nold@x.co,Old\n'),
			options: {},
			handle: null,
			mapping: { ...noMapping, email: 0 },
			emptyCells: clearEmptyCells,
			fixes: new Blob(['{}']),
			savedAt: 0
		};
		const restoring = session.restore(draft);
		await session.openFile(csvFile(file));
		await restoring;
		expect(session.mapping).toMatchObject({ email: 0, name: 1 });
		expect(session.news).toBeNull();
		expect(emailsOnScreen()).toContain('ann@x.co');
	});

	test('a cancel forgets them', async () => {
		await session.openFile(csvFile(file));
		await session.fix({ kind: 'edit', row: 3, field: 'email', text: 'ben@x.co' });
		session.cancel();
		await session.openFile(csvFile(file));
		expect(session.preview?.summary.fixes).toEqual([]);
	});
});

describe('W4 a file that was saved in another program', () => {
	async function handleOf(text: string): Promise<FileSystemFileHandle> {
		const folder = await navigator.storage.getDirectory();
		const handle = await folder.getFileHandle('customers.csv', { create: true });
		await write(handle, text);
		return handle;
	}
	async function write(handle: FileSystemFileHandle, text: string): Promise<void> {
		const stream = await handle.createWritable();
		await stream.write(text);
		await stream.close();
	}

	test('is read again with the same mapping', async () => {
		const handle = await handleOf('email,firm\nbroken,Ann\n');
		await session.openFile(await handle.getFile(), {}, handle);
		await session.mapField('name', 1);
		await write(handle, 'email,firm\nann@x.co,Ann\n');
		expect(await session.reload()).toBe(true);
		expect(session.preview?.summary.counts).toMatchObject({ create: 1, issue: 0 });
		expect(session.mapping.name).toBe(1);
	});

	test('and is gone: nothing changes', async () => {
		const handle = await handleOf('email\nbroken\n');
		await session.openFile(await handle.getFile(), {}, handle);
		const { preview } = session;
		await (await navigator.storage.getDirectory()).removeEntry('customers.csv');
		expect(await session.reload()).toBe(false);
		expect(session.preview).toBe(preview);
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

	test('A5 "no such import" counts only when it is said twice: the lost request may arrive after the first question', async () => {
		await session.openFile(csvFile(twoColumns));
		const none = { kind: 'answer', value: null } as const;
		server.answers.apply = [{ kind: 'unreachable' }];
		server.answers.find = [none, { kind: 'busy' }, { kind: 'unreachable' }];
		await session.apply();
		expect(session.step).toMatchObject({ kind: 'failed', written: 'unknown' });
		expect(server.finds).toHaveLength(3);
		server.answers.find = [none, none, { kind: 'unreachable' }];
		await session.settleAgain();
		expect(session.step).toMatchObject({ kind: 'failed', written: 'no' });
		expect(server.finds).toHaveLength(5);
	});

	test('A5 a try that is refused at the door does not make an earlier one unwritten', async () => {
		await session.openFile(csvFile(twoColumns));
		server.answers.find = [{ kind: 'unreachable' }];
		server.answers.apply = [{ kind: 'unreachable' }];
		await session.apply();
		for (const kind of ['signed-out', 'busy', 'forbidden'] as const) {
			server.answers.apply = [{ kind }];
			await session.apply();
			expect(session.step).toMatchObject({ kind: 'failed', failure: { kind }, written: 'unknown' });
		}
	});

	test('T28 a server that is busy wrote nothing, and is not asked what became of it', async () => {
		await session.openFile(csvFile(twoColumns));
		server.answers.apply = [{ kind: 'busy' }];
		await session.apply();
		expect(session.step).toMatchObject({ kind: 'failed', failure: { kind: 'busy' }, written: 'no' });
		expect(server.finds).toEqual([]);
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

	test('come in windows, as they are wanted', async () => {
		await session.openFile(many);
		expect(session.rows.total).toBe(130);
		expect(session.rows.at(0)?.row).toBe(2);
		expect(session.rows.at(129)).toBeUndefined();
		session.rows.want(80, 130);
		await vi.waitFor(() => expect(session.rows.at(129)?.row).toBe(131));
		await session.rows.show({ filter: 'create' });
		expect(session.rows.total).toBe(10);
		expect(session.rows.at(0)?.row).toBe(122);
	});

	test('W3 a row that a filter or search leaves out is found among all rows', async () => {
		await session.openFile(many);
		await session.rows.show({ filter: 'create', search: 'ok12' });
		expect(await session.rows.locate(112)).toBe(110);
		expect(session.rows.query).toEqual({ filter: 'all', search: '' });
	});

	test('W3 a row that is not there is not claimed to be', async () => {
		await session.openFile(many);
		expect(await session.rows.locate(9999)).toBe(-1);
	});

	test('a filter stays through a remap as long as it leaves any rows', async () => {
		await session.openFile(csvFile('email,name\na@x.co,Ann\nbroken,Bob\n'));
		await session.rows.show({ filter: 'issue' });
		await session.mapField('name', null);
		expect(session.rows.query.filter).toBe('issue');
		await session.openFile(csvFile('email\na@x.co\n'));
		expect(session.rows.query.filter).toBe('all');
	});
});
