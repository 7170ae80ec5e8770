import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ImportDraft, ImportDrafts } from '../../../src/lib/browser/import-draft.ts';
import { ImportSession } from '../../../src/lib/browser/import-session.svelte.ts';
import type { ImportStep } from '../../../src/lib/browser/import-step.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { type ImportLimits, defaultLimits } from '../../../src/lib/import/limits.ts';
import { csvFile } from '../../support/csv-fixtures.ts';
import { type Mishap, type PlanningServer, planningServer } from '../../support/planning-server.ts';

const limits: ImportLimits = { ...defaultLimits, maxRows: 3 };

/** The browser's own storage, as far as a draft needs it. */
interface Storage extends ImportDrafts {
	draft: ImportDraft | null;
}

function storage(): Storage {
	const kept: Storage = {
		draft: null,
		save: async (draft) => {
			kept.draft = draft;
		},
		find: async () => (kept.draft ? { from: 'this-tab', draft: kept.draft } : null),
		clear: async () => {
			kept.draft = null;
		}
	};
	return kept;
}

const open: ImportSession[] = [];

afterEach(() => {
	for (const session of open.splice(0)) session.dispose();
});

function startSession(server: PlanningServer, drafts: Storage = storage()): ImportSession {
	const session = new ImportSession({
		limits,
		server,
		drafts,
		lookupDelayMs: 0,
		lookupRetryDelaysMs: [],
		settleDelaysMs: [0, 0, 0],
		retryDelaysMs: [0, 0]
	});
	open.push(session);
	return session;
}

function customer(email: string, name: string | null): Customer {
	return { email, name, status: 'ACTIVE', notes: null, creditLimit: null };
}

// Ten rows: two of them unchanged, three updates, five creates: batches of rows 3-5, 6-9 without 7, and 10-11.
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const text = `email,name\n${names.map((name) => `${name}@x.co,New ${name}\n`).join('')}`;
const before = [
	customer('a@x.co', 'New a'),
	customer('b@x.co', 'Old b'),
	customer('f@x.co', 'New f'),
	customer('h@x.co', 'Old h'),
	customer('j@x.co', 'Old j'),
	customer('other@x.co', 'Other')
];
const changedRows = [3, 4, 5, 6, 8, 9, 10, 11];

function writtenRows(server: PlanningServer): number[] {
	return server.written.flatMap(({ submission }) => submission.rowNumbers);
}

/** Nothing twice, nothing left out, and the customers are those of the file. */
function expectImported(server: PlanningServer): void {
	expect(writtenRows(server)).toEqual(changedRows);
	for (const name of names) expect(server.customers.get(`${name}@x.co`)?.name).toBe(`New ${name}`);
	expect(server.customers.size).toBe(11);
}

function stepOf(session: ImportSession): ImportStep {
	return session.step;
}

/** Presses the button that is there, as long as there is one. */
async function press(session: ImportSession): Promise<void> {
	for (let presses = 0; presses < 30; presses++) {
		const { step } = session;
		if (step.kind === 'lookup-failed' || step.kind === 'refused') await session.reviewAgain();
		else if (step.kind === 'review' || step.kind === 'failed') await session.apply();
		else return;
	}
	throw new Error('Thirty presses did not end it.');
}

