import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type SizeLimits, defaultLimits } from '../../../../src/lib/import/limits.ts';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { type ReadFile, readFile } from '../../../../src/lib/import/read-file.ts';
import type { CsvTable, ReadOptions, ReadResult } from '../../../../src/lib/import/table.ts';
import { bytesOf } from '../../../support/core.ts';
import { type XlsxCell, type XlsxOptions, type XlsxSheet, xlsxOf } from '../../../support/xlsx.ts';
import { rowsOf } from '../../../support/rows-of.ts';

function read(sheets: XlsxSheet[], options: ReadOptions = {}, written: XlsxOptions = {}): Promise<ReadFile> {
	return readFile(xlsxOf(sheets, written), options, defaultLimits);
}

async function sheetOf(
	rows: XlsxCell[][],
	options: ReadOptions = {},
	written: XlsxOptions = {}
): Promise<CsvTable> {
	const result = await read([{ name: 'Customers', rows }], options, written);
	if (result.kind === 'unreadable') throw new Error(`unreadable: ${result.problem.code}`);
	return result.table;
}

/** What was read, with its rows as texts. */
function withTexts(result: ReadResult): { table: object | null } {
	if (result.kind === 'unreadable') return { ...result, table: null };
	const { table } = result;
	return { ...result, table: { ...table, rows: rowsOf(table), rowNumbers: Array.from(table.rowNumbers) } };
}

async function cellOf(cell: XlsxCell, written: XlsxOptions = {}): Promise<string> {
	const { rows } = await sheetOf(
		[
			['email', 'x'],
			['a@x.co', cell]
		],
		{},
		written
	);
	return rows.cell(0, 1);
}

async function problemOf(
	bytes: Uint8Array<ArrayBuffer>,
	limits: SizeLimits = defaultLimits
): Promise<unknown> {
	const result = await readFile(bytes, {}, limits);
	return result.kind === 'unreadable' ? result.problem : result.kind;
}

const customers: XlsxCell[][] = [
	['email', 'name'],
	['a@x.co', 'Ann']
];

describe('P11 cells are what the sheet shows', () => {
	test.each<[name: string, cell: XlsxCell, text: string]>([
		['text with leading zeros', '00123', '00123'],
		['a long number as text', '4111111111111111', '4111111111111111'],
		['a long number', { number: '4111111111111111' }, '4111111111111111'],
		['a number with an exponent', { number: '1.2E+16' }, '12000000000000000'],
		['leading zeros by format', { number: '1067', format: '00000' }, '01067'],
		['an amount by format', { number: '1250.5', format: '#,##0.00 [$€-407]' }, '1250.50'],
		['what adding makes of a number', { number: '0.30000000000000004' }, '0.3'],
		['a date', { number: '45415', format: 'dd.mm.yyyy' }, '2024-05-03'],
		['a date with a time', { number: '45415.604166667', format: 'dd.mm.yyyy hh:mm' }, '2024-05-03 14:30'],
		['yes', { boolean: true }, 'TRUE'],
		['no', { boolean: false }, 'FALSE'],
		['a text in pieces', { rich: ['An', 'n', ' & Co'] }, 'Ann & Co'],
		['a text in the cell', { inline: ' Ann <b>\n' }, ' Ann <b>\n'],
		['line breaks', 'Net 30\nbefore eight', 'Net 30\nbefore eight'],
		['a carriage return', 'a\r\nb', 'a\r\nb'],
		['quotes and commas', '"Ann", Ltd', '"Ann", Ltd'],
		['signs beyond the basic plane', '😀 𝔸', '😀 𝔸'],
		['a text that looks like an escape', '_x0041_', '_x0041_'],
		['a formula, by what it came to', { formula: 'B1*2', value: '42', format: '0.00' }, '42.00'],
		['a formula that makes text', { formula: '"a"&"b"', value: 'ab', isText: true }, 'ab'],
		['an error, which is no empty cell', { error: '#N/A' }, '#N/A'],
		['a formula whose error is kept', { xml: '<c r="REF" t="e"><f>1/0</f><v>#DIV/0!</v></c>' }, '#DIV/0!'],
		[
			'a formula that was never calculated, which is no empty cell',
			{ xml: '<c r="REF"><f>A1&amp;"x"</f></c>' },
			'=A1&"x"'
		],
		['a formula that came to nothing', { formula: '""', value: '', isText: true }, ''],
		['a day in words of its own', { xml: '<c r="REF" t="d"><v>2024-05-03T00:00:00</v></c>' }, '2024-05-03'],
		[
			'a time in words of its own',
			{ xml: '<c r="REF" t="d"><v>2024-05-03T14:30:00</v></c>' },
			'2024-05-03 14:30:00'
		],
		[
			'references to characters',
			{ xml: '<c r="REF" t="inlineStr"><is><t>&#65;&#x1F600;&amp;</t></is></c>' },
			'A😀&'
		],
		[
			'an East Asian text without its reading',
			{ xml: '<c r="REF" t="inlineStr"><is><r><t>東</t></r><r><t>京</t></r><rPh><t>トウ</t></rPh></is></c>' },
			'東京'
		],
		[
			'entities of its own, as they stand',
			{ xml: '<c r="REF" t="inlineStr"><is><t>&lol;</t></is></c>' },
			'&lol;'
		],
		['a style that is not there', { xml: '<c r="REF" s="99"><v>5</v></c>' }, '5']
	])('%s', async (_, cell, text) => {
		expect(await cellOf(cell)).toBe(text);
	});

	test('formats that Excel knows without a code', async () => {
		const builtIn = { date: 14, percent: 10 };
		expect(await cellOf({ number: '45415', format: 'date' }, { builtIn })).toBe('2024-05-03');
		expect(await cellOf({ number: '0.5', format: 'percent' }, { builtIn })).toBe('50.00%');
	});

	test('dates of a workbook that counts from 1904', async () => {
		expect(await cellOf({ number: '43953', format: 'yyyy-mm-dd' }, { from1904: true })).toBe('2024-05-03');
	});

	test('with namespaces and places left out, as other programs write them', async () => {
		const sheet =
			'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>' +
			'<x:row><x:c t="inlineStr"><x:is><x:t>email</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>name</x:t></x:is></x:c></x:row>' +
			'<x:row><x:c t="inlineStr"><x:is><x:t>a@x.co</x:t></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row>' +
			'</x:sheetData></x:worksheet>';
		const table = await sheetOf([], {}, { parts: { 'xl/worksheets/sheet1.xml': sheet } });
		expect([table.header, rowsOf(table)]).toEqual([['email', 'name'], [['a@x.co', '5']]]);
	});
});

