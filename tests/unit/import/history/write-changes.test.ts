import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { unescapeFormula } from '../../../../src/lib/import/csv/formula-guard.ts';
import { writeChanges } from '../../../../src/lib/import/history/write-changes.ts';
import type { RecordedChange } from '../../../../src/lib/import/undo.ts';
import { customer } from '../../../support/core.ts';

const heading = ['row', 'email', 'change', 'field', 'old value', 'new value', 'undone'];

function update(before: string | null, after: string | null, more: Partial<RecordedChange> = {}) {
	return {
		kind: 'update',
		row: 3,
		customerId: 'c',
		isUndone: false,
		before: customer('ann@shop.example', { notes: before }),
		after: customer('ann@shop.example', { notes: after }),
		fields: ['notes'],
		...more
	} as RecordedChange;
}

function read(csv: string): string[][] {
	expect(csv.startsWith('\ufeff')).toBe(true);
	return Papa.parse<string[]>(csv.slice(1), { skipEmptyLines: true }).data;
}

test('H1 an update has a line for each field that it changed: what it was and what it became', () => {
	const change = update('Net 30', 'Net 60', { isUndone: true });
	expect(writeChanges([change])).toBe(
		`\ufeff"${heading.join('","')}"\r\n"3","ann@shop.example","updated","notes","Net 30","Net 60","yes"\r\n`
	);
});

test('H1 a created customer has a line for each field', () => {
	const after = customer('new@shop.example', { creditLimit: '100.00' });
	const created: RecordedChange = { kind: 'create', row: 2, customerId: 'c', isUndone: false, after };
	expect(read(writeChanges([created])).slice(1)).toEqual([
		['2', 'new@shop.example', 'created', 'email', '', 'new@shop.example', ''],
		['2', 'new@shop.example', 'created', 'name', '', '', ''],
		['2', 'new@shop.example', 'created', 'status', '', 'ACTIVE', ''],
		['2', 'new@shop.example', 'created', 'notes', '', '', ''],
		['2', 'new@shop.example', 'created', 'creditLimit', '', '100.00', '']
	]);
});

test('H2 an old value that is deleted is told from an empty one', () => {
	expect(read(writeChanges([update(null, 'x')]))[1]?.[4]).toBe('');
	expect(read(writeChanges([update(null, 'x', { before: null })]))[1]?.[4]).toBe('(no longer known)');
});

test('E3 no cell is a formula to a spreadsheet, and none is changed but for that', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",;\'aé漢＝') }),
			fc.string({ unit: 'grapheme' }),
			(before, after) => {
				const cells = read(writeChanges([update(before, after)]))[1] ?? [];
				for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
				expect([cells[4], cells[5]].map((cell) => unescapeFormula(cell ?? ''))).toEqual([before, after]);
			}
		)
	);
});