describe('I30 a file that is too large for one import', () => {
	test('is read and previewed whole, and says what it comes to', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		expect(session.preview?.summary).toMatchObject({
			counts: { create: 5, update: 3, unchanged: 2 },
			batches: { count: 3, rows: 8 }
		});
		expect(session.run).toBeNull();
		expect(session.obstacle).toBeNull();
	});

	test('I4 its addresses are looked up in pieces, and the screen says how far it is', async () => {
		const server = planningServer(before);
		const sizes: number[] = [];
		const { lookup } = server;
		const session = startSession(server);
		const steps: ImportStep[] = [];
		server.lookup = (emails, signal) => {
			sizes.push(emails.length);
			steps.push(session.step);
			return lookup(emails, signal);
		};
		await session.openFile(csvFile(text));
		expect(sizes).toEqual([3, 3, 3, 1]);
		// Each is asked for while the one before it is under way.
		expect(steps.at(-1)).toEqual({ kind: 'looking-up', done: 6, of: 10 });
	});

	test('two lookups are under way at a time, and no more', async () => {
		const server = planningServer(before);
		const underWay: number[] = [];
		const { lookup } = server;
		const asked = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
		let open = 0;
		server.lookup = async (emails, signal) => {
			underWay.push(++open);
			const number = underWay.length;
			asked[number - 1]?.resolve();
			// Answered once the next is asked for; the last of them at once.
			if (number < 4) await asked[number]?.promise;
			open--;
			return lookup(emails, signal);
		};
		await startSession(server).openFile(csvFile(text));
		expect(underWay).toHaveLength(4);
		expect(Math.max(...underWay)).toBe(2);
	});

	test('a lookup that fails in the middle goes on where it stopped', async () => {
		const server = planningServer(before);
		server.mishap = (call) => (call === 3 ? 'lost-request' : null);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		expect(session.step.kind).toBe('lookup-failed');
		await session.reviewAgain();
		expect(session.preview?.summary.batches).toEqual({ count: 3, rows: 8 });
		// Of the one that was asked for ahead nothing is kept.
		expect(server.calls).toBe(6);
	});

	test('is applied as successive imports of changed rows, which say that they belong together', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		await session.apply();
		expectImported(server);
		expect(server.written.map(({ submission }) => submission.rowNumbers)).toEqual([
			[3, 4, 5],
			[6, 8, 9],
			[10, 11]
		]);
		const [first] = server.written;
		expect(server.written.map(({ run }) => run)).toEqual(
			[1, 2, 3].map((batch) => ({ id: first?.run?.id, batch, batches: 3 }))
		);
		expect(new Set(server.written.map(({ importId }) => importId)).size).toBe(3);
		expect(server.written.every(({ remember }) => remember?.mapping.email?.header === 'email')).toBe(true);
		expect(session.step).toMatchObject({
			kind: 'run-done',
			run: { batches: 3, written: 8, total: 8 },
			unchanged: 2
		});
		expect(session.run).toBeNull();
	});

	test('of which only a few rows change is one import like any other', async () => {
		const server = planningServer(
			names.map((name) => customer(`${name}@x.co`, name < 'i' ? `New ${name}` : 'Old'))
		);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		expect(session.preview?.summary.batches).toEqual({ count: 1, rows: 2 });
		await session.apply();
		expect(server.written).toHaveLength(1);
		expect(server.written[0]?.run).toBeUndefined();
		expect(session.step).toMatchObject({ kind: 'run-done', run: { batches: 1, written: 2 }, unchanged: 8 });
	});

	test('A5 a double press sends nothing twice', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		await Promise.all([session.apply(), session.apply(), session.apply()]);
		expectImported(server);
	});

	test('while it runs, nothing else changes the file, the mapping or the preview', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		server.mishap = async (_, kind) => {
			if (kind !== 'apply') return null;
			expect(session.step).toMatchObject({ kind: 'running', part: 'sending' });
			await session.openFile(csvFile('email\nother@x.co\n'));
			await session.mapField('name', null);
			await session.fix({ kind: 'set-aside', rows: [11] });
			await session.reviewAgain();
			session.cancel();
			return null;
		};
		await session.apply();
		expectImported(server);
	});
});

