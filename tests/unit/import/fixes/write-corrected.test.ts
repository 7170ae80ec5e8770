import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { fixRow } from '../../../../src/lib/import/fixes/apply-fixes.ts';
import { encodeText } from '../../../../src/lib/import/csv/encode-text.ts';
import { defaultLimits } from '../../../../src/lib/import/limits.ts';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { isBlank } from '../../../../src/lib/import/read/row-shape.ts';
import type { CsvTable, ReadOptions } from '../../../../src/lib/import/table.ts';
import { writeCorrected } from '../../../../src/lib/import/fixes/write-corrected.ts';
import {
	type RawFile,
	type RawRow,
	arbitraryFile,
	arbitraryText,
	bytesOfFile,
	needsQuotes,
	quoted,
	readOptions
} from '../../../support/arbitrary-csv.ts';
import { bytesOf, tableOf } from '../../../support/core.ts';
import { rowsOf } from '../../../support/rows-of.ts';

type Edits = Map<number, Map<number, string>>;

/** What a small file becomes, as text. */
function corrected(
	text: string,
	edits: [row: number, column: number, text: string][],
	leftOut: number[] = [],
	options: ReadOptions = {}
): string {
	const bytes = bytesOf(text);
	const cells: Edits = new Map();
	for (const [row, column, to] of edits) setEdit(cells, row, column, to);
	const file = writeCorrected(bytes, tableOf(bytes, options), cells, new Set(leftOut));
	expect(file.encodingChanged).toBe(false);
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes);
}

function setEdit(edits: Edits, row: number, column: number, text: string): void {
	const ofRow = edits.get(row) ?? new Map<number, string>();
	edits.set(row, ofRow.set(column, text));
}

describe('W5 the corrected file is the file with only the fixed cells changed', () => {
	test.each([
		['quotes stay where they were', 'email,name\n"a@x",B\n', [[0, 0, 'a@x.co']], 'email,name\n"a@x.co",B\n'],
		['and come where they must', 'email;name\na@x;B', [[0, 1, 'B;"C"']], 'email;name\na@x;"B;""C"""'],
		[
			'BOM, blank rows, mixed line ends',
			'\ufeffe,f\r\n\r\n1,2\r3,4\n',
			[[1, 1, '5']],
			'\ufeffe,f\r\n\r\n1,2\r3,5\n'
		],
		[
			'a sep= line and titles',
			'sep=#\nMy list\n\nemail#f\n1#2',
			[[0, 1, '3']],
			'sep=#\nMy list\n\nemail#f\n1#3',
			{ headerRow: 3 }
		],
		['a cell beyond the end of its row', 'email,b,c,d\n1\n2,3', [[0, 3, 'x']], 'email,b,c,d\n1,,,x\n2,3'],
		[
			'several of them',
			'email,b,c,d\n1',
			[
				[0, 3, 'x'],
				[0, 1, 'y']
			],
			'email,b,c,d\n1,y,,x'
		],
		['a cell with an open quote', 'email,b\n1,"x\n2,y', [[0, 1, 'x']], 'email,b\n1,x\n2,y'],
		['the same text closes it', 'email,b\n1,"x\n2,y', [[0, 1, '"x']], 'email,b\n1,"""x"\n2,y'],
		['spaces behind a closing quote go with the cell', 'email,b\n"1"  ,2', [[0, 0, '3']], 'email,b\n"3",2'],
		['formulas are written as typed', 'email,b\n1,2', [[0, 1, '=1+1']], 'email,b\n1,=1+1'],
		['an emptied row of one cell is still a row', 'email\n1\n2', [[1, 0, '']], 'email\n1\n""']
	] as [string, string, [number, number, string][], string, ReadOptions?][])(
		'%s',
		(_, text, edits, expected, options) => {
			expect(corrected(text, edits, [], options)).toBe(expected);
		}
	);

	test.each([
		['with its line end', 'email\r\n1\r\n2\r\n3\r\n', [1], 'email\r\n1\r\n3\r\n'],
		['with its line breaks', 'email,b\n1,"x\ny"\n2,z', [0], 'email,b\n2,z'],
		['all of them', 'email\n1\n2\n', [0, 1], 'email\n'],
		['at the end, without a line end there', 'email\n1\n2\n3', [1, 2], 'email\n1'],
		['behind an empty row, which is one by its line end only', 'email\n1\n\n2', [1], 'email\n1\n\n'],
		['between a lone CR and an empty row', 'email\r1\r2\n\n3', [1], 'email\r1\r""\n3']
	])('W4 a row that is left out goes %s', (_, text, leftOut, expected) => {
		expect(corrected(text, [], leftOut)).toBe(expected);
	});

	test('P5 an open quote stays open where nothing closes it', () => {
		const text = 'email,b\n1,"x\n2,y\n3,"z"\n';
		expect(corrected(text, [[1, 1, 'Y']])).toBe('email,b\n1,"x\n2,Y\n3,"z"\n');
	});
	test('P5 one that other text would close is written properly', () => {
		const text = 'email,b\n1,"x\n2,y\n3,"z"\n';
		expect(corrected(text, [[1, 1, ',"']])).toBe('email,b\n1,"""x"\n2,","""\n3,"z"\n');
		expect(corrected('email,b\n1,"x\n2,"y"z\n3,5"\n', [], [1])).toBe('email,b\n1,"""x"\n3,5"\n');
	});
});

