import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { readAmounts, readFileAmounts } from '../../../../src/lib/import/check/amount-reading.ts';
import { checkFileColumn } from '../../../../src/lib/import/check/check-rows.ts';
import { proposeMapping } from '../../../../src/lib/import/columns/match-headers.ts';
import { speaksAgainstStatus } from '../../../../src/lib/import/columns/status-evidence.ts';
import { summarizeColumns } from '../../../../src/lib/import/columns/summarize-columns.ts';
import { applyFixes } from '../../../../src/lib/import/fixes/apply-fixes.ts';
import { type CsvTable, cellText } from '../../../../src/lib/import/table.ts';
import { arbitraryPlainRows, plainLineEnd, plainTable } from '../../../support/plain-table.ts';

const headers = fc.constantFrom(
	['email', 'name', 'status', 'notes', 'creditLimit'],
	['First name', 'Last name', 'State', 'Password', 'Limit'],
	['Vorname', 'Name', 'state', 'email', 'city']
);

function textsOf(table: CsvTable): CsvTable {
	return { ...table, plain: null };
}

function cellsOf(table: CsvTable, column: number): string[] {
	return Array.from({ length: table.rows.length }, (_, i) => cellText(table, i, column));
}

describe('columns of a plain file are looked into where they stand, and found to hold the same', () => {
	property.prop([headers, arbitraryPlainRows(), plainLineEnd, fc.boolean()], { numRuns: 500 })(
		'M5-M8, P9 what they are taken for, and what is shown of them',
		(header, rows, lineEnd, isEnded) => {
			const table = plainTable(header, rows, lineEnd, isEnded);
			const texts = textsOf(table);
			const proposed = proposeMapping(table);
			expect(proposed).toEqual(proposeMapping(texts));
			expect(summarizeColumns(table, proposed)).toEqual(summarizeColumns(texts, proposed));
		}
	);

	property.prop([headers, arbitraryPlainRows(), plainLineEnd], { numRuns: 500 })(
		'V4 how they write amounts',
		(header, rows, lineEnd) => {
			const table = plainTable(header, rows, lineEnd);
			for (let column = 0; column < header.length + table.joined.length; column++)
				expect(readFileAmounts(table, column, checkFileColumn(table, 'creditLimit', column))).toEqual(
					readAmounts(cellsOf(table, column))
				);
		}
	);

	property.prop([arbitraryPlainRows(), fc.array(fc.constantFrom('', 'ok', '2', 'lead', 'CA', 'blocked'))], {
		numRuns: 500
	})('M5 whether they speak against being the status, with fixes too', (rows, texts) => {
		const table = plainTable(['email', 'name', 'state', 'notes', 'city'], rows);
		const cells = new Map(texts.slice(0, rows.length).map((text, i) => [i, new Map([[2, text]])]));
		const fixed = applyFixes(table, { cells, aside: new Map() });
		expect(speaksAgainstStatus(table, 2, { table: fixed, rows: cells.keys() })).toBe(
			speaksAgainstStatus(textsOf(fixed), 2)
		);
	});
});

test('M7 of a column with two values both are shown, and every other cell is counted', () => {
	const rows = Array.from({ length: 300 }, (_, i) => [
		i % 5 === 0 ? '""' : i % 2 === 0 ? 'blocked' : '"active"'
	]);
	const table = plainTable(['status'], rows);
	expect(summarizeColumns(table, proposeMapping(table))).toMatchObject([
		{ filled: 240, samples: ['active', 'blocked'] }
	]);
});

test('M8 half a name is told from a sample spread over a file of any length', () => {
	const rows = Array.from({ length: 5001 }, (_, i) => ['Ann', i < 2000 ? 'Ann Lee' : 'Lee', 'ann@x.co']);
	const { mapping, columns } = proposeMapping(plainTable(['Vorname', 'Name', 'email'], rows));
	expect([mapping.name, columns[1]]).toEqual([null, { ignored: 'last-name' }]);
});

test.each([
	[['1.250', '500', '0'], { kind: 'one-way', decimal: ',' }],
	[['1.250', '500', '1500'], { kind: 'ambiguous' }],
	[['1.250', '0'], { kind: 'ambiguous' }],
	[['1.250', '500', '2.50'], { kind: 'one-way', decimal: '.' }]
])('V4 whole numbers and decimals tell what three digits behind a mark are: %j', (cells, reading) => {
	const table = plainTable(
		['limit'],
		cells.map((cell) => [cell])
	);
	const checked = checkFileColumn(table, 'creditLimit', 0);
	expect(readFileAmounts(table, 0, checked)).toEqual(reading);
});
