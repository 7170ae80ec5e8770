import { describe, expect, test } from 'vitest';
import { adoptFixes, exportFixes } from '../../../../src/lib/import/fixes/carry-fixes.ts';
import type { Desk } from '../../../../src/lib/import/fixes/desk.ts';
import type { FixRequest } from '../../../../src/lib/import/fix.ts';
import { deskOf, fixed } from '../../../support/core.ts';
import { rowsOf } from '../../../support/rows-of.ts';

const header = 'email,name,credit';
const rows = ['broken,Ann,1', 'b@x.co,Ben,"1,5"', 'c@x.co,Cem,3'];
const fixes: FixRequest[] = [
	{ kind: 'edit', row: 2, field: 'email', text: 'ann@x.co' },
	{ kind: 'edit', row: 3, field: 'creditLimit', text: '1.5' },
	{ kind: 'set-aside', rows: [4] }
];
const old = fixes.reduce(fixed, deskOf([header, ...rows].join('\n')));

function adopt(...lines: string[]): ReturnType<typeof adoptFixes> {
	const portable = JSON.parse(JSON.stringify(exportFixes(old))) as ReturnType<typeof exportFixes>;
	return adoptFixes(deskOf(lines.join('\n')), portable);
}

function cellsOf({ table, folded }: Desk): string[][] {
	return rowsOf(table).filter((_, index) => !folded.aside.has(index));
}

describe('W4 the fixes of a file are made again in the one that replaces it', () => {
	test('in the same file, all of them; a reload loses nothing', () => {
		const { desk, adopted } = adopt(header, ...rows);
		expect(adopted).toEqual({ kept: 3, settled: 0, dropped: 0 });
		expect(rowsOf(desk.table)).toEqual(rowsOf(old.table));
		expect(desk.folded).toEqual(old.folded);
		expect(desk.fixes).toEqual(old.fixes);
		expect(desk.nextId).toBe(old.nextId);
	});

	test('on rows that moved', () => {
		const { desk, adopted } = adopt(header, 'new@x.co,New,', ...rows);
		expect(adopted).toEqual({ kept: 3, settled: 0, dropped: 0 });
		expect(cellsOf(desk)).toEqual([
			['new@x.co', 'New', ''],
			['ann@x.co', 'Ann', '1'],
			['b@x.co', 'Ben', '1.5']
		]);
	});

	test('in columns that moved', () => {
		const { desk, adopted } = adopt('credit,id,email,name', '1,7,broken,Ann', '"1,5",8,b@x.co,Ben');
		expect(adopted).toEqual({ kept: 2, settled: 0, dropped: 1 });
		expect(desk.table.rows.cell(0, 2)).toBe('ann@x.co');
		expect(desk.table.rows.cell(1, 0)).toBe('1.5');
	});

	test('where another cell of the row was edited, the cell itself decides', () => {
		const { desk, adopted } = adopt(header, 'broken,Anna,1', ...rows.slice(1));
		expect(adopted.kept).toBe(3);
		expect(desk.table.rows.row(0)).toEqual(['ann@x.co', 'Anna', '1']);
	});

	test('not where the file says it already, or says something else by now: the file wins', () => {
		const { desk, adopted } = adopt(header, 'ann@x.co,Ann,1', 'b@x.co,Ben,7', rows[2] ?? '');
		expect(adopted).toEqual({ kept: 1, settled: 1, dropped: 1 });
		expect(cellsOf(desk)).toEqual([
			['ann@x.co', 'Ann', '1'],
			['b@x.co', 'Ben', '7']
		]);
	});

	test('not on one of several rows that are alike', () => {
		const { adopted } = adopt(header, 'x@x.co,X,', 'y@x.co,Y,', 'z@x.co,Z,', 'c@x.co,Cem,3', 'c@x.co,Cem,3');
		expect(adopted.dropped).toBe(3);
	});

	test('not in columns that are gone', () => {
		const { desk, adopted } = adopt('email,name', 'broken,Ann', 'b@x.co,Ben');
		expect(adopted).toEqual({ kept: 1, settled: 0, dropped: 2 });
		expect(desk.table.rows.cell(0, 0)).toBe('ann@x.co');
	});
});

test('W4 no fixes, nothing to make again', () => {
	const desk = deskOf('email\na@x.co\n');
	expect(adoptFixes(desk, exportFixes(desk))).toEqual({
		desk,
		adopted: { kept: 0, settled: 0, dropped: 0 }
	});
});
