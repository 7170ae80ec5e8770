import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { findReadings } from '../../../../src/lib/import/read/readings.ts';
import type { ReadOptions } from '../../../../src/lib/import/table.ts';
import type { Readings } from '../../../../src/lib/import/worker-api.ts';
import { bytesOf, tableOf } from '../../../support/core.ts';

function readingsOf(file: string | Uint8Array, options: ReadOptions = {}): Readings {
	const bytes = typeof file === 'string' ? bytesOf(file) : file;
	return findReadings(bytes, tableOf(bytes, options), options);
}

/** Text in Latin-1, which Windows-1252 is beyond its control characters. */
function latin1(text: string): Uint8Array {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function encodingsOf(file: string | Uint8Array, options?: ReadOptions): Record<string, string[][]> {
	const { encodings } = readingsOf(file, options);
	return Object.fromEntries(encodings.map(({ dialect, rows }) => [dialect.encoding, rows]));
}

function delimitersOf(file: string | Uint8Array, options?: ReadOptions): Record<string, string[][]> {
	const { delimiters } = readingsOf(file, options);
	return Object.fromEntries(delimiters.map(({ dialect, rows }) => [dialect.delimiter, rows]));
}

describe('P2 encodings', () => {
	const rows = ['a@x.co,Ann', 'b@x.co,Müller', 'c@x.co,Cat', 'd@x.co,Zoë', 'e@x.co,Élan'];

	test('the header and the first two rows in which they differ, in each', () => {
		expect(encodingsOf(`email,name\n${rows.join('\n')}`)).toEqual({
			'utf-8': [
				['email', 'name'],
				['b@x.co', 'Müller'],
				['d@x.co', 'Zoë']
			],
			'windows-1252': [
				['email', 'name'],
				['b@x.co', 'MÃ¼ller'],
				['d@x.co', 'ZoÃ«']
			]
		});
	});
	test('of a file in Windows-1252, also where it is read as UTF-8', () => {
		const file = latin1(`email,name\n${rows.join('\n')}`);
		const expected = {
			'utf-8': [
				['email', 'name'],
				['b@x.co', 'M\ufffdller'],
				['d@x.co', 'Zo\ufffd']
			],
			'windows-1252': [
				['email', 'name'],
				['b@x.co', 'Müller'],
				['d@x.co', 'Zoë']
			]
		};
		expect(encodingsOf(file)).toEqual(expected);
		expect(encodingsOf(file, { encoding: 'utf-8' })).toEqual(expected);
	});
	test('the first difference may stand far below', () => {
		const lines = Array.from({ length: 4990 }, (_, i) => `c${i}@x.co,Customer ${i}`);
		expect(encodingsOf(`email,name\n${lines.join('\n')}\nz@x.co,Zoë\n`)['utf-8']).toEqual([
			['email', 'name'],
			['z@x.co', 'Zoë'],
			['c0@x.co', 'Customer 0']
		]);
	});
	test('where there is none, the first two rows', () => {
		expect(encodingsOf('email\n\na@x.co\nb@x.co\nc@x.co')).toEqual({
			'utf-8': [['email'], ['a@x.co'], ['b@x.co']],
			'windows-1252': [['email'], ['a@x.co'], ['b@x.co']]
		});
	});
	test('a byte order mark shows as what it is', () => {
		const read = encodingsOf('\ufeffemail\na@x.co');
		expect(read['utf-8']?.[0]).toEqual(['email']);
		expect(read['windows-1252']?.[0]).toEqual(['ï»¿email']);
	});
	test('behind titles and a sep= line', () => {
		const file = '\ufeffsep=;\nKunden, alle\n\nemail;name\na@x.co;Zoë\n';
		expect(encodingsOf(file)['utf-8']).toEqual([
			['email', 'name'],
			['a@x.co', 'Zoë']
		]);
	});
	test('a file in UTF-16 says so itself', () => {
		const units = Uint16Array.from('\ufeffemail\na@x.co', (character) => character.charCodeAt(0));
		expect(encodingsOf(new Uint8Array(units.buffer))).toEqual({ 'utf-16le': [['email'], ['a@x.co']] });
	});
	test('I5 without a header, two rows', () => {
		expect(encodingsOf('ä@x.co\nb@x.co\nc@x.co', { firstRow: 'data' })['utf-8']).toEqual([
			['ä@x.co'],
			['b@x.co']
		]);
	});
});

describe('P2 delimiters', () => {
	test('the header and the first two rows by each', () => {
		expect(delimitersOf('email;name\na@x.co;"Ann, B"\nb@x.co;Ben\nc@x.co;Cat')).toEqual({
			',': [['email;name'], ['a@x.co;"Ann', 'B"'], ['b@x.co;Ben']],
			';': [
				['email', 'name'],
				['a@x.co', 'Ann, B'],
				['b@x.co', 'Ben']
			],
			'\t': [['email;name'], ['a@x.co;"Ann, B"'], ['b@x.co;Ben']],
			'|': [['email;name'], ['a@x.co;"Ann, B"'], ['b@x.co;Ben']]
		});
	});
	test('what a sep= line names is one of them', () => {
		expect(delimitersOf('sep=#\nemail#name\na@x.co#Ann')['#']).toEqual([
			['email', 'name'],
			['a@x.co', 'Ann']
		]);
	});
	test('P10 with the header that each would find, or the one that was chosen', () => {
		const file = 'Kunden, alle\nemail;name\na@x.co;Ann\nb@x.co;Ben';
		expect(delimitersOf(file)[';']?.[0]).toEqual(['email', 'name']);
		expect(delimitersOf(file, { headerRow: 3 })[';']).toEqual([
			['a@x.co', 'Ann'],
			['b@x.co', 'Ben']
		]);
	});
	test('cells and rows are cut to what the screen has room for', () => {
		const [header, row] = delimitersOf(`email${',x'.repeat(40)}\n${'long '.repeat(40)},b`)[','] ?? [];
		expect(header).toHaveLength(12);
		expect(row?.[0]).toHaveLength(60);
	});
});

describe('P9 no cell of a password column is shown', () => {
	const secret = 'hun,qux|2;é\t9';
	test.each([',', ';', '\t', '|'])('in a file with %j, whatever it is read with', (delimiter) => {
		const cells = [
			['email', 'Passwort', 'notes'],
			['a@x.co', `"${secret}"`, 'a password reset'],
			['b@x.co', 'hunter3é', 'Zoë']
		];
		const file = cells.map((row) => row.join(delimiter)).join('\n');
		for (const chosen of [undefined, ',', ';', '\t', '|']) {
			const shown = JSON.stringify(readingsOf(file, chosen === undefined ? {} : { delimiter: chosen }));
			for (const piece of ['hun', 'qux', '2;', '9"']) expect(shown).not.toContain(piece);
			expect(shown).toContain('a password reset');
			expect(shown).toContain('Zo');
		}
	});
	test('where no delimiter tells them apart, no row is', () => {
		const file = 'email;"My, password; here"\na@x.co;hunter2';
		const { encodings, delimiters } = readingsOf(file);
		expect([...encodings, ...delimiters].flatMap(({ rows }) => rows)).toEqual([]);
	});
	test('also where its name is no ASCII', () => {
		expect(JSON.stringify(readingsOf('email,Contraseña\nä@x.co,hunter2'))).not.toContain('hunter');
	});
});

property.prop(
	[
		fc.uint8Array({ maxLength: 300 }),
		fc.constantFrom<ReadOptions>({}, { delimiter: ';' }, { headerRow: 2 }, { firstRow: 'data' })
	],
	{
		numRuns: 300
	}
)('any file can be shown in every reading', (bytes, options) => {
	const file = Uint8Array.from([...bytesOf('email,name\nx,y\n'), ...bytes]);
	const read = readCsv(file, options, { maxBytes: 1000, maxRows: 1000 });
	if (read.kind === 'unreadable') return;
	const { encodings, delimiters } = findReadings(file, read.table, options);
	expect([encodings.length, delimiters.length]).toEqual([2, 4]);
	for (const { rows } of [...encodings, ...delimiters]) expect(rows.length).toBeLessThanOrEqual(3);
});

property.prop([
	fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { minLength: 2, maxLength: 4 }), {
		maxLength: 5
	})
])('the present reading shows the rows as they are read', (rows) => {
	const cells = [['email', 'name'], ...rows.map((row) => ['a@x.co', ...row])];
	const file = cells
		.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'))
		.join('\r\n');
	const options = { delimiter: ';' };
	if (rows.length === 0) return;
	const shown = delimitersOf(file, options)[';']?.map((row) => row.slice(1));
	expect(shown).toEqual(cells.slice(0, 3).map((row) => row.slice(1).map((cell) => cell.trim())));
});
