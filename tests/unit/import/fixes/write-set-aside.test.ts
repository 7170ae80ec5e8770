import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { fixRow } from '../../../../src/lib/import/fixes/apply-fixes.ts';
import { encodeText } from '../../../../src/lib/import/csv/encode-text.ts';
import { setAsideHeader } from '../../../../src/lib/import/headers/header-names.ts';
import type { RowIssue } from '../../../../src/lib/import/issue.ts';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import { proposeMapping } from '../../../../src/lib/import/columns/match-headers.ts';
import { issueMessage } from '../../../../src/lib/import/messages.ts';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { widthOf } from '../../../../src/lib/import/read/row-shape.ts';
import type { ReadOptions } from '../../../../src/lib/import/table.ts';
import { writeSetAside } from '../../../../src/lib/import/fixes/write-set-aside.ts';
import { arbitraryFile, arbitraryText, bytesOfFile, readOptions } from '../../../support/arbitrary-csv.ts';
import { bytesOf, planOf, tableOf } from '../../../support/core.ts';
import { rowsOf } from '../../../support/rows-of.ts';

const missing: RowIssue = { row: 2, field: 'email', code: 'EMAIL_MISSING' };
const missingText = 'Email is missing. Every row needs one.';

function setAside(
	text: string,
	rows: [index: number, ...problems: RowIssue[]][],
	cells: [row: number, column: number, text: string][] = [],
	options: ReadOptions = {}
): string {
	const bytes = bytesOf(text);
	const fixed = new Map(cells.map(([row, column, to]) => [row, new Map([[column, to]])]));
	const written = writeSetAside(
		bytes,
		tableOf(bytes, options),
		rows.map(([index, ...problems]) => ({ index, problems })),
		fixed
	);
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(written);
}

describe('W4 rows that were set aside are a file with a reason for each', () => {
	test.each([
		[
			'header, quotes, line ends and byte order mark as in the file',
			'\ufeffemail;name\r\n;"A"\r\nb@x.co;B\r\n;C\r\n',
			[[0, missing], [2]],
			`\ufeffemail;name;${setAsideHeader}\r\n;"A";"${missingText}"\r\n;C;"Set aside"\r\n`
		],
		[
			'quotes around the header where it has them',
			'"email","b"\n"x","y"',
			[[0]],
			`"email","b","${setAsideHeader}"\n"x","y","Set aside"\n`
		],
		[
			'several reasons',
			'email\nx',
			[[0, missing, missing]],
			`email,${setAsideHeader}\nx,"${missingText} ${missingText}"\n`
		],
		[
			'a `sep=` line, but not the titles',
			'sep=#\nMy list\n\nemail#b\nx#y',
			[[0]],
			`sep=#\nemail#b#${setAsideHeader}\nx#y#"Set aside"\n`,
			[],
			{ headerRow: 3 }
		],
		['fixed cells', 'email,b\nx,y', [[0]], `email,b,${setAsideHeader}\nx,z,"Set aside"\n`, [[0, 1, 'z']]],
		[
			'missing cells, and empty ones beyond the header',
			'email,b\nx\ny,, ,',
			[[0], [1]],
			`email,b,${setAsideHeader}\nx,,"Set aside"\ny,,"Set aside"\n`
		],
		['cells beyond the header', 'email,b\nx,y,z', [[0]], `email,b,${setAsideHeader}\nx,y,z,"Set aside"\n`],
		['an open quote', 'email,b\nx,"y\nz,1', [[0]], `email,b,${setAsideHeader}\nx,"y,"Set aside"\n`],
		['no header', 'a@x.co,b\nx,y', [[1]], 'x,y,"Set aside"\n', [], { firstRow: 'data' }],
		[
			'the reason of the last time is replaced',
			`email,${setAsideHeader.toUpperCase()},b\nx,old,y`,
			[[0]],
			`email,b,${setAsideHeader}\nx,y,"Set aside"\n`
		],
		[
			'also behind the cells of a row that is wider than the header',
			`email,b,${setAsideHeader}\nx,y,z,old`,
			[[0]],
			`email,b,${setAsideHeader}\nx,y,z,"Set aside"\n`
		]
	] as [string, string, [number, ...RowIssue[]][], string, [number, number, string][]?, ReadOptions?][])(
		'%s',
		(_, text, rows, expected, cells, options) => {
			expect(setAside(text, rows, cells, options)).toBe(expected);
		}
	);

	test('in the encoding of the file, or as UTF-8 where that lacks a character of a fix', () => {
		const text = 'email;name\nx;Müller\n';
		const bytes = encodeText(text, 'windows-1252') ?? new Uint8Array();
		const rows = [{ index: 0, problems: [] }];
		const expected = `email;name;${setAsideHeader}\nx;Müller;"Set aside"\n`;
		expect(writeSetAside(bytes, tableOf(bytes), rows, new Map())).toEqual(
			encodeText(expected, 'windows-1252')
		);
		expect(writeSetAside(bytes, tableOf(bytes), rows, new Map([[0, new Map([[1, 'Ł']])]]))).toEqual(
			bytesOf(`\ufeff${expected.replace('Müller', 'Ł')}`)
		);
	});

	test('when it comes back, the reason is ignored and the rows are planned as before', () => {
		const text =
			'email,name,note,limit\n,A,x,5\nb@x.co,"B\nC",y,$5\nc@x.co,"D,z,1\nd@x.co,E,F,z,2\ne@x.co,E,F,3\n';
		const plan = planOf(text);
		const rows = plan.outcomes.flatMap((outcome, index) =>
			outcome.kind === 'issue' ? [{ index, problems: outcome.issues }] : []
		);
		expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
		const bytes = bytesOf(text);
		const again = planOf(writeSetAside(bytes, tableOf(bytes), rows, new Map()));
		expect(again.counts).toEqual({ create: 0, update: 0, unchanged: 0, issue: 4 });
		expect(again.issues.map(({ code, field }) => [code, field])).toEqual(
			plan.issues.map(({ code, field }) => [code, field])
		);
	});
});

