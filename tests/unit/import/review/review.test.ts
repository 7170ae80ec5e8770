import { expect, test } from 'vitest';
import type { Customer } from '../../../../src/lib/customer/customer.ts';
import { findRows, positionOfRow } from '../../../../src/lib/import/review/find-rows.ts';
import { groupIssues, issuesOfKind, listedIssues } from '../../../../src/lib/import/review/list-issues.ts';
import type { Review } from '../../../../src/lib/import/review/review.ts';
import { reviewRows, rowsByNumber } from '../../../../src/lib/import/review/review-rows.ts';
import type { RowFilter } from '../../../../src/lib/import/worker-api.ts';
import { writeIssues } from '../../../../src/lib/import/review/write-issues.ts';
import { customer, deskOf, fixed, reviewOf as reviewDesk } from '../../../support/core.ts';

function reviewOf(text: string, ...existing: Customer[]): Review {
	return reviewDesk(deskOf(text), existing);
}

function windowOf(review: Review, filter: RowFilter, offset = 0, limit = 100, search = '') {
	return reviewRows(review, findRows(review, { filter, search }), offset, limit);
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

function rowsOf(filter: RowFilter, offset = 0, limit = 100): number[] {
	return windowOf(mixed, filter, offset, limit).map(({ row }) => row);
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
	expect(windowOf(mixed, 'notesRemoved', 0, 1)).toEqual([
		{
			row: 5,
			kind: 'update',
			email: 'lost@x.co',
			values: customer('lost@x.co', { name: 'Lost' }),
			changes: [{ field: 'notes', from: 'Net 30', to: null }],
			issues: [],
			fixed: {},
			suggestions: {}
		}
	]);
});

test('W2 a row with issues shows its cells as written, and null where no column is mapped', () => {
	expect(windowOf(mixed, 'issue', 0, 1)).toEqual([
		{
			row: 6,
			kind: 'issue',
			email: 'broken',
			values: { email: 'broken', name: 'Broken', notes: '', status: '', creditLimit: null },
			changes: [],
			issues: [{ row: 6, field: 'email', code: 'EMAIL_INVALID' }],
			fixed: {},
			suggestions: {}
		}
	]);
});

test('W3 the position of a row leads to its window; an unknown row has none', () => {
	const all = findRows(mixed, { filter: 'all', search: '' });
	expect(positionOfRow(mixed, all, 4)).toBe(3);
	expect(rowsOf('all', 3, 1)).toEqual([4]);
	expect(positionOfRow(mixed, all, 1)).toBe(-1);
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
	expect(windowOf(review, 'issue', 0, 1)[0]?.values.notes).toHaveLength(2500);
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

const secrets = reviewOf(
	'email,name,password,City,notes\nann@x.co,Ann,hunter2,Gent,\nben@x.co,BEN,opensesame,Wien,\n',
	customer('ben@x.co', { name: 'Ben', notes: 'Call Tom first' })
);

test.each([
	['in a mapped cell, in any case', 'ben', [3]],
	['in a cell that is not imported', 'gent', [2]],
	['in a value that is about to go', 'call tom', [3]],
	['with space around it', '  Wien ', [3]],
	['nowhere', 'Oslo', []]
])('W2 a search finds rows by text %s', (_, search, rows) => {
	expect(windowOf(secrets, 'all', 0, 100, search).map(({ row }) => row)).toEqual(rows);
});

test('P9 a search does not look into passwords', () => {
	expect(windowOf(secrets, 'all', 0, 100, 'hunter2')).toEqual([]);
});

test('W2 a search narrows a filter', () => {
	expect(windowOf(secrets, 'create', 0, 100, 'wien')).toEqual([]);
});

test('W4 fixed rows and rows that were left out are filters; the latter come last', () => {
	let desk = deskOf('email,name\nbroken,A\nworse,B\nc@x.co,C\n');
	desk = fixed(desk, { kind: 'edit', row: 3, field: 'email', text: 'b@x.co' });
	desk = fixed(desk, { kind: 'set-aside', rows: [2] });
	const review = reviewDesk(desk);
	expect(windowOf(review, 'all').map(({ row, kind }) => [row, kind])).toEqual([
		[3, 'create'],
		[4, 'create'],
		[2, 'aside']
	]);
	expect(windowOf(review, 'fixed').map(({ row, fixed: written }) => [row, written])).toEqual([
		[3, { email: 'worse' }]
	]);
	const [aside] = windowOf(review, 'aside');
	expect(aside?.values.email).toBe('broken');
	expect(aside?.issues).toEqual([{ row: 2, field: 'email', code: 'EMAIL_INVALID' }]);
});
