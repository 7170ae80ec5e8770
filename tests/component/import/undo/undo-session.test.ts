import { describe, expect, test } from 'vitest';
import { UndoRunSession } from '../../../../src/lib/browser/undo-run-session.svelte.ts';
import type { UndoRefused } from '../../../../src/lib/browser/undo-server.ts';
import { UndoSession } from '../../../../src/lib/browser/undo-session.svelte.ts';
import { undoDigest, undoRowDigest } from '../../../../src/lib/import/undo/undo-digest.ts';
import type { ImportToUndo } from '../../../../src/lib/import/undo.ts';
import {
	type FakeUndoServer,
	applied,
	fakeUndoServer,
	kept,
	piece,
	restored
} from '../../../support/fake-undo-server.ts';

function newSession(server: FakeUndoServer): UndoSession {
	return new UndoSession('import', { server, resendDelaysMs: [0, 0] });
}

const stale: UndoRefused = { kind: 'refused', problem: { code: 'UNDO_STALE', rows: [kept(2)] } };

describe('the undo of one import', () => {
	test('H2: what is asked for is what was shown, in all its pieces', async () => {
		const server = fakeUndoServer();
		server.answers.preview = [piece([restored(2), kept(3)], 3), piece([restored(7)])];
		const session = newSession(server);
		await session.preview();
		expect(server.previews.map(({ afterRow }) => afterRow)).toEqual([null, 3]);
		expect(session.counts).toEqual({ restore: 2, remove: 0, keep: 1 });
		await session.undo();
		const rowDigests = [restored(2), kept(3), restored(7)].map(undoRowDigest);
		expect(server.requests).toMatchObject([{ rowDigests, digest: undoDigest('import', rowDigests) }]);
		expect(session.step).toMatchObject({ kind: 'done', afterLostAnswer: false });
	});

	test('H2: nothing is undone before the whole preview is there', async () => {
		const server = fakeUndoServer();
		server.answers.preview = [piece([restored(2)], 2), { kind: 'unreachable' }];
		const session = newSession(server);
		await session.preview();
		expect(session.step).toMatchObject({ kind: 'preview-failed' });
		await session.undo();
		expect(server.requests).toEqual([]);
		server.answers.preview = [piece([restored(3)])];
		await session.preview();
		expect(server.previews.at(-1)?.afterRow).toBe(2);
		expect(session.rows.all.map(({ row }) => row)).toEqual([2, 3]);
	});

	test.each([{ code: 'ALREADY_UNDONE' } as const, { code: 'UNDO_EXPIRED', days: 30 } as const])(
		'H2: an import that cannot be undone says why: %o',
		async (problem) => {
			const server = fakeUndoServer();
			server.answers.preview = [{ kind: 'refused', problem }];
			const session = newSession(server);
			await session.preview();
			expect(session.step).toEqual({ kind: 'impossible', problem });
		}
	);

	test('A5: after a lost answer the same goes again, until there is one', async () => {
		const server = fakeUndoServer();
		const session = newSession(server);
		await session.preview();
		const request = { undoId: 'u', importId: 'import', digest: '', rowDigests: [] };
		server.answers.undo = [
			{ kind: 'unreachable' },
			{ kind: 'busy' },
			{ kind: 'answer', value: applied(request) }
		];
		await session.undo();
		expect(server.requests).toHaveLength(3);
		expect(new Set(server.requests).size).toBe(1);
		expect(session.step).toMatchObject({ kind: 'done', afterLostAnswer: true });
	});

	test('A5: where no answer comes at all nobody claims to know; trying again sends the same', async () => {
		const server = fakeUndoServer();
		const session = newSession(server);
		await session.preview();
		server.answers.undo = [{ kind: 'error', reference: null }];
		await session.undo();
		expect(session.step).toMatchObject({ kind: 'failed', written: 'unknown' });
		server.answers.undo = [{ kind: 'signed-out' }];
		await session.askAgain();
		expect(session.step).toMatchObject({ kind: 'failed', written: 'unknown' });
		server.answers.undo = [];
		await session.undo();
		expect(new Set(server.requests.map(({ undoId }) => undoId)).size).toBe(1);
		expect(session.step).toMatchObject({ kind: 'done', afterLostAnswer: true });
	});

	test.each(['signed-out', 'forbidden', 'busy'] as const)(
		'H2: where the server says %s at once nothing was done',
		async (kind) => {
			const server = fakeUndoServer();
			const session = newSession(server);
			await session.preview();
			server.answers.undo = [{ kind }];
			await session.undo();
			expect(server.requests).toHaveLength(1);
			expect(session.step).toEqual({ kind: 'failed', failure: { kind }, written: 'no' });
			await session.askAgain();
			expect(server.requests).toHaveLength(1);
		}
	);

	test('A3: a stale preview shows what was seen beside what is; a new one has a new id', async () => {
		const server = fakeUndoServer();
		const session = newSession(server);
		await session.preview();
		server.answers.undo = [stale];
		await session.undo();
		expect(session.step).toMatchObject({
			kind: 'refused',
			differing: [{ row: 2, shown: { kind: 'restore' }, now: { kind: 'keep', note: 'Edited since' } }]
		});
		server.answers.preview = [piece([restored(3)])];
		server.answers.undo = [];
		await session.reviewAgain();
		expect(session.rows.all.map(({ row }) => row)).toEqual([3]);
		await session.undo();
		expect(server.requests[1]?.undoId).not.toBe(server.requests[0]?.undoId);
		expect(session.step).toMatchObject({ kind: 'done' });
	});
});

