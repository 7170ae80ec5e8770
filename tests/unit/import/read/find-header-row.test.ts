import { fc, test as property } from '@fast-check/vitest';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { isKnownHeader } from '../../../../src/lib/import/headers/header-names.ts';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { summarizeTopRows } from '../../../../src/lib/import/read/summarize-top-rows.ts';
import { bytesOf, tableOf } from '../../../support/core.ts';
import { rowsOf } from '../../../support/rows-of.ts';

function headerOf(text: string): [row: number | null, header: string[]] {
	const table = tableOf(text);
	return [table.headerRow, table.header];
}

describe('P10 titles above the header', () => {
	test.each([
		['one title', 'Customer list\nemail,name\na@x.co,Ann', 2, ['email', 'name']],
		[
			'a title, a blank row, a date',
			'Customers\n\n"May 3, 2024"\nE-Mail,Name\na@x.co,Ann',
			4,
			['E-Mail', 'Name']
		],
		[
			'as a spreadsheet saves merged cells',
			'Customers,,,\n,,,\nemail,name,,\na@x.co,Ann,,',
			3,
			['email', 'name', '', '']
		],
		['one column', 'My newsletter\nemail\na@x.co\nb@x.co', 2, ['email']],
		[
			'pairs of name and value',
			'Report,Customers\nBy,ann@x.co\nemail,name,status,notes\nb@x.co,Ben,,',
			3,
			['email', 'name', 'status', 'notes']
		],
		[
			'groups of columns',
			'Contact,,Account,\nEmail,Name,Status,Credit limit\na@x.co,Ann,,5',
			2,
			['Email', 'Name', 'Status', 'Credit limit']
		],
		[
			'a title that is one of the names',
			'Notes\nemail;name;notes\na@x.co;Ann;',
			2,
			['email', 'name', 'notes']
		],
		[
			'a header that nobody knows',
			'Kundenliste\n\nFirma;Ort;PLZ;Kontakt\nA;B;1;a@x.co\nC;D;2;c@x.co',
			3,
			['Firma', 'Ort', 'PLZ', 'Kontakt']
		],
		[
			'only the email is known, and its first cell is empty',
			'Liste\nFirma;Ort;E-Mail\nA;B;\nC;D;c@x.co',
			2,
			['Firma', 'Ort', 'E-Mail']
		]
	])('%s', (_, text, row, header) => {
		expect(headerOf(text)).toEqual([row, header]);
	});

	test('are no data and no blank rows, and row numbers stay those of the spreadsheet', () => {
		const table = tableOf('Customers\n\nMay\nemail,name\n\na@x.co,Ann\n');
		expect([table.headerRow, Array.from(table.rowNumbers), table.blankRows]).toEqual([4, [6], 1]);
		expect(table.problems.size).toBe(0);
	});

	test.each([
		['a title without delimiter', 'Customers\nemail;name\na@x.co;Ann', ';'],
		['a title with punctuation', 'Customers, as of May 3, 2024\nemail;name\na@x.co;Ann', ';'],
		[
			'punctuation above an unknown header',
			'Kunden, Stand: 3. Mai\nFirma\tOrt\tKontakt\nA\tB\ta@x.co\nC\tD\tc@x.co',
			'\t'
		],
		['punctuation in values is no title', 'Firma;Kontakt\nA, B, C;x@y.co\nD, E, F;z@w.co', ';']
	])('P1 the delimiter below %s', (_, text, delimiter) => {
		expect(tableOf(text).dialect.delimiter).toBe(delimiter);
	});
});

describe('P10 the first row is the header', () => {
	test.each([
		['known names', 'email,name\na@x.co,Ann'],
		['unknown names', 'Kontakt,Firma,Ort\na@x.co,A,B\nb@x.co,C,D'],
		['email alone, over rows with unquoted commas', 'email\na@x.co,Ann,5\nb@x.co,Ben,6\nc@x.co,Cat,7'],
		['a value that is a known name', 'Kontakt,Art\na@x.co,credit\nb@x.co,note\nc@x.co,status'],
		['two values that are known names', 'email,Art,Zweck\na@x.co,note,status\n,name,status\nc@x.co,x,y'],
		['rows that lack most cells', 'email,a,b,c,d,e\na@x.co,,,,,\nb@x.co,,,,,\n'],
		['values that are known names, below the email alone', 'email,,\n,name,status\na@x.co,b,c'],
		['values that are known names, as wide as the header', 'Kontakt,Art\nnote,status\na@x.co,b'],
		['two names of five', 'Kunde,Ort,,,\nA,B,C,D,E\nF,G,H,I,x@y.co\nK,L,M,N,z@w.co'],
		['few names above wide rows', 'Kunde,,,\na@x.co,1,2,3\nb@x.co,1,2,3\nc@x.co,1,2,3'],
		['a title above a single row', 'Liste\nA,B,C,D'],
		['numbers are no header', 'Liste\n1,2,3,4\n5,6,7,x@y.co\n8,9,10,z@w.co']
	])('%s', (_, text) => {
		expect(tableOf(text).headerRow).toBe(1);
	});

	test('I5 a customer is never taken for a title: a list that was appended to one without a header', () => {
		const file = bytesOf('a@x.co,Ann\nb@x.co,Ben\nemail,name\nc@x.co,Cat');
		expect(readCsv(file, {}, defaultLimits)).toMatchObject({ problem: { code: 'FILE_NO_HEADER' } });
	});

	test('a header below the first twenty rows is a value', () => {
		const titles = Array.from({ length: 21 }, (_, i) => `Title ${i}`).join('\n');
		expect(tableOf(`${titles}\nemail,name\na@x.co,Ann`).headerRow).toBe(1);
		expect(tableOf(`${titles.replace(/.*\n/, '')}\nemail,name\na@x.co,Ann`).headerRow).toBe(21);
	});
});

