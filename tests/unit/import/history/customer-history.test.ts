import { expect, test } from 'vitest';
import type { Customer } from '../../../../src/lib/customer/customer.ts';
import { customerHistory } from '../../../../src/lib/import/history/customer-history.ts';
import type { ChangeSource, CustomerEvent } from '../../../../src/lib/import/history.ts';
import { customer } from '../../../support/core.ts';

const added = '2026-01-01T00:00:00.000Z';

function at(day: number): string {
	return `2026-05-${String(day).padStart(2, '0')}T00:00:00.000Z`;
}

function named(name: string | null): Customer {
	return customer('ann@shop.example', { name });
}

function by(kind: 'import' | 'undo', fileName: string): ChangeSource {
	return { kind, importId: fileName, fileName, by: 'Olive', token: null };
}

const edit: ChangeSource = { kind: 'edit' };

/** A change of the name. */
function renamed(
	day: number,
	source: ChangeSource,
	before: Customer | null,
	after: Customer | null
): CustomerEvent {
	return { at: at(day), source, isCreation: false, fields: ['name'], before, after };
}

function names(now: Customer, events: CustomerEvent[], isCut = false) {
	return customerHistory({ now, createdAt: added, events, isCut }).name.map(({ value, since, source }) => [
		value,
		since,
		source.kind
	]);
}

test('8 a field that nothing changed has the value that it has, from the beginning', () => {
	expect(names(named('Ann'), [])).toEqual([['Ann', added, 'creation']]);
});

test('8 each value is told with when and by what it came, the present one first', () => {
	const events = [
		renamed(1, by('import', 'a.csv'), named('Ann'), named('Bea')),
		renamed(2, edit, named('Bea'), named(null)),
		renamed(3, by('undo', 'a.csv'), named(null), named('Ann'))
	];
	expect(names(named('Ann'), events)).toEqual([
		['Ann', at(3), 'undo'],
		[null, at(2), 'edit'],
		['Bea', at(1), 'import'],
		['Ann', added, 'creation']
	]);
});

test('8 a change of one field says nothing about the others', () => {
	const events = [renamed(1, edit, named('Ann'), named('Bea'))];
	const { status } = customerHistory({ now: named('Bea'), createdAt: added, events, isCut: false });
	expect(status).toEqual([{ value: 'ACTIVE', since: added, source: { kind: 'creation' } }]);
});

test('8 of a customer that an import created every field comes from that import', () => {
	const source = by('import', 'a.csv');
	const fields = ['email', 'name', 'status', 'notes', 'creditLimit'] as const;
	const created = { at: at(1), source, isCreation: true, fields, before: null, after: named('Ann') };
	const history = customerHistory({ now: named('Ann'), createdAt: at(1), events: [created], isCut: false });
	for (const field of fields) {
		expect(history[field]).toEqual([{ value: named('Ann')[field], since: at(1), source }]);
	}
});

test('H2 what is deleted is told from the changes beside it', () => {
	const events = [
		renamed(1, edit, named('Ann'), named('Bea')),
		renamed(2, by('import', 'a.csv'), null, named('Cleo')),
		renamed(3, by('undo', 'a.csv'), named('Cleo'), null)
	];
	expect(names(named('Bea'), events).map(([value]) => value)).toEqual(['Bea', 'Cleo', 'Bea', 'Ann']);
});

test('H2 a deleted state is told from the change of another field before it', () => {
	const blocked = { ...named('Ann'), status: 'BLOCKED' as const };
	const status: CustomerEvent = {
		at: at(1),
		source: edit,
		isCreation: false,
		fields: ['status'],
		before: named('Ann'),
		after: blocked
	};
	const now = { ...blocked, name: 'Bea' };
	const events = [status, renamed(2, by('import', 'a.csv'), null, now)];
	expect(names(now, events).map(([value]) => value)).toEqual(['Bea', 'Ann']);
});

test('H2 what nothing tells any longer is absent, and not null', () => {
	const events = [renamed(1, by('import', 'a.csv'), null, named('Bea'))];
	const history = customerHistory({ now: named('Bea'), createdAt: added, events, isCut: false });
	expect(history.name).toEqual([
		{ value: 'Bea', since: at(1), source: by('import', 'a.csv') },
		{ since: added, source: { kind: 'creation' } }
	]);
});

test('8 where older changes are left out, the oldest one that is shown is no beginning', () => {
	const events = [renamed(1, edit, named('Ann'), named('Bea'))];
	expect(names(named('Bea'), events, true)).toEqual([['Bea', at(1), 'edit']]);
});