property.prop(
	[
		arbitraryFile(true),
		fc.array(fc.record({ row: fc.nat(20), column: fc.nat(6), text: arbitraryText() }), { maxLength: 3 }),
		fc.array(fc.nat(20), { minLength: 1, maxLength: 4 })
	],
	{ numRuns: 3000 }
)('W4 for any file, its rows are read back with their fixes and reasons', (file, edits, chosen) => {
	const bytes = bytesOfFile(file);
	const result = readCsv(bytes, readOptions(file), defaultLimits);
	fc.pre(result.kind === 'table');
	const { table } = result;
	const cells = new Map(
		edits.map(({ row, column, text }) => [row % table.rows.length, new Map([[column, text]])])
	);
	const indices = [...new Set(chosen.map((row) => row % table.rows.length))].sort(
		(one, other) => one - other
	);
	const rows = indices.map((index) => ({ index, problems: index % 2 === 0 ? [] : [missing] }));
	const written = writeSetAside(bytes, table, rows, cells);

	const isUtf8 = table.dialect.encoding === 'windows-1252' && written[0] === 0xef && written[1] === 0xbb;
	const encoding = isUtf8 ? 'utf-8' : table.dialect.encoding;
	const again = tableOf(written, { ...table.dialect, encoding, firstRow: 'header' });
	expect(again.header).toEqual([...table.header, setAsideHeader]);
	expect(proposeMapping(again).columns.at(-1)).toEqual({ ignored: 'set-aside-reason' });
	expect(rowsOf(again)).toEqual(
		indices.map((index, i) => {
			const row = fixRow(table.rows.row(index), cells.get(index) ?? new Map());
			const width = Math.max(widthOf(row), table.header.length);
			const padded = Array.from({ length: width }, (_, column) => row[column] ?? '');
			return [...padded, rows[i]?.problems.map(issueMessage).join(' ') || 'Set aside'];
		})
	);
	// Where nothing was fixed, what is wrong with a row's shape still is.
	if (cells.size > 0) return;
	const codes = indices.map((index) => table.problems.get(index)?.code);
	expect(indices.map((_, i) => again.problems.get(i)?.code)).toEqual(codes);
});