describe('P10 another row can be chosen', () => {
	const text = 'Customers\nKontakt,Firma\na@x.co,A\nb@x.co,B';

	test('it is the header, and what stands above it is no data', () => {
		const table = tableOf(text, { headerRow: 2 });
		expect([table.headerRow, table.header]).toEqual([2, ['Kontakt', 'Firma']]);
		expect(Array.from(table.rowNumbers)).toEqual([3, 4]);
	});
	test('also one that holds an address', () => {
		expect(tableOf(text, { headerRow: 3 }).header).toEqual(['a@x.co', 'A']);
	});
	test('a row that is not there, or blank, is not chosen', () => {
		expect(tableOf(text, { headerRow: 99 }).headerRow).toBe(1);
		expect(tableOf('email\n\na@x.co', { headerRow: 2 }).headerRow).toBe(1);
	});
	test('I5 no header at all: the first row is a customer', () => {
		const table = tableOf(text, { firstRow: 'data' });
		expect([table.headerRow, Array.from(table.rowNumbers)]).toEqual([null, [1, 2, 3, 4]]);
	});
});

const name = fc.constantFrom('name', 'Status', 'notes', 'Credit limit', 'Ort', 'Telefon', 'password');
const title = fc.oneof(
	fc.constantFrom(
		'',
		'Customers',
		'Customers, as of May 3, 2024',
		'Kunden; Stand: heute',
		'Page|1',
		'By\tAnn'
	),
	fc.string({ maxLength: 30 }).filter((text) => !/["@\r\n]/.test(text))
);
const cell = fc.oneof(
	fc.constantFrom('', 'a@x.co', 'email', 'status', '12,5', 'a;b', '"q"', '1\r\n2'),
	fc.string({ unit: 'grapheme', maxLength: 12 })
);

property.prop(
	[
		fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
		fc.nat(),
		fc.array(fc.array(cell, { minLength: 7, maxLength: 7 }), { minLength: 1, maxLength: 12 }),
		fc.array(title, { minLength: 1, maxLength: 6 }),
		fc.constantFrom(',', ';', '\t', '|')
	],
	{ numRuns: 500 }
)(
	'P10 title lines above any file do not change the rows that are found',
	(names, at, cells, titles, delimiter) => {
		fc.pre(titles.every((line) => !line.split(/[,;\t|]/).some(isKnownHeader)));
		const header: string[] = [...names];
		header.splice(at % (names.length + 1), 0, 'E-Mail');
		const column = header.indexOf('E-Mail');
		const rows = cells.map((row, i) => header.map((_, k) => (k === column ? `c${i}@x.co` : (row[k] ?? ''))));
		const file = Papa.unparse([header, ...rows], { delimiter, quotes: true });
		const plain = tableOf(file);
		const titled = tableOf(`${titles.join('\r\n')}\r\n${file}`);
		expect(plain.headerRow).toBe(1);
		expect(titled.dialect).toEqual(plain.dialect);
		expect([titled.header, rowsOf(titled)]).toEqual([header, rows]);
		expect(Array.from(titled.rowNumbers)).toEqual(Array.from(plain.rowNumbers, (row) => row + titles.length));
	}
);

describe('P10 the rows to choose the header from', () => {
	test('are the first twelve that are not blank, with their numbers', () => {
		const lines = Array.from({ length: 30 }, (_, i) => `c${i}@x.co`);
		const top = summarizeTopRows(tableOf(`email\n\n${lines.join('\n')}`));
		expect(top).toHaveLength(12);
		expect(top.slice(0, 2)).toEqual([
			{ row: 1, cells: ['email'] },
			{ row: 3, cells: ['c0@x.co'] }
		]);
	});
	test('hold the header and the row below it, however deep they are', () => {
		const titles = Array.from({ length: 15 }, (_, i) => `Title ${i}`).join('\n');
		const top = summarizeTopRows(tableOf(`${titles}\nemail\na@x.co\nb@x.co`));
		expect(top.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17]);
	});
	test('are cut to a few words', () => {
		const [, row] = summarizeTopRows(tableOf(`email,${'x,'.repeat(40)}\n${'long '.repeat(40)},a`));
		expect(row?.cells[0]).toHaveLength(40);
		expect(summarizeTopRows(tableOf(`email,${'x,'.repeat(40)}\na@x.co`))[0]?.cells).toHaveLength(12);
	});
	test('P9 show no cell of a column that any of them calls a password', () => {
		const file = 'Customers,hunter1\nemail,Passwort,name\na@x.co,hunter2,Ann\n';
		expect(JSON.stringify(summarizeTopRows(tableOf(file)))).not.toContain('hunter');
		expect(JSON.stringify(summarizeTopRows(tableOf(file, { headerRow: 1 })))).not.toContain('hunter');
	});
});