describe('P7, P10 rows stand where they stand in the sheet', () => {
	test('titles, merged cells and blank rows', async () => {
		const result = await read([
			{
				name: 'List',
				merged: ['A1:C1'],
				rows: [
					['Customers of May'],
					[],
					['email', 'name', 'notes'],
					['a@x.co', null, 'x'],
					[],
					['b@x.co', 'Ben']
				]
			}
		]);
		expect(withTexts(result)).toMatchObject({
			table: {
				headerRow: 3,
				header: ['email', 'name', 'notes'],
				rows: [
					['a@x.co', '', 'x'],
					['b@x.co', 'Ben', '']
				],
				rowNumbers: [4, 6],
				blankRows: 1,
				// No cell is missing where a sheet has none.
				shortRows: 0
			}
		});
	});
	test('the header can be chosen, or left out', async () => {
		expect(rowsOf(await sheetOf([['Kunden'], ['Wer'], ['a@x.co']], { headerRow: 2 }))).toEqual([['a@x.co']]);
		const table = await sheetOf([['a@x.co'], ['b@x.co']], { firstRow: 'data' });
		expect(Array.from(table.rowNumbers)).toEqual([1, 2]);
	});
});

describe('P11 sheets', () => {
	const sheets: XlsxSheet[] = [
		{ name: 'Read me', rows: [['How to'], ['use this']] },
		{ name: 'Old', state: 'hidden', rows: [['email'], ['old@x.co']] },
		{ name: 'Secret', state: 'veryHidden', rows: [['email'], ['secret@x.co']] },
		{ name: 'Customers & more', rows: customers },
		{ name: 'Leads', rows: [['email'], ['lead@x.co']] }
	];
	const names = ['Read me', 'Customers & more', 'Leads'];

	test('the first one that names an email column is read; hidden ones are not offered', async () => {
		expect(withTexts(await read(sheets))).toMatchObject({
			table: { rows: [['a@x.co', 'Ann']] },
			workbook: { sheets: names, sheet: 'Customers & more' }
		});
	});
	test('another one can be chosen', async () => {
		expect(withTexts(await read(sheets, { sheet: 'Leads' }))).toMatchObject({
			table: { rows: [['lead@x.co']] },
			workbook: { sheets: names, sheet: 'Leads' }
		});
	});
	test('I5 what is wrong with the others does not matter, nor does an empty one where all are wrong', async () => {
		const rows = [['Wer'], ...Array.from({ length: 5001 }, (_, i) => [`c${i}@x.co`])];
		const empty = { name: 'Empty', rows: [] };
		const long = { name: 'Long', rows };
		const parts = { 'xl/worksheets/sheet2.xml': '<worksheet>' };
		expect(await read([{ name: 'Kunden', rows: [['Wer'], ['a@x.co']] }, empty], {}, { parts })).toMatchObject(
			{
				workbook: { sheet: 'Kunden' }
			}
		);
		expect(await read([empty, long])).toMatchObject({ problem: { code: 'FILE_TOO_MANY_ROWS' } });
		expect(await read([long, empty])).toMatchObject({ problem: { code: 'FILE_TOO_MANY_ROWS' } });
	});
	test('one that is not there, or hidden, is not chosen', async () => {
		for (const sheet of ['Old', 'Gone']) {
			expect(await read(sheets, { sheet })).toMatchObject({ workbook: { sheet: 'Customers & more' } });
		}
	});
	test('where none names an email column, the first one that can be read', async () => {
		const unnamed = [
			{ name: 'Empty', rows: [] },
			{ name: 'Kunden', rows: [['Wer'], ['a@x.co']] },
			{ name: 'Mehr', rows: [['Wer'], ['b@x.co']] }
		];
		expect(await read(unnamed)).toMatchObject({
			workbook: { sheets: ['Empty', 'Kunden', 'Mehr'], sheet: 'Kunden' }
		});
	});
	test.each([
		['no cells', [[]], { code: 'FILE_EMPTY' }],
		['a header only', [['email', 'name']], { code: 'FILE_NO_ROWS' }],
		['no header', [['a@x.co'], ['b@x.co']], { code: 'FILE_NO_HEADER' }]
	])('I5 a sheet with %s', async (_, rows, problem) => {
		expect(await read([{ name: 'Customers', rows }])).toEqual({ kind: 'unreadable', problem });
	});
});

