import { fc, test as property } from '@fast-check/vitest';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../../src/lib/import/csv/parse-csv.ts';
import { scanRows } from '../../../../src/lib/import/csv/scan-rows.ts';

describe('P3 line ends', () => {
	test.each([
		[
			'a,b\nc,d\n',
			[
				['a', 'b'],
				['c', 'd']
			]
		],
		[
			'a,b\r\nc,d',
			[
				['a', 'b'],
				['c', 'd']
			]
		],
		[
			'a,b\rc,d\r',
			[
				['a', 'b'],
				['c', 'd']
			]
		],
		['a\r\nb\nc\rd', [['a'], ['b'], ['c'], ['d']]],
		['a\n\n\nb', [['a'], [''], [''], ['b']]],
		['a\n\n', [['a'], ['']]],
		[
			'"x\r\ny",b\nc,"d\ne"\r\n',
			[
				['x\r\ny', 'b'],
				['c', 'd\ne']
			]
		],
		['a,', [['a', '']]],
		['', [['']]]
	])('%j', (text, rows) => {
		expect(scanRows(text, ',')).toEqual({ rows, openQuotes: new Map() });
		if (text !== '') expect(parseCsv(text, ',')).toEqual({ rows, openQuotes: new Map() });
	});
});

describe('P3 quotes', () => {
	test.each([
		['"a,b","c""d",""', [['a,b', 'c"d', '']]],
		['""""', [['"']]],
		['5" pipe,x', [['5" pipe', 'x']]],
		['"a" ,b', [['a', 'b']]],
		['"a"\t\u00a0,b\v\n"c"\u00a0\n', [['a', 'b\v'], ['c']]]
	])('%j', (text, rows) => {
		expect(parseCsv(text, ',')).toEqual({ rows, openQuotes: new Map() });
	});
});

describe('P5 an open quote costs its own row only', () => {
	test.each([
		[
			'never closed',
			'a,b\n1,"x\n2,y\n3,z',
			[
				['a', 'b'],
				['1', '"x'],
				['2', 'y'],
				['3', 'z']
			],
			[[1, [1]]]
		],
		[
			'a later row has quotes',
			'a,b\n1,"x\n2,"y"\n3,z',
			[
				['a', 'b'],
				['1', '"x'],
				['2', 'y'],
				['3', 'z']
			],
			[[1, [1]]]
		],
		[
			'text behind the closing quote',
			'a,b\n"Bob" Smith,x\n2,y',
			[
				['a', 'b'],
				['"Bob" Smith', 'x'],
				['2', 'y']
			],
			[[1, [0]]]
		],
		[
			'every row',
			'a,b\n1,"x\n2,"y\n',
			[
				['a', 'b'],
				['1', '"x'],
				['2', '"y']
			],
			[
				[1, [1]],
				[2, [1]]
			]
		],
		[
			'two in a row',
			'a,b\n"1,"x\n2,y',
			[
				['a', 'b'],
				['"1', '"x'],
				['2', 'y']
			],
			[[1, [0, 1]]]
		]
	] as [string, string, string[][], [number, number[]][]][])('%s', (_, text, rows, open) => {
		expect(parseCsv(text, ',')).toEqual({ rows, openQuotes: new Map(open) });
	});

	test('ten thousand open quotes take linear time', () => {
		const { rows, openQuotes } = parseCsv('a,"b\n'.repeat(10_000), ',');
		expect([rows.length, openQuotes.size]).toEqual([10_000, 10_000]);
	});
});

const cell = fc.oneof(
	fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', ',', ';', '"', '\n', '\r\n', "'", '=') }),
	fc.string()
);

property.prop([
	fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
	fc.constantFrom(',', ';', '\t', '|'),
	fc.constantFrom('\n' as const, '\r\n' as const)
])('P3 whatever a writer quotes is read back exactly, by both readers', (rows, delimiter, newline) => {
	const text = Papa.unparse(rows, { delimiter, newline, quotes: true });
	expect(scanRows(text, delimiter).rows).toEqual(rows);
	expect(parseCsv(text, delimiter).rows).toEqual(rows);
});

property.prop(
	[
		fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' ', '\t', '\u00a0'), minLength: 1 }),
		fc.constantFrom(',', '\t', ' ', 'a')
	],
	{ numRuns: 2000 }
)(
	'P3, P5 both readers give the same for any text, so that a corrected file never reads otherwise',
	(text, delimiter) => {
		expect(parseCsv(text, delimiter)).toEqual(scanRows(text, delimiter));
	}
);

property.prop([fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ') })])(
	'P3, P5 any text is read, and every character of an unquoted file comes back',
	(text) => {
		const { rows } = parseCsv(text || 'x', ',');
		expect(rows.length).toBeGreaterThan(0);
		if (!text.includes('"') && !text.includes('\r') && text !== '') {
			expect(rows.map((row) => row.join(',')).join('\n')).toBe(text.replace(/\n$/, ''));
		}
	}
);
