import { expect, test } from 'vitest';
import { changeRow, filtersOf } from '../../../src/lib/browser/recorded-changes.ts';
import type { RecordedChange } from '../../../src/lib/import/undo.ts';
import { customer } from '../../support/core.ts';

const before = customer('ann@shop.example', { name: 'Ann', status: 'BLOCKED', creditLimit: '5.00' });
const after = customer('ann@shop.example', { name: 'Bea' });

const update: RecordedChange = {
	kind: 'update',
	row: 3,
	customerId: 'c',
	isUndone: false,
	before,
	after,
	fields: ['creditLimit', 'status', 'name']
};

const create: RecordedChange = { kind: 'create', row: 4, customerId: 'd', isUndone: false, after };

test('H1 an update shows each changed field from old to new, in the order of the fields', () => {
	const row = changeRow(update);
	expect([row.row, row.kind, row.values]).toEqual([3, 'updated', after]);
	expect(row.changes).toEqual([
		{ field: 'name', from: 'Ann', to: 'Bea' },
		{ field: 'status', from: 'BLOCKED', to: 'ACTIVE' },
		{ field: 'creditLimit', from: '5.00', to: null }
	]);
	expect(row.changedFromUnknown).toBeUndefined();
});

test('H2 without its before-image it still says which fields changed', () => {
	const row = changeRow({ ...update, before: null });
	expect(row.changes).toEqual([]);
	expect(row.changedFromUnknown).toEqual(update.fields);
});

test('H1 the filters are what happened, what customers lost, and what was undone', () => {
	expect(filtersOf(changeRow(update))).toEqual(['updated', 'customersUnblocked', 'creditLimitsRemoved']);
	expect(filtersOf(changeRow(create))).toEqual(['created']);
	expect(filtersOf(changeRow({ ...create, isUndone: true }))).toEqual(['created', 'undone']);
});

test('H2 an undone change says so, and is shown as past', () => {
	expect(changeRow({ ...create, isUndone: true })).toMatchObject({ note: 'Undone since', isPast: true });
	expect(changeRow(create)).not.toHaveProperty('note');
});
