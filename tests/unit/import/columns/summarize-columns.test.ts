import { expect, test } from 'vitest';
import { setAsideHeader } from '../../../../src/lib/import/headers/header-names.ts';
import { proposeMapping } from '../../../../src/lib/import/columns/match-headers.ts';
import { joinedColumns } from '../../../../src/lib/import/headers/name-pair.ts';
import { columnLetters } from '../../../../src/lib/import/headers/column-letters.ts';
import { summarizeColumns } from '../../../../src/lib/import/columns/summarize-columns.ts';
import type { CsvTable } from '../../../../src/lib/import/table.ts';
import { listedRows } from '../../../../src/lib/import/table-rows.ts';

function tableOf(header: string[], ...rows: string[][]): CsvTable {
	return {
		dialect: { encoding: 'utf-8', delimiter: ',' },
		header,
		joined: joinedColumns(header),
		headerRow: 1,
		top: [],
		rows: listedRows(rows),
		plain: null,
		rowNumbers: rows.map((_, i) => i + 2),
		problems: new Map(),
		openQuotes: new Map(),
		blankRows: 0,
		shortRows: 0
	};
}

function summarize(table: CsvTable) {
	return summarizeColumns(table, proposeMapping(table));
}

test('M7 a column shows its header, how much is filled, and three different values', () => {
	const table = tableOf(
		['email', 'city'],
		['a@b.co', ' Rome '],
		['c@d.co', 'Rome'],
		['e@f.co', ''],
		['g@h.co', 'Oslo']
	);
	expect(summarize(table)[1]).toEqual({
		index: 1,
		header: 'city',
		label: 'city',
		filled: 3,
		samples: ['Rome', 'Oslo'],
		ignored: 'unknown-name',
		selectable: true,
		joins: null
	});
});

test('M7 no more than three samples, and none longer than a line', () => {
	const [column] = summarize(tableOf(['email'], ...['1', '2', 'x'.repeat(500), '4'].map((cell) => [cell])));
	expect(column?.samples).toEqual(['1', '2', `${'x'.repeat(59)}…`]);
});

test('P8 headers alike are told apart by position, a blank one gets its letter', () => {
	const labels = summarize(tableOf(['email', 'Phone', 'phone', ''])).map(({ label }) => label);
	expect(labels).toEqual(['email', 'Phone (column B)', 'phone (column C)', 'Column D']);
});

test('P9 a password column cannot be chosen, and none of its cells is in the summary', () => {
	const table = tableOf(['email', 'Password'], ['a@b.co', 'hunter2']);
	expect(summarize(table)[1]).toMatchObject({ selectable: false, samples: [], ignored: 'password' });
	expect(JSON.stringify(summarize(table))).not.toContain('hunter2');
});

test('W4 the column of the reasons that the importer wrote cannot be chosen', () => {
	const table = tableOf(['email', setAsideHeader], ['a@b.co', 'Email is missing']);
	expect(summarize(table)[1]).toMatchObject({ selectable: false, samples: [], ignored: 'set-aside-reason' });
});

test('M8 first and last name can be chosen as one column, behind those of the file', () => {
	const table = tableOf(
		['Last name', 'email', 'First name'],
		['Lee', 'a@b.co', 'Ann'],
		['', 'c@d.co', 'Bo'],
		['Fox', 'e@f.co'],
		['', 'g@h.co', ' ']
	);
	expect(summarize(table)[3]).toEqual({
		index: 3,
		header: 'First name + Last name',
		label: 'First name + Last name',
		filled: 3,
		samples: ['Ann Lee', 'Bo', 'Fox'],
		ignored: null,
		selectable: true,
		joins: [2, 0]
	});
});

test('P6 cells that a short row lacks count as empty', () => {
	expect(summarize(tableOf(['email', 'name'], ['a@b.co'], ['c@d.co', 'C']))[1]?.filled).toBe(1);
});

test('P8 a header named like a property of objects is a header like any other', () => {
	const labels = summarize(tableOf(['email', '__proto__', 'constructor'])).map(({ label }) => label);
	expect(labels).toEqual(['email', '__proto__', 'constructor']);
});

test.each([
	[0, 'A'],
	[25, 'Z'],
	[26, 'AA'],
	[701, 'ZZ'],
	[702, 'AAA']
])('column %i is %s in a spreadsheet', (index, letters) => {
	expect(columnLetters(index)).toBe(letters);
});
