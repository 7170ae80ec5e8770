import { describe, expect, test } from 'vitest';
import { columnLetters } from '../../../../src/lib/import/headers/column-letters.ts';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { type SizeLimits, defaultLimits, maxColumns } from '../../../../src/lib/import/limits.ts';
import type { ReadOptions } from '../../../../src/lib/import/table.ts';
import { bytesOf, tableOf } from '../../../support/core.ts';
import { rowsOf } from '../../../support/rows-of.ts';

function problemOf(
	file: string | Uint8Array,
	options: ReadOptions = {},
	limits: SizeLimits = defaultLimits
): unknown {
	const result = readCsv(typeof file === 'string' ? bytesOf(file) : file, options, limits);
	return result.kind === 'unreadable' ? result.problem : result.kind;
}

describe('P1 the delimiter', () => {
	test.each([
		['comma', 'email,name\na@x.co,Ann', ','],
		['semicolon', 'email;name\na@x.co;Ann, Bob', ';'],
		['tab', 'email\tname\na@x.co\tAnn', '\t'],
		['pipe', 'email|name\na@x.co|Ann', '|'],
		['one column', 'email\na@x.co\nb@x.co', ','],
		['one column with punctuation in the rows', 'email\n"a;b;c"\n"d;e;f"', ','],
		['notes full of semicolons do not outvote the header', 'email,notes\na@x.co,a;b;c\nb@x.co,d;e;f\n', ','],
		['known names outvote a comma inside a header', 'email;"name, full";limit\na@x.co;Ann;5', ';'],
		[
			'known names outvote rows that are all as wide',
			'email;name, full;limit\na@x.co;Ann, A;5\nb@x.co;Bob, B',
			';'
		],
		['no known name: the rows decide', 'Adresse;Firma, Ort\na@x.co;Ann\nb@x.co;Bob', ';']
	])('%s', (_, text, delimiter) => {
		expect(tableOf(text).dialect.delimiter).toBe(delimiter);
	});

	test.each([
		['sep=;\nemail;name\na@x.co;Ann', ';'],
		['SEP=|\r\nemail|name\r\na@x.co|Ann', '|'],
		['"sep=,"\nemail,name\na@x.co,Ann', ','],
		['\ufeffsep=#\nemail#name\na@x.co#Ann', '#']
	])('a sep= line is obeyed and dropped: %j', (text, delimiter) => {
		const table = tableOf(text);
		expect(table.dialect.delimiter).toBe(delimiter);
		expect(table.header).toEqual(['email', 'name']);
		expect(Array.from(table.rowNumbers)).toEqual([2]);
	});

	test('P2 a chosen delimiter wins', () => {
		expect(tableOf('email,name\na@x.co,Ann', { delimiter: ';' }).header).toEqual(['email,name']);
	});
});

describe('P2 encodings', () => {
	const rows = [['ä@x.co', '€ “Müller”']];
	const text = 'email,name\nä@x.co,€ “Müller”';
	function utf16(littleEndian: boolean): Uint8Array {
		const units = [0xfeff, ...[...text].map((character) => character.charCodeAt(0))];
		const bytes = new Uint8Array(units.length * 2);
		units.forEach((unit, i) => new DataView(bytes.buffer).setUint16(i * 2, unit, littleEndian));
		return bytes;
	}
	const windows1252 = Uint8Array.from(
		[...text].map((character) => ({ '€': 0x80, '“': 0x93, '”': 0x94 })[character] ?? character.charCodeAt(0))
	);
	test.each([
		['utf-8', bytesOf(text)],
		['utf-8', bytesOf(`\ufeff${text}`)],
		['utf-16le', utf16(true)],
		['utf-16be', utf16(false)],
		['windows-1252', windows1252]
	])('%s', (encoding, bytes) => {
		const table = tableOf(bytes);
		expect(table.dialect.encoding).toBe(encoding);
		expect(table.header).toEqual(['email', 'name']);
		expect(rowsOf(table)).toEqual(rows);
	});

	test('a chosen encoding wins', () => {
		expect(rowsOf(tableOf(bytesOf('email\nä'), { encoding: 'windows-1252' }))).toEqual([['Ã¤']]);
	});

	test('F11 all 256 bytes of Windows-1252 are what the standard says', () => {
		const bytes = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
		const { rows } = tableOf(Uint8Array.from([...bytesOf('email\n'), ...bytes]));
		expect(rows.cell(0, 0)).toBe('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ');
	});
});