const imports = [3, 2, 1].map((batch): ImportToUndo => ({
	importId: `import-${batch}`,
	fileName: 'large.csv',
	userName: 'Jo',
	appliedAt: '2026-05-03T14:03:00.000Z',
	until: '2026-06-02T14:03:00.000Z',
	created: 0,
	updated: 1,
	run: { id: 'run', batch, batches: 3 }
}));

function newRun(server: FakeUndoServer): UndoRunSession {
	return new UndoRunSession(imports, { server, resendDelaysMs: [0, 0] });
}

function states(session: UndoRunSession): string[] {
	return session.parts.map(({ state }) => state.kind);
}

describe('the undo of the imports of a large file', () => {
	test('I30, H2: previews and undoes the latest first, each by itself', async () => {
		const server = fakeUndoServer();
		const session = newRun(server);
		await session.preview();
		expect(session.planned).toEqual({ restore: 3, remove: 0, keep: 0 });
		await session.undo();
		expect(server.requests.map(({ importId }) => importId)).toEqual(['import-3', 'import-2', 'import-1']);
		expect(new Set(server.requests.map(({ undoId }) => undoId)).size).toBe(3);
		expect(session.step).toEqual({ kind: 'done' });
		expect(session.undone).toEqual({ restore: 3, remove: 0, keep: 0 });
	});

	test('H2: what cannot be undone is passed over', async () => {
		const server = fakeUndoServer();
		server.answers.preview = [
			{ kind: 'refused', problem: { code: 'ALREADY_UNDONE' } },
			piece([kept(2)]),
			piece([restored(2)])
		];
		const session = newRun(server);
		await session.preview();
		expect(states(session)).toEqual(['impossible', 'impossible', 'planned']);
		await session.undo();
		expect(server.requests).toHaveLength(1);
		expect(session.step).toEqual({ kind: 'done' });
	});

	test('A3, I30: it stops at a stale one, and goes on with a new preview of that one alone', async () => {
		const server = fakeUndoServer();
		const session = newRun(server);
		await session.preview();
		const request = { undoId: 'u', importId: 'import-3', digest: '', rowDigests: [] };
		server.answers.undo = [{ kind: 'answer', value: applied(request) }, stale];
		await session.undo();
		expect(states(session)).toEqual(['undone', 'stale', 'planned']);
		expect(session.step).toMatchObject({ kind: 'stopped', at: { import: { importId: 'import-2' } } });
		const asked = server.previews.length;
		server.answers.undo = [];
		await session.preview();
		expect(server.previews.slice(asked)).toEqual([{ importId: 'import-2', afterRow: null }]);
		expect(states(session)).toEqual(['undone', 'planned', 'planned']);
		await session.undo();
		expect(states(session)).toEqual(['undone', 'undone', 'undone']);
	});

	test('A5, I30: it stops where no answer comes, and goes on with the same request', async () => {
		const server = fakeUndoServer();
		const session = newRun(server);
		await session.preview();
		server.answers.undo = [{ kind: 'unreachable' }];
		await session.undo();
		expect(states(session)).toEqual(['failed', 'planned', 'planned']);
		server.answers.undo = [];
		await session.askAgain();
		expect(session.step).toEqual({ kind: 'done' });
		expect(server.requests.slice(0, 4).map(({ undoId }) => undoId)).toEqual(
			Array<unknown>(4).fill(server.requests[0]?.undoId)
		);
	});

	test('I30: told to stop it finishes the one that it is at, and can go on', async () => {
		const server = fakeUndoServer();
		const session = newRun(server);
		await session.preview();
		const undoing = session.undo();
		session.stop();
		await undoing;
		expect(states(session)).toEqual(['undone', 'planned', 'planned']);
		expect(session.step).toEqual({ kind: 'review' });
		await session.undo();
		expect(states(session)).toEqual(['undone', 'undone', 'undone']);
	});

	test('I30: a preview that breaks off goes on where it stopped', async () => {
		const server = fakeUndoServer();
		server.answers.preview = [piece([restored(2)]), { kind: 'signed-out' }, piece([restored(2)])];
		const session = newRun(server);
		await session.preview();
		expect(session.step).toMatchObject({ kind: 'preview-failed' });
		expect(states(session)).toEqual(['planned', 'waiting', 'waiting']);
		await session.preview();
		expect(server.previews.map(({ importId }) => importId)).toEqual([
			'import-3',
			'import-2',
			'import-2',
			'import-1'
		]);
		expect(session.step).toEqual({ kind: 'review' });
	});
});