describe('I30 a pause', () => {
	test('ends with the batch that is under way; the rest is shown, and goes on', async () => {
		const server = planningServer(before);
		const drafts = storage();
		const session = startSession(server, drafts);
		await session.openFile(csvFile(text));
		server.mishap = (_, kind) => {
			if (kind === 'apply' && server.written.length === 0) {
				session.pause();
				expect(stepOf(session)).toMatchObject({ kind: 'running', isPausing: true });
			}
			return null;
		};
		await session.apply();
		expect(writtenRows(server)).toEqual([3, 4, 5]);
		expect(session.step.kind).toBe('review');
		expect(session.run).toMatchObject({ written: 3, total: 8, batches: 3 });
		expect(session.preview?.summary).toMatchObject({
			counts: { create: 3, update: 2, unchanged: 1 },
			batches: { count: 2, rows: 5 }
		});
		expect(session.rows.total).toBe(6);
		expect(drafts.draft).toMatchObject({ pending: null, run: { done: [{ created: 2, updated: 1 }] } });
		await session.apply();
		expectImported(server);
		expect(session.step).toMatchObject({ kind: 'run-done', run: { batches: 3 }, unchanged: 2 });
	});

	test('a row that was left out and is brought back meanwhile is imported too', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		await session.fix({ kind: 'set-aside', rows: [4] });
		server.mishap = (_, kind) => {
			if (kind === 'apply' && server.written.length === 0) session.pause();
			return null;
		};
		await session.apply();
		expect(writtenRows(server)).toEqual([3, 5, 6]);
		await session.fix({ kind: 'undo-all' });
		expect(session.run).toMatchObject({ written: 3, total: 8, batches: 3 });
		await session.apply();
		expect(writtenRows(server)).toEqual([3, 5, 6, 4, 8, 9, 10, 11]);
	});

	test('another file gives the run up, and the news says so; what was imported stays', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		server.mishap = (_, kind) => {
			if (kind === 'apply') session.pause();
			return null;
		};
		await session.apply();
		await session.openFile(csvFile(text));
		expect(session.run).toBeNull();
		expect(session.news).toMatchObject({ kind: 'replaced', run: { written: 3, total: 8 } });
		expect(session.preview?.summary.counts).toMatchObject({ create: 3, update: 2, unchanged: 5 });
		await session.mapField('name', null);
		await session.openFile(csvFile(text));
		expect(session.news).toMatchObject({ kind: 'replaced', run: null });
	});

	test('a cancel gives it up', async () => {
		const server = planningServer(before);
		const drafts = storage();
		const session = startSession(server, drafts);
		await session.openFile(csvFile(text));
		server.mishap = (_, kind) => {
			if (kind === 'apply') session.pause();
			return null;
		};
		await session.apply();
		session.cancel();
		expect(session.step.kind).toBe('choose');
		expect(session.run).toBeNull();
		expect(drafts.draft).toBeNull();
		expect(writtenRows(server)).toEqual([3, 4, 5]);
	});
});

describe('I30 a batch whose customers changed meanwhile', () => {
	async function stopped(server: PlanningServer): Promise<ImportSession> {
		const session = startSession(server);
		await session.openFile(csvFile(text));
		server.mishap = (_, kind) => {
			if (kind === 'apply' && server.written.length === 1)
				server.customers.set('h@x.co', customer('h@x.co', 'Edited'));
			return null;
		};
		await session.apply();
		return session;
	}

	test('A3 stops the run at it, shows the difference, and the run goes on after a decision', async () => {
		const server = planningServer(before);
		const session = await stopped(server);
		expect(session.step).toMatchObject({
			kind: 'refused',
			problem: { code: 'PLAN_STALE' },
			differing: [{ row: 9, shown: { kind: 'update' }, now: { kind: 'update' } }]
		});
		expect(session.run).toMatchObject({ written: 3, total: 8 });
		expect(writtenRows(server)).toEqual([3, 4, 5]);
		server.mishap = () => null;
		await session.reviewAgain();
		expect(session.preview?.summary).toMatchObject({
			counts: { create: 3, update: 2 },
			batches: { count: 2 }
		});
		await session.apply();
		expectImported(server);
	});

	test('a row that was imported is not imported again over a later edit', async () => {
		const server = planningServer(before);
		const session = await stopped(server);
		server.mishap = () => null;
		server.customers.set('b@x.co', customer('b@x.co', 'Edited since'));
		await session.reviewAgain();
		await press(session);
		expect(writtenRows(server)).toEqual(changedRows);
		expect(server.customers.get('b@x.co')?.name).toBe('Edited since');
	});

	test('a rest that somebody else has entered meanwhile ends the run', async () => {
		const server = planningServer(before);
		const session = await stopped(server);
		server.mishap = () => null;
		for (const name of names) server.customers.set(`${name}@x.co`, customer(`${name}@x.co`, `New ${name}`));
		await session.reviewAgain();
		expect(session.step).toMatchObject({ kind: 'run-done', run: { written: 3, batches: 1 }, unchanged: 7 });
	});
});

