import { expect, test } from 'vitest';
import { HeldRows } from '../../../src/lib/browser/held-rows.svelte.ts';
import {
	type ChangeFilter,
	type ChangeRow,
	changeRow,
	filtersOf
} from '../../../src/lib/browser/recorded-changes.ts';
import type { RecordedChange } from '../../../src/lib/import/undo.ts';
import { customer } from '../../support/core.ts';

function listOf(...changes: RecordedChange[]): HeldRows<ChangeRow, ChangeFilter> {
	const rows = new HeldRows<ChangeRow, ChangeFilter>({ all: 'all', of: filtersOf });
	rows.add(changes.map(changeRow));
	return rows;
}

function created(row: number, name = `Shop ${row}`): RecordedChange {
	const after = customer(`shop${row}@x.co`, { name });
	return { kind: 'create', row, customerId: String(row), isUndone: false, after };
}

function renamed(row: number, from: string, to: string): RecordedChange {
	const [before, after] = [from, to].map((name) => customer(`shop${row}@x.co`, { name }));
	if (!before || !after) throw new Error('two states');
	return { kind: 'update', row, customerId: String(row), isUndone: false, before, after, fields: ['name'] };
}

/** The rows that are shown. */
function shown(rows: HeldRows<ChangeRow, ChangeFilter>): (number | undefined)[] {
	return Array.from({ length: rows.total }, (_, position) => rows.at(position)?.row);
}

test('H1 shows the rows in the order in which they come, piece by piece, and counts them by filter', () => {
	const rows = listOf(created(2), renamed(3, 'Ann', 'Bea'));
	rows.add([changeRow(created(4))]);
	expect(shown(rows)).toEqual([2, 3, 4]);
	expect([rows.countOf('all'), rows.countOf('created'), rows.countOf('updated')]).toEqual([3, 2, 1]);
	expect(rows.countOf('undone')).toBe(0);
});

test('W2 a filter and a search leave the rows that fit both, also of those that come later', async () => {
	const rows = listOf(created(2, 'Ann'), created(3), renamed(4, 'ANNA', 'Bea'));
	await rows.show({ search: ' ann ' });
	expect(shown(rows)).toEqual([2, 4]);
	await rows.show({ filter: 'updated' });
	expect(shown(rows)).toEqual([4]);
	rows.add([renamed(5, 'Joanna', 'Jo'), renamed(6, 'Cleo', 'Clea'), created(7, 'Ann')].map(changeRow));
	expect(shown(rows)).toEqual([4, 5]);
	await rows.show({ filter: 'all', search: '' });
	expect(shown(rows)).toEqual([2, 3, 4, 5, 6, 7]);
});

test('W2 a row is found at its place in what is shown', async () => {
	const rows = listOf(created(2), renamed(3, 'Ann', 'Bea'), created(9));
	await rows.show({ filter: 'created' });
	expect(await rows.positionOf(9)).toBe(1);
	expect(await rows.positionOf(3)).toBe(-1);
	expect((await rows.get(1))?.row).toBe(9);
	expect(await rows.get(2)).toBeUndefined();
});

test('W2 of two searches under way the later one is shown, with what came meanwhile', async () => {
	const many = Array.from({ length: 5000 }, (_, i) => created(i + 2, i % 2 === 0 ? 'even' : 'odd'));
	const rows = listOf(...many);
	const first = rows.show({ search: 'even' });
	const second = rows.show({ search: 'odd' });
	rows.add([changeRow(created(6000, 'odd'))]);
	await Promise.all([first, second]);
	expect(rows.total).toBe(2501);
	expect(rows.at(0)?.row).toBe(3);
	expect(rows.at(2500)?.row).toBe(6000);
});

test('rows that are forgotten during a search do not come back', async () => {
	const rows = listOf(...Array.from({ length: 3000 }, (_, i) => created(i + 2)));
	const searching = rows.show({ search: 'shop' });
	rows.clear();
	await searching;
	expect([rows.total, rows.countOf('all'), rows.all.length]).toEqual([0, 0, 0]);
	rows.add([changeRow(created(7))]);
	expect(shown(rows)).toEqual([7]);
});