test('P11 the sheet as CSV is what a file of that content would be: BOM, commas, CRLF', async () => {
	const result = await read([
		{ name: 'S', rows: [['email', 'notes'], ['a@x.co', 'a, "b"\nc'], [], ['b@x.co']] }
	]);
	if (result.kind !== 'table') throw new Error(result.problem.code);
	expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(result.bytes)).toBe(
		'\ufeffemail,notes\r\na@x.co,"a, ""b""\nc"\r\n\r\nb@x.co,\r\n'
	);
	const asCsv = readCsv(result.bytes, {}, defaultLimits);
	expect(withTexts(asCsv)).toMatchObject({ table: withTexts(result).table });
});

describe('P11 the limits', () => {
	test('I2 the size is that of the workbook', async () => {
		const file = xlsxOf([{ name: 'S', rows: customers }]);
		expect(await problemOf(file, { ...defaultLimits, maxBytes: file.length })).toBe('table');
		expect(await problemOf(file, { ...defaultLimits, maxBytes: file.length - 1 })).toEqual({
			code: 'FILE_TOO_LARGE',
			bytes: file.length,
			maxBytes: file.length - 1
		});
	});
	test('I2 rows, from both sides', async () => {
		const rows = [['email'], ...Array.from({ length: 5001 }, (_, i) => [`c${i}@x.co`])];
		expect(await problemOf(xlsxOf([{ name: 'S', rows: rows.slice(0, 5001) }]))).toBe('table');
		expect(await problemOf(xlsxOf([{ name: 'S', rows }]))).toEqual({
			code: 'FILE_TOO_MANY_ROWS',
			rows: 5001,
			maxRows: 5000
		});
	});

	// Ten kilobytes of limit are 500 of parts and 40 of text.
	const small = { maxBytes: 10_000, maxRows: 5000 };
	test('a small archive that unpacks to much is not unpacked', async () => {
		const bomb = xlsxOf([{ name: 'S', rows: [['email'], ['x'.repeat(600_000)]] }]);
		expect(bomb.length).toBeLessThan(small.maxBytes);
		expect(await problemOf(bomb, small)).toMatchObject({ code: 'FILE_XLSX_TOO_LARGE', maxBytes: 500_000 });
	});
	test('a sheet that is much text is not read', async () => {
		const sheet = xlsxOf([{ name: 'S', rows: [['email'], ['x'.repeat(50_000)]] }]);
		expect(await problemOf(sheet, small)).toMatchObject({ code: 'FILE_XLSX_TOO_LARGE', maxBytes: 40_000 });
	});
	test('cells in far corners are not filled up to', async () => {
		const far = Array.from(
			{ length: 40_000 },
			(_, i) => `<row r="${i + 2}"><c r="XFD${i + 2}"><v>1</v></c></row>`
		);
		const sheet = `<worksheet><sheetData>${far.join('')}</sheetData></worksheet>`;
		const file = xlsxOf([{ name: 'S', rows: [] }], { parts: { 'xl/worksheets/sheet1.xml': sheet } });
		// More than the longest text that there can be.
		expect(await problemOf(file)).toMatchObject({ code: 'FILE_XLSX_TOO_LARGE', maxBytes: 8_388_608 });
	});
	test('an archive that says less than it unpacks to is damaged', async () => {
		const file = xlsxOf([{ name: 'S', rows: customers }]);
		const view = new DataView(file.buffer);
		for (let at = 0; at < file.length - 46; at++) {
			// The size of a part, in the list at the archive's end.
			if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
		}
		expect(await problemOf(file)).toEqual({ code: 'FILE_XLSX_DAMAGED' });
	});
});