describe('I30 W6 the plan limit', () => {
	test('is checked for the whole beforehand: nothing is sent', async () => {
		const server = planningServer(before);
		server.allowed = 10;
		const session = startSession(server);
		await session.openFile(csvFile(text));
		expect(session.obstacle).toBe('plan-limit');
		await session.apply();
		expect(server.written).toEqual([]);
	});

	test('and once more when it begins', async () => {
		const server = planningServer(before);
		server.allowed = 11;
		const session = startSession(server);
		await session.openFile(csvFile(text));
		expect(session.obstacle).toBeNull();
		server.customers.set('late@x.co', customer('late@x.co', null));
		await session.apply();
		expect(session.obstacle).toBe('plan-limit');
		expect(server.written).toEqual([]);
		server.customers.delete('late@x.co');
		await session.reviewAgain();
		await session.apply();
		expectImported(server);
	});

	test('one import that exceeds it is left to the server, which refuses it as a whole', async () => {
		const server = planningServer(before);
		server.allowed = 6;
		const session = startSession(server);
		await session.openFile(csvFile('email\nnew@x.co\n'));
		expect(session.obstacle).toBeNull();
	});
});

describe('A5 I30 whatever goes wrong, no batch is sent twice and none is left out', () => {
	const mishaps: Mishap[] = ['lost-request', 'lost-answer', 'busy', 'signed-out', 'forbidden', 'error'];
	// Four lookups, one for the plan's usage, three batches.
	const calls = [1, 2, 3, 4, 5, 6, 7, 8];

	test.each(mishaps)('at any call: %s', async (mishap) => {
		for (const unlucky of calls) {
			const server = planningServer(before);
			server.mishap = (call) => (call === unlucky ? mishap : null);
			const session = startSession(server);
			await session.openFile(csvFile(text));
			await press(session);
			expect(session.step.kind, `call ${unlucky}`).toBe('run-done');
			expectImported(server);
		}
	});

	test('a server that stays away for a while: the run stops, says whether it knows, and goes on', async () => {
		for (const length of [1, 2, 3, 5, 9, 14]) {
			const server = planningServer(before);
			const session = startSession(server);
			await session.openFile(csvFile(text));
			let since = Infinity;
			server.mishap = (call, kind) => {
				if (kind === 'apply' && server.written.length === 1) since = Math.min(since, call);
				if (call === since) return 'lost-answer';
				return call > since && call < since + length ? 'lost-request' : null;
			};
			await press(session);
			expect(session.step.kind).toBe('run-done');
			expectImported(server);
		}
	});

	test('T28 a busy server is tried again a few times by itself, then the run stops', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		let busy = 0;
		const parts = new Set<string>();
		server.mishap = (_, kind) => {
			if (session.step.kind === 'running') parts.add(session.step.part);
			if (kind !== 'apply' || server.written.length !== 1) return null;
			busy++;
			return 'busy';
		};
		await session.apply();
		expect(busy).toBe(3);
		expect(session.step).toMatchObject({ kind: 'failed', failure: { kind: 'busy' }, written: 'no' });
		server.mishap = () => null;
		await session.apply();
		expectImported(server);
		// Its own, three times the busy one's and once more, and that of the last.
		expect(server.sent).toHaveLength(6);
		expect(new Set(server.sent).size).toBe(3);
	});

	test('a pause while it waits stops at once', async () => {
		const server = planningServer(before);
		const session = new ImportSession({ limits, server, retryDelaysMs: [600_000], settleDelaysMs: [0, 0] });
		open.push(session);
		await session.openFile(csvFile(text));
		server.mishap = (_, kind) => (kind === 'apply' ? 'busy' : null);
		const done = session.apply();
		await vi.waitFor(() => expect(session.step).toMatchObject({ kind: 'running', part: 'waiting' }));
		session.pause();
		await done;
		expect(session.step.kind).toBe('review');
		expect(server.written).toEqual([]);
	});

	test('who is online again learns what became of the batch, and the run goes on by itself', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		let isAway = false;
		server.mishap = (_, kind) => {
			if (isAway) return 'lost-request';
			if (kind !== 'apply' || server.written.length !== 1) return null;
			isAway = true;
			return 'lost-answer';
		};
		await session.apply();
		expect(session.step).toMatchObject({ kind: 'failed', written: 'unknown' });
		expect(session.run).toMatchObject({ written: 3 });
		server.mishap = () => null;
		await session.settleAgain();
		expect(session.step.kind).toBe('run-done');
		expectImported(server);
	});

	test('after a change of the mapping, a batch of which nothing is known is settled first', async () => {
		const server = planningServer(before);
		const session = startSession(server);
		await session.openFile(csvFile(text));
		let isAway = false;
		server.mishap = (_, kind) => {
			if (isAway) return 'lost-request';
			if (kind !== 'apply' || server.written.length !== 1) return null;
			isAway = true;
			return 'lost-answer';
		};
		await session.apply();
		server.mishap = () => null;
		await session.setEmptyCells('name', 'keep');
		expect(session.step.kind).toBe('review');
		await press(session);
		expect(session.step.kind).toBe('run-done');
		expectImported(server);
	});
});

