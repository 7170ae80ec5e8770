import type { UndoServer } from '../../src/lib/browser/undo-server.ts';
import type { AppliedUndo, UndoOutcome, UndoRequest } from '../../src/lib/import/undo.ts';
import { customer } from './core.ts';

type PreviewAnswer = Awaited<ReturnType<UndoServer['preview']>>;
type UndoAnswer = Awaited<ReturnType<UndoServer['undo']>>;

/** A server that answers what a test tells it to, and remembers what it was asked. */
export interface FakeUndoServer extends UndoServer {
	previews: { importId: string; afterRow: number | null }[];
	requests: UndoRequest[];
	/** What the next questions are answered with; the last of each goes on. */
	answers: { preview: PreviewAnswer[]; undo: (UndoAnswer | Promise<UndoAnswer>)[] };
}

/** What an undo of one restored customer did. */
export function applied({ undoId, importId }: UndoRequest): AppliedUndo {
	return {
		undoId,
		importId,
		restored: 1,
		removed: 0,
		kept: 0,
		durationMs: 120,
		auditEntryId: '0192f0c1-2345-7000-8000-000000000001',
		undoneAt: '2026-05-03T14:03:00.000Z'
	};
}

/** A customer who would be restored. */
export function restored(row: number, email = `shop-${row}@shop.example`): UndoOutcome {
	return {
		kind: 'restore',
		row,
		customerId: `customer-${row}`,
		now: customer(email, { name: 'New' }),
		then: customer(email, { name: 'Old' }),
		changes: [{ field: 'name', from: 'New', to: 'Old' }]
	};
}

/** One who would be kept, as somebody edited it. */
export function kept(row: number, email = `shop-${row}@shop.example`): UndoOutcome {
	const now = customer(email, { name: 'Mine' });
	return { kind: 'keep', row, customerId: `customer-${row}`, now, imported: now, reason: { code: 'EDITED' } };
}

/** A piece of a preview. */
export function piece(items: UndoOutcome[], next: number | null = null): PreviewAnswer {
	return { kind: 'answer', value: { items, next } };
}

/** A server with one customer to restore, which undoes whatever it is sent. */
export function fakeUndoServer(): FakeUndoServer {
	function next<T>(answers: T[]): T | undefined {
		return answers.length > 1 ? answers.shift() : answers[0];
	}
	const fake: FakeUndoServer = {
		previews: [],
		requests: [],
		answers: { preview: [piece([restored(2)])], undo: [] },
		preview(importId, afterRow) {
			fake.previews.push({ importId, afterRow });
			return Promise.resolve(next(fake.answers.preview) ?? { kind: 'unreachable' });
		},
		async undo(request) {
			fake.requests.push(request);
			return (await next(fake.answers.undo)) ?? { kind: 'answer', value: applied(request) };
		}
	};
	return fake;
}