describe('I5 what is no workbook that can be read', () => {
	const whole = xlsxOf([{ name: 'S', rows: customers }]);
	const sheet = 'xl/worksheets/sheet1.xml';
	test.each([
		['cut off', whole.slice(0, whole.length - 200)],
		[
			'a part is missing',
			xlsxOf([], {
				parts: { 'xl/workbook.xml': '<workbook/>', '_rels/.rels': '<a/>', 'xl/_rels/workbook.xml.rels': '' }
			})
		],
		['a part is no XML', xlsxOf([{ name: 'S', rows: customers }], { parts: { [sheet]: 'no XML' } })],
		[
			'a part is cut off',
			xlsxOf([{ name: 'S', rows: customers }], { parts: { [sheet]: '<worksheet><sheetData><row' } })
		],
		[
			'a part is no text',
			xlsxOf([{ name: 'S', rows: customers }], { parts: { [sheet]: Uint8Array.of(0xff, 0xfe, 0x80) } })
		],
		[
			'a text is not there',
			xlsxOf([{ name: 'S', rows: customers }], { parts: { 'xl/sharedStrings.xml': '<sst/>' } })
		],
		[
			'a row stands nowhere',
			xlsxOf([{ name: 'S', rows: [] }], { parts: { [sheet]: '<worksheet><row r="9999999"/></worksheet>' } })
		],
		[
			'a cell stands nowhere',
			xlsxOf([{ name: 'S', rows: [] }], {
				parts: { [sheet]: '<worksheet><row><c r="ZZZ1"/></row></worksheet>' }
			})
		]
	])('%s', async (_, bytes) => {
		expect(await problemOf(bytes)).toEqual({ code: 'FILE_XLSX_DAMAGED' });
	});

	test('a password, which packs it into a file of the old kind', async () => {
		const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
		const stream = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0]);
		expect(await problemOf(Uint8Array.from([...ole, ...stream]))).toEqual({ code: 'FILE_ENCRYPTED' });
		expect(await problemOf(Uint8Array.from(ole))).toEqual({ code: 'FILE_XLS' });
	});

	test('the name of a file does not matter, nor does a CSV file change', async () => {
		expect(await readFile(bytesOf('email\na@x.co'), {}, defaultLimits)).toMatchObject({ workbook: null });
	});

	property.prop([fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })], {
		numRuns: 300
	})('E13 any damage ends in a table or a plain problem', async (changes) => {
		const bytes = whole.slice();
		for (const [at, byte] of changes) bytes[at] = byte;
		expect((await readFile(bytes, {}, defaultLimits)).kind).toMatch(/^(?:table|unreadable)$/);
	});
});

const text = fc.oneof(
	{ weight: 2, arbitrary: fc.constant('') },
	fc.constantFrom(
		'a@x.co',
		' ',
		'_x000D_',
		'_x',
		'\r',
		'\n',
		'\t',
		'"',
		'0012',
		'=1+1',
		"'=1",
		'\0',
		'&lt;',
		']]>',
		'\ufeff'
	),
	fc.string({ unit: 'grapheme', maxLength: 12 })
);

property.prop([fc.array(fc.array(text, { maxLength: 8 }), { minLength: 1, maxLength: 12 }), fc.boolean()], {
	numRuns: 300
})(
	'P11 a workbook of any texts reads back as they are, each in its row and column',
	async (rows, isInline) => {
		const cells = rows.map((row) => row.map((one) => (isInline && one !== '' ? { inline: one } : one)));
		const filled = rows.map((row, i) => ({
			row: row.slice(0, row.findLastIndex((one) => one !== '') + 1),
			number: i + 1
		}));
		const expected = filled.filter(({ row }) => row.some((one) => one.replace(/\ufeff/g, '').trim() !== ''));
		const result = await read([{ name: 'S', rows: cells }], { firstRow: 'data' });
		if (expected.length === 0) expect(result).toMatchObject({ problem: { code: 'FILE_EMPTY' } });
		else {
			// A row is as wide as the first one at least.
			const blanks = expected[0]?.row.map(() => '') ?? [];
			expect(withTexts(result)).toMatchObject({
				table: {
					rows: expected.map(({ row }) => [...row, ...blanks.slice(row.length)]),
					rowNumbers: expected.map(({ number }) => number)
				}
			});
		}
	}
);