describe('P4, P7 row numbers are spreadsheet rows', () => {
	test('blank rows are skipped, counted, and keep their numbers', () => {
		const table = tableOf('email,name\n\na@x.co,Ann\n , \n,\nb@x.co,Bob\n\n');
		expect(Array.from(table.rowNumbers)).toEqual([3, 6]);
		expect(table.blankRows).toBe(4);
	});
	test('a cell with line breaks does not add rows', () => {
		expect(Array.from(tableOf('email,notes\na@x.co,"1\n2\r\n3"\nb@x.co,x').rowNumbers)).toEqual([2, 3]);
	});
	test('blank rows above the header count too', () => {
		const table = tableOf('\n\nemail\na@x.co');
		expect([table.header, Array.from(table.rowNumbers)]).toEqual([['email'], [4]]);
	});
});

describe('P5, P6 rows that are not as wide as the header', () => {
	test('extra cells with something in them are a problem; extra empty cells are not', () => {
		const table = tableOf('email,name\na@x.co,Ann,x\nb@x.co,Bob,, \nc@x.co,Cy,,y,');
		expect([...table.problems]).toEqual([
			[0, { code: 'ROW_WIDTH', cells: 3, expected: 2 }],
			[2, { code: 'ROW_WIDTH', cells: 4, expected: 2 }]
		]);
	});
	test('missing cells count as empty, and such rows are counted', () => {
		expect(tableOf('email,name,notes\na@x.co\nb@x.co,Bob,x\nc@x.co,Cy').shortRows).toBe(2);
	});
	test('an open quote is a problem of the row in which it opens', () => {
		const table = tableOf('email,name\na@x.co,Ann\nb@x.co,"Bob\nc@x.co,Cy\n');
		expect([...table.problems]).toEqual([[1, { code: 'QUOTE_OPEN' }]]);
		expect(Array.from(table.rowNumbers)).toEqual([2, 3, 4]);
	});
	test('in the header it is a plain message', () => {
		expect(problemOf('"email,name\na@x.co,Ann')).toEqual({ code: 'FILE_HEADER_QUOTE', row: 1 });
	});
});

describe('I5 files that are no customer list', () => {
	test.each([
		['nothing', '', { code: 'FILE_EMPTY' }],
		['a BOM only', '\ufeff', { code: 'FILE_EMPTY' }],
		['blank rows only', '\n \n,,\n', { code: 'FILE_EMPTY' }],
		['a header only', 'email,name\n', { code: 'FILE_NO_ROWS' }],
		['a header and blank rows', 'email,name\n,\n\n', { code: 'FILE_NO_ROWS' }],
		['no header', 'ann@x.co,Ann\nbob@x.co,Bob', { code: 'FILE_NO_HEADER' }]
	])('%s', (_, text, problem) => {
		expect(problemOf(text)).toEqual(problem);
	});

	test.each([
		['PDF', [0x25, 0x50, 0x44, 0x46, 0x2d, 0x31], 'FILE_BINARY'],
		['old Excel', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'FILE_XLS'],
		[
			'a workbook, which `readFile` reads',
			[0x50, 0x4b, 3, 4, 20, 0, ...bytesOf('xl/workbook.xml')],
			'FILE_BINARY'
		],
		['another ZIP', [0x50, 0x4b, 3, 4, 20, 0, ...bytesOf('photo.jpg')], 'FILE_BINARY'],
		['random bytes', Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256), 'FILE_BINARY']
	])('%s', (_, bytes, code) => {
		expect(problemOf(Uint8Array.from(bytes))).toEqual({ code });
	});

	test('without a header the first row can be read as data', () => {
		const table = tableOf('ann@x.co,Ann\nbob@x.co,Bob', { firstRow: 'data' });
		expect(table.header).toEqual(['Column A', 'Column B']);
		expect(Array.from(table.rowNumbers)).toEqual([1, 2]);
	});

	test('a stray NUL is no reason to refuse the file', () => {
		expect(rowsOf(tableOf('email,name\na@x.co,A\0nn'))).toEqual([['a@x.co', 'A\0nn']]);
	});
});

