import { describe, expect, test } from 'vitest';
import type { Customer } from '../../../../src/lib/customer/customer.ts';
import { importState } from '../../../../src/lib/import/undo/import-state.ts';
import {
	type CustomerNow,
	type NamedImport,
	planUndo,
	undoObstacle
} from '../../../../src/lib/import/undo/plan-undo.ts';
import type { RecordedChange } from '../../../../src/lib/import/undo.ts';
import { customer } from '../../../support/core.ts';

const before = customer('deli@shop.example', { name: 'Deli', notes: 'Tuesdays', creditLimit: '100.00' });
const after = customer('deli@shop.example', { name: 'Deli II', notes: 'Tuesdays', creditLimit: null });

const created: RecordedChange = { kind: 'create', row: 2, customerId: 'c', after, isUndone: false };
const updated: RecordedChange = {
	kind: 'update',
	row: 3,
	customerId: 'c',
	before,
	after,
	fields: ['name', 'creditLimit'],
	isUndone: false
};

const later: NamedImport = { fileName: 'later.csv', appliedAt: '2026-05-03T14:03:00.000Z' };

/** The outcome of one change of the import "A", with the customer as it is now; null for one who is gone. */
function outcomeOf(change: RecordedChange, now: Partial<CustomerNow> | null, customerNow: Customer = after) {
	const customers = new Map<string, CustomerNow>();
	if (now !== null) customers.set('c', { customer: customerNow, version: 'A', hasPassword: false, ...now });
	const plan = planUndo({
		importId: 'A',
		changes: [change],
		customers,
		imports: new Map([
			['A', { fileName: 'this.csv', appliedAt: later.appliedAt }],
			['B', later]
		])
	});
	return plan.outcomes[0];
}

describe('H2 planUndo', () => {
	test('an update that nobody touched goes back, field by field', () => {
		expect(outcomeOf(updated, {})).toEqual({
			kind: 'restore',
			row: 3,
			customerId: 'c',
			now: after,
			then: before,
			changes: [
				{ field: 'name', from: 'Deli II', to: 'Deli' },
				{ field: 'creditLimit', from: null, to: '100.00' }
			]
		});
	});

	test('a created customer that nobody touched goes', () => {
		expect(outcomeOf(created, {})).toEqual({ kind: 'remove', row: 2, customerId: 'c', now: after });
	});

	test.each([
		['an edit', { version: 'random' }, { code: 'EDITED' }],
		['a later import', { version: 'B' }, { code: 'LATER_IMPORT', importId: 'B', ...later }]
	])('after %s both are kept, with the reason', (_, now, reason) => {
		const mine = { ...after, name: 'Mine' };
		for (const change of [created, updated]) {
			expect(outcomeOf(change, now, mine)).toEqual({
				kind: 'keep',
				row: change.row,
				customerId: 'c',
				now: mine,
				imported: after,
				reason
			});
		}
	});

	test('a customer who is gone is kept out of it', () => {
		for (const change of [created, updated]) {
			expect(outcomeOf(change, null)).toMatchObject({
				kind: 'keep',
				now: null,
				imported: after,
				reason: { code: 'CUSTOMER_GONE' }
			});
		}
	});

	test('a password keeps a created customer, whatever else happened, and does not keep an update', () => {
		for (const version of ['A', 'B', 'random']) {
			expect(outcomeOf(created, { version, hasPassword: true })).toMatchObject({
				reason: { code: 'PASSWORD_SET' }
			});
		}
		expect(outcomeOf(updated, { hasPassword: true })).toMatchObject({ kind: 'restore' });
		expect(outcomeOf(updated, { version: 'random', hasPassword: true })).toMatchObject({
			reason: { code: 'EDITED' }
		});
	});

	test('what is undone already is not in it; each change is decided by itself, so that any piece is a plan', () => {
		const customers = new Map([['c', { customer: after, version: 'A', hasPassword: false }]]);
		const changes = [created, { ...updated, isUndone: true }, { ...updated, row: 4 }];
		const facts = { importId: 'A', customers, imports: new Map<string, NamedImport>() };
		const whole = planUndo({ ...facts, changes });
		expect(whole.outcomes.map(({ row }) => row)).toEqual([2, 4]);
		expect(whole.counts).toEqual({ restore: 1, remove: 1, keep: 0 });
		const pieces = changes.flatMap((change) => planUndo({ ...facts, changes: [change] }).outcomes);
		expect(pieces).toEqual(whole.outcomes);
	});

	test('without its before-image an update cannot be undone: nobody gets that far', () => {
		expect(() => outcomeOf({ ...updated, before: null }, {})).toThrow('before-image');
	});
});

test('H2 a plan that would do nothing says why', () => {
	const none = { restore: 0, remove: 0, keep: 0 };
	expect(undoObstacle({ outcomes: [], counts: none })).toEqual({ code: 'ALREADY_UNDONE' });
	const kept = outcomeOf(updated, { version: 'random' });
	if (kept === undefined) throw new Error('There is one outcome.');
	expect(undoObstacle({ outcomes: [kept], counts: { ...none, keep: 1 } })).toEqual({
		code: 'NOTHING_TO_UNDO',
		kept: 1
	});
	expect(undoObstacle({ outcomes: [kept, kept], counts: { ...none, keep: 1, remove: 1 } })).toBeNull();
});

test('H1 the state of an import is told by how much of it is undone', () => {
	expect([0, 1, 2, 3].map((undone) => importState(3, undone))).toEqual([
		'applied',
		'partly-undone',
		'partly-undone',
		'undone'
	]);
});