describe('W5 encodings', () => {
	const text = 'email,name\r\na@x,Müller\r\nb@x.co,Ann\r\n';

	test('a character that Windows-1252 lacks makes the file UTF-8 with a byte order mark', () => {
		const bytes = encodeText(text, 'windows-1252') ?? new Uint8Array();
		const file = writeCorrected(bytes, tableOf(bytes), new Map([[1, new Map([[1, 'Łucja']])]]), new Set());
		expect(file.encodingChanged).toBe(true);
		expect(file.bytes).toEqual(bytesOf(`\ufeff${text.replace('Ann', 'Łucja')}`));
	});

	test('one that it has does not', () => {
		const bytes = encodeText(text, 'windows-1252') ?? new Uint8Array();
		const file = writeCorrected(bytes, tableOf(bytes), new Map([[1, new Map([[1, '€ “Ÿ”']])]]), new Set());
		expect(file.encodingChanged).toBe(false);
		expect(file.bytes).toEqual(encodeText(text.replace('Ann', '€ “Ÿ”'), 'windows-1252'));
	});

	test('bytes that are not valid stay', () => {
		const bytes = Uint8Array.from([...bytesOf('email,n\n1,'), 0xff, 0xe2, 0x82, ...bytesOf(',😀\n2,b\n3,c')]);
		const table = tableOf(bytes, { encoding: 'utf-8' });
		const file = writeCorrected(bytes, table, new Map([[1, new Map([[1, 'ß']])]]), new Set([2]));
		expect(file.bytes).toEqual(
			Uint8Array.from([...bytesOf('email,n\n1,'), 0xff, 0xe2, 0x82, ...bytesOf(',😀\n2,ß')])
		);
	});
});

/** Which cells of a table get which texts; rows and columns are taken modulo how many there are. */
const arbitraryEdits = fc.array(fc.record({ row: fc.nat(20), column: fc.nat(6), text: arbitraryText() }), {
	maxLength: 4
});
const arbitraryLeftOut = fc.array(fc.nat(20), { maxLength: 3 });

function chosen(
	table: CsvTable,
	edits: { row: number; column: number; text: string }[],
	leftOut: number[]
): { cells: Edits; without: Set<number> } {
	const cells: Edits = new Map();
	for (const { row, column, text } of edits) setEdit(cells, row % table.rows.length, column, text);
	return { cells, without: new Set(leftOut.map((row) => row % table.rows.length)) };
}

function read(file: RawFile, bytes: Uint8Array, other: ReadOptions = {}): CsvTable | null {
	const result = readCsv(bytes, { ...readOptions(file), ...other }, defaultLimits);
	return result.kind === 'table' ? result.table : null;
}

