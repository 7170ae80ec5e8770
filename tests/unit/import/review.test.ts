import { expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { clearEmptyCells, noMapping } from '../../../src/lib/import/mapping.ts';
import { proposeMapping } from '../../../src/lib/import/match-headers.ts';
import { planImport } from '../../../src/lib/import/plan-import.ts';
import { remapRows } from '../../../src/lib/import/remap-rows.ts';
import {
	type Review,
	groupIssues,
	issuesOfKind,
	listedIssues,
	positionOfRow,
	reviewPlan,
	reviewRows,
	rowsByNumber
} from '../../../src/lib/import/review.ts';
import { writeIssues } from '../../../src/lib/import/write-issues.ts';
import { customer, tableOf } from '../../support/core.ts';

function reviewOf(text: string, ...existing: Customer[]): Review {
	const table = tableOf(text);
	const { mapping } = proposeMapping(table);
	const { rows } = remapRows(table, null, mapping);
	const customers = new Map(existing.map((one) => [one.email, one]));
	return reviewPlan(table, mapping, planImport(rows, customers, { emptyCells: clearEmptyCells }));
}

const mixed = reviewOf(
	[
		'email,name,notes,status',
		'same@x.co,Same,,',
		'new@x.co,New,,',
		'change@x.co,After,,',
		'lost@x.co,Lost,,',
		'broken,Broken,,',
		'free@x.co,Free,,active',
		'new2@x.co,New 2,,'
	].join('\n'),
	customer('same@x.co', { name: 'Same' }),
	customer('change@x.co', { name: 'Before' }),
	customer('lost@x.co', { name: 'Lost', notes: 'Net 30' }),
	customer('free@x.co', { name: 'Free', status: 'BLOCKED' })
);

function rowsOf(filter: Parameters<typeof reviewRows>[1], offset = 0, limit = 100): number[] {
	return reviewRows(mixed, filter, offset, limit).map(({ row }) => row);
}

test('W2 issues come first, then losses, other updates, creates, unchanged; each by row', () => {
	expect(rowsOf('all')).toEqual([6, 5, 7, 4, 3, 8, 2]);
});

test.each([
	['issue', [6]],
	['update', [5, 7, 4]],
	['create', [3, 8]],
	['unchanged', [2]],
	['notesRemoved', [5]],
	['customersUnblocked', [7]],
	['namesRemoved', []]
] as const)('W2 the filter %s leaves the rows %o', (filter, rows) => {
	expect(rowsOf(filter)).toEqual(rows);
});

test('W2 a window is a part of the same order, and beyond the end there is nothing', () => {
	expect(rowsOf('all', 2, 2)).toEqual([7, 4]);
	expect(rowsOf('all', 6, 50)).toEqual([2]);
	expect(rowsOf('all', 50, 50)).toEqual([]);
});

test('W2 an update shows the values to come and each change old to new', () => {
	expect(reviewRows(mixed, 'notesRemoved', 0, 1)).toEqual([
		{
			row: 5,
			kind: 'update',
			email: 'lost@x.co',
			values: customer('lost@x.co', { name: 'Lost' }),
			changes: [{ field: 'notes', from: 'Net 30', to: null }],
			issues: []
		}
	]);
});

test('W2 a row with issues shows its cells as written, and null where no column is mapped', () => {
	expect(reviewRows(mixed, 'issue', 0, 1)).toEqual([
		{
			row: 6,
			kind: 'issue',
			email: 'broken',
			values: { email: 'broken', name: 'Broken', notes: '', status: '', creditLimit: null },
			changes: [],
			issues: [{ row: 6, field: 'email', code: 'EMAIL_INVALID' }]
		}
	]);
});

test('W3 the position of a row leads to its window; an unknown row has none', () => {
	expect(positionOfRow(mixed, 4)).toBe(3);
	expect(rowsOf('all', positionOfRow(mixed, 4), 1)).toEqual([4]);
	expect(positionOfRow(mixed, 1)).toBe(-1);
});

test('A3 rows are found by their numbers, in the order of the file', () => {
	expect(rowsByNumber(mixed, [8, 2, 99]).map(({ row }) => row)).toEqual([2, 8]);
});

const broken = reviewOf(
	['email,credit', ...Array.from({ length: 30 }, (_, i) => `bad ${i},${i}.999`), 'a@x.co,1', 'A@x.co,2'].join(
		'\n'
	)
);

test('W3 issues are grouped by problem in the order in which they first occur, with all of them counted', () => {
	const groups = groupIssues(broken);
	expect(groups.map(({ code, count }) => [code, count])).toEqual([
		['EMAIL_INVALID', 30],
		['CREDIT_DECIMALS', 30],
		['EMAIL_DUPLICATE', 2]
	]);
	expect(groups[0]?.issues).toHaveLength(listedIssues);
	expect(groups[0]?.issues[1]).toEqual({
		issue: { row: 3, field: 'email', code: 'EMAIL_INVALID' },
		value: 'bad 1'
	});
});

test('W3 every issue can be asked for', () => {
	const rest = issuesOfKind(broken, 'CREDIT_DECIMALS', listedIssues, 100);
	expect(rest.map(({ issue, value }) => [issue.row, value])).toEqual(
		Array.from({ length: 10 }, (_, i) => [i + 22, `${i + 20}.999`])
	);
});

test('W3 an issue of the whole row has no cell; a long cell is cut', () => {
	const review = reviewOf(`email,name\na@x.co,A,extra\nb@x.co,${'n'.repeat(300)}`);
	const [width, long] = groupIssues(review);
	expect(width?.issues[0]?.value).toBeNull();
	expect(long?.issues[0]?.value).toBe(`${'n'.repeat(39)}…`);
});

test('T19 a cell that swallowed the file is cut where nothing could be stored any more', () => {
	const review = reviewOf(`email,notes\na@x.co,${'n'.repeat(100_000)}`);
	expect(reviewRows(review, 'issue', 0, 1)[0]?.values.notes).toHaveLength(2500);
});

test('W3 the issues can be taken away as a file: row, column, value, problem', () => {
	const review = reviewOf('email,credit\n=1+1,"1,5"\na@x.co,1,,x');
	const lines = writeIssues(review).split('\r\n');
	expect(lines[0]).toBe('\ufeff"row","column","value","problem"');
	expect(lines[1]).toBe(`"2","Email","'=1+1","Not a valid email. Example: name@company.com"`);
	expect(lines[2]).toMatch(/^"2","Credit limit","1,5",/);
	expect(lines[3]).toMatch(/^"3","","",/);
	expect(lines[4]).toBe('');
});

test('P9 a mapping without any column shows no cell at all', () => {
	const review = { ...mixed, mapping: noMapping };
	expect(reviewRows(review, 'issue', 0, 1)[0]?.values.name).toBeNull();
});