describe('I30 a reload', () => {
	/** Plays until the page dies at a call, with its answer on the way; the next page takes up what was kept. */
	async function diesAt(unlucky: number, isProcessed: boolean) {
		const server = planningServer(before);
		const drafts = storage();
		const first = startSession(server, drafts);
		server.mishap = (call) => {
			if (call !== unlucky) return null;
			first.dispose();
			return isProcessed ? 'lost-answer' : 'lost-request';
		};
		await first.openFile(csvFile(text));
		await press(first);
		server.mishap = () => null;
		const { draft } = drafts;
		const second = startSession(server, drafts);
		if (draft) await second.restore(draft);
		else await second.openFile(csvFile(text));
		return { server, second };
	}

	test.each([true, false])('at any call, whether or not it was processed (%s)', async (isProcessed) => {
		for (const unlucky of [1, 2, 3, 4, 5, 6, 7, 8]) {
			const { server, second } = await diesAt(unlucky, isProcessed);
			const isWritten = isProcessed ? unlucky - 5 : unlucky - 6;
			if (isWritten > 0 && isWritten < 3) {
				// It waits for the person, with the rest in view.
				expect(second.step.kind, `call ${unlucky}`).toBe('review');
				expect(second.run, `call ${unlucky}`).toMatchObject({ written: 3 * isWritten, total: 8 });
			} else if (isWritten <= 0) expect(second.run, `call ${unlucky}`).toBeNull();
			await press(second);
			expect(second.step, `call ${unlucky}`).toMatchObject({ kind: 'run-done', unchanged: 2 });
			expectImported(server);
		}
	});

	test('while the server is away: it is not known, and asked again before anything is sent', async () => {
		const server = planningServer(before);
		const drafts = storage();
		const first = startSession(server, drafts);
		await first.openFile(csvFile(text));
		server.mishap = (_, kind) => {
			if (kind === 'apply' && server.written.length === 1) first.dispose();
			return null;
		};
		void first.apply();
		await vi.waitFor(() => expect(server.written).toHaveLength(2));
		server.mishap = () => 'lost-request';
		const second = startSession(server, drafts);
		if (drafts.draft === null) throw new Error('Nothing was kept.');
		await second.restore(drafts.draft);
		expect(second.step).toMatchObject({ kind: 'failed', written: 'unknown' });
		expect(second.run).toMatchObject({ written: 3 });
		server.mishap = () => null;
		await second.settleAgain();
		expect(second.step.kind).toBe('review');
		expect(second.run).toMatchObject({ written: 6, total: 8 });
		await press(second);
		expectImported(server);
	});

	test('of a file of one import says that it was written, and not that there is nothing to change', async () => {
		const server = planningServer();
		const drafts = storage();
		const first = startSession(server, drafts);
		await first.openFile(csvFile('email\na@x.co\n', 'small.csv'));
		server.mishap = (_, kind) => {
			if (kind === 'apply') first.dispose();
			return null;
		};
		void first.apply();
		await vi.waitFor(() => expect(server.written).toHaveLength(1));
		if (drafts.draft === null) throw new Error('Nothing was kept.');
		const second = startSession(server, drafts);
		await second.restore(drafts.draft);
		expect(second.step).toMatchObject({
			kind: 'done',
			fileName: 'small.csv',
			result: { created: 1 },
			afterLostAnswer: true
		});
		expect(drafts.draft).toBeNull();
	});

	test('before it was written: the review is back, and the import is sent under a new id', async () => {
		const server = planningServer();
		const drafts = storage();
		const first = startSession(server, drafts);
		await first.openFile(csvFile('email\na@x.co\n'));
		server.mishap = (_, kind) => {
			if (kind !== 'apply') return null;
			first.dispose();
			return 'lost-request';
		};
		await first.apply();
		server.mishap = () => null;
		if (drafts.draft === null) throw new Error('Nothing was kept.');
		const second = startSession(server, drafts);
		await second.restore(drafts.draft);
		expect(second.step.kind).toBe('review');
		await second.apply();
		expect(second.step.kind).toBe('done');
		expect(server.written).toHaveLength(1);
	});
});