describe('W5 for any file and any fixes', () => {
	property.prop([arbitraryFile(true), arbitraryEdits, arbitraryLeftOut], { numRuns: 3000 })(
		'reading the corrected file gives the table with these cells changed and these rows gone',
		(file, edits, leftOut) => {
			const bytes = bytesOfFile(file);
			const table = read(file, bytes);
			fc.pre(table !== null);
			const { cells, without } = chosen(table, edits, leftOut);
			const { bytes: after, encodingChanged } = writeCorrected(bytes, table, cells, without);

			const kept = rowsOf(table).flatMap((_, i) => (without.has(i) ? [] : [i]));
			const fixed = kept.map((i) => fixRow(table.rows.row(i), cells.get(i) ?? new Map()));
			const encoding = encodingChanged ? 'utf-8' : file.encoding;
			const again = read(file, after, { encoding, headerRow: table.headerRow ?? 0 });
			const rows = fixed.filter((row) => !isBlank(row));
			expect(again === null ? [] : rowsOf(again)).toEqual(rows);
			if (again === null) return;
			expect(again.header).toEqual(table.header);
			expect(again.headerRow).toBe(table.headerRow);
			expect(again.blankRows).toBe(table.blankRows + fixed.length - rows.length);
			const open = kept.flatMap((i, at) => {
				const columns = (table.openQuotes.get(i) ?? []).filter((column) => !cells.get(i)?.has(column));
				return columns.length > 0 && !isBlank(fixed[at] ?? []) ? [columns] : [];
			});
			// None are open any more where other text would have closed one.
			if (again.openQuotes.size > 0) expect([...again.openQuotes.values()]).toEqual(open);
		}
	);

	property.prop([arbitraryFile(true)], { numRuns: 1000 })('without any, it is the same bytes', (file) => {
		const bytes = bytesOfFile(file);
		const table = read(file, bytes);
		fc.pre(table !== null);
		expect(writeCorrected(bytes, table, new Map(), new Set())).toEqual({ bytes, encodingChanged: false });
	});

	property.prop([arbitraryFile(false), arbitraryEdits, arbitraryLeftOut], { numRuns: 3000 })(
		'every byte is as before but for the fixed cells and the rows that are gone',
		(file, edits, leftOut) => {
			const bytes = bytesOfFile(file);
			const table = read(file, bytes);
			fc.pre(table !== null && isReadAsMade(file, table));
			const { cells, without } = chosen(table, edits, leftOut);
			const { bytes: after, encodingChanged } = writeCorrected(bytes, table, cells, without);
			fc.pre(!encodingChanged);
			expect(after).toEqual(bytesOfFile({ ...file, rows: changedRows(file, table, cells, without) }));
		}
	);
});

/** The rows of a generated file with other cells and without some rows, by the words of W5. */
function changedRows(
	{ rows, delimiter }: RawFile,
	table: CsvTable,
	cells: Edits,
	without: ReadonlySet<number>
): RawFile['rows'] {
	const indexOf = new Map(Array.from(table.rowNumbers, (row, i) => [row - 1, i]));
	const changed = rows.flatMap((row, number) => {
		const index = indexOf.get(number) ?? -1;
		if (without.has(index)) return [];
		const raw = [...row.cells];
		for (const [column, text] of [...(cells.get(index) ?? [])].sort(([a], [b]) => a - b)) {
			while (raw.length < column) raw.push('');
			const isQuoted = raw[column]?.startsWith('"') || needsQuotes(text, delimiter);
			raw[column] = isQuoted ? quoted(text) : text;
		}
		const isEmptied = cells.has(index) && raw.length === 1 && raw[0] === '';
		return [{ ...row, cells: isEmptied ? ['""'] : raw }];
	});
	const last = changed.at(-1);
	if (last && rows.at(-1)?.lineEnd === '' && !isEmpty(last)) {
		changed[changed.length - 1] = { ...last, lineEnd: '' };
	}
	return changed.map((row, i) => {
		const isApart = isEmpty(row) && row.lineEnd.startsWith('\n') && changed[i - 1]?.lineEnd === '\r';
		return isApart ? { ...row, cells: ['""'] } : row;
	});
}

function isEmpty({ cells }: RawRow): boolean {
	return cells.join() === '' && cells.length === 1;
}

/** No line end ran together with an empty row, no wrong bytes made a delimiter, no title was a `sep=` line. */
function isReadAsMade({ rows, titles }: RawFile, table: CsvTable): boolean {
	return (
		table.headerRow === titles + 1 &&
		table.rowNumbers.length + table.blankRows === rows.length - titles - 1 &&
		Array.from(table.rowNumbers).every((row, i) => table.rows.width(i) === rows[row - 1]?.cells.length)
	);
}