describe('I2 limits, from both sides', () => {
	const limits = { maxBytes: 30, maxRows: 2 };
	test('bytes', () => {
		expect(problemOf('email\na@x.co\n'.padEnd(30, '\n'), {}, limits)).toBe('table');
		expect(problemOf('email\na@x.co\n'.padEnd(31, '\n'), {}, limits)).toEqual({
			code: 'FILE_TOO_LARGE',
			bytes: 31,
			maxBytes: 30
		});
	});
	test('rows; blank ones do not count', () => {
		expect(problemOf('email\na@x.co\n\n\nb@x.co\n', {}, limits)).toBe('table');
		expect(problemOf('email\na@x.co\nb@x.co\nc@x.co', {}, limits)).toEqual({
			code: 'FILE_TOO_MANY_ROWS',
			rows: 3,
			maxRows: 2
		});
	});
	test('I30 the defaults are 2 MB and 5,000 rows of one import, 50 MB and 100,000 rows of a file', () => {
		expect(defaultLimits).toEqual({
			maxBytes: 2_097_152,
			maxRows: 5000,
			file: { maxBytes: 52_428_800, maxRows: 100_000 }
		});
		function lines(n: number): string {
			return `email\n${Array.from({ length: n }, (_, i) => `c${i}@x.co`).join('\n')}`;
		}
		expect(problemOf(lines(5000))).toBe('table');
		expect(problemOf(lines(5001))).toEqual({ code: 'FILE_TOO_MANY_ROWS', rows: 5001, maxRows: 5000 });
	});
	test('columns', () => {
		function header(n: number): string {
			return ['email', ...Array.from({ length: n - 1 }, (_, i) => `c${i}`)].join(',');
		}
		expect(problemOf(`${header(maxColumns)}\na@x.co`)).toBe('table');
		expect(problemOf(`${header(maxColumns + 1)}\na@x.co`)).toMatchObject({ code: 'FILE_TOO_MANY_COLUMNS' });
	});
	test('limits are configuration: 50,000 rows pass when they may', () => {
		const text = `email,name\n${Array.from({ length: 50_000 }, (_, i) => `c${i}@x.co,N ${i}`).join('\n')}`;
		const table = tableOf(text, {}, { maxBytes: 20 * 1024 * 1024, maxRows: 50_000 });
		expect(table.rows).toHaveLength(50_000);
		expect(table.rowNumbers[49_999]).toBe(50_001);
	});
});

describe('T19 hostile shapes end', () => {
	test.each([
		['two million line ends', 'email\n'.padEnd(2_000_000, '\n'), 'FILE_NO_ROWS'],
		['a million commas', `email${','.repeat(1_000_000)}\na@x.co`, 'table'],
		['one cell of two megabytes', `email\n${'x'.repeat(2_000_000)}`, 'table'],
		['two megabytes of quotes', `email\n${'"'.repeat(2_000_001)}`, 'table']
	])('%s', (_, text, expected) => {
		const outcome = problemOf(text);
		expect(typeof outcome === 'string' ? outcome : (outcome as { code: string }).code).toBe(expected);
	});
});

test('columns have the letters that spreadsheets show', () => {
	expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});
