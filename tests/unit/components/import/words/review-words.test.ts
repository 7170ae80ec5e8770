import { describe, expect, test } from 'vitest';
import {
	fieldOutcomeWords,
	fixSentence,
	foundSentence,
	issueWalkSentence,
	rowReason,
	shortIssue
} from '../../../../../src/lib/components/import/words/review-words.ts';
import type { FixRequest, FixSummary } from '../../../../../src/lib/import/fix.ts';
import { issueMessage } from '../../../../../src/lib/import/messages.ts';
import type { RowIssue } from '../../../../../src/lib/import/issue.ts';
import type { FieldDetails, FoundIssue, RowDetails } from '../../../../../src/lib/import/worker-api.ts';
import { reviewRow, reviewSummary } from '../../../../support/import-pieces.ts';

function fixOf(id: number, rows: number[]): FixSummary {
	const first = rows.map((row) => ({ row, before: '$1', after: '1' }));
	return { id, kind: 'cells', reason: 'amount', column: 'Credit limit', count: rows.length, first };
}

describe('W4 what a fix did', () => {
	const before = reviewSummary({
		issueCount: 7,
		counts: { create: 0, update: 0, unchanged: 0, issue: 5 },
		suggestions: [{ field: 'creditLimit', reason: 'amount', count: 12, first: [] }],
		fixes: [fixOf(1, [14]), fixOf(2, [3, 4])]
	});
	const after = reviewSummary({ issueCount: 6, fixes: [...before.fixes, fixOf(3, [9])] });

	test.each<[FixRequest, string]>([
		[{ kind: 'edit', row: 9, field: 'email', text: 'a@x.co' }, 'Row 9 fixed. 6 issues left.'],
		[{ kind: 'accept', row: 9, field: 'email' }, 'Row 9 fixed. 6 issues left.'],
		[
			{ kind: 'accept-alike', field: 'creditLimit', reason: 'amount' },
			'12 cells fixed alike. 6 issues left.'
		],
		[{ kind: 'block-word', word: 'closed' }, '“closed” is read as Blocked now. 6 issues left.'],
		[{ kind: 'set-aside', rows: [9] }, 'Row 9 left out. 6 issues left.'],
		[{ kind: 'set-aside-issues' }, '5 rows left out. 6 issues left.'],
		[{ kind: 'undo', id: 1 }, 'Fix of row 14 taken back. 6 issues left.'],
		[{ kind: 'undo', id: 2 }, 'Fix of 2 rows taken back. 6 issues left.'],
		[{ kind: 'undo', id: 2, row: 4 }, 'Fix of row 4 taken back. 6 issues left.'],
		[{ kind: 'undo-all' }, 'All fixes taken back. 6 issues left.']
	])('%j', (request, sentence) => {
		expect(fixSentence({ kind: 'fixed', request, before, after })).toBe(sentence);
	});

	const request = { kind: 'edit', row: 9, field: 'email', text: 'a@x.co' } as const;

	test('the last issue is told, and none where there was none', () => {
		const done = { ...after, issueCount: 0 };
		expect(fixSentence({ kind: 'fixed', request, before, after: done })).toBe('Row 9 fixed. No issues left.');
		expect(fixSentence({ kind: 'fixed', request, before: { ...before, issueCount: 0 }, after: done })).toBe(
			'Row 9 changed.'
		);
	});

	test('what changed nothing says so', () => {
		expect(fixSentence({ kind: 'fixed', request, before, after: before })).toBe(
			'Nothing to change there. 7 issues left.'
		);
	});
});

test('W3 the walk says where it is, and when it begins anew', () => {
	const issue: RowIssue = { row: 14, field: 'email', code: 'EMAIL_INVALID' };
	const found: FoundIssue = { row: 14, field: 'email', issue, number: 3, of: 7, wrapped: false };
	expect(issueWalkSentence(found)).toBe('Issue 3 of 7');
	expect(issueWalkSentence({ ...found, number: 1, wrapped: true })).toBe('Back to the first of 7');
	expect(issueWalkSentence({ ...found, number: 7, wrapped: true })).toBe('On to the last of 7');
});

test('W3 a cell says in few words what its message says in full', () => {
	const issues: RowIssue[] = [
		{ row: 2, field: 'email', code: 'EMAIL_DUPLICATE', otherRow: 47, copies: 3 },
		{ row: 2, field: 'name', code: 'NAME_TOO_LONG', length: 120 },
		{ row: 2, field: 'notes', code: 'NOTES_TOO_LONG', length: 2100 },
		{ row: 2, field: 'email', code: 'EMAIL_TOO_LONG', length: 300 },
		{ row: 2, field: null, code: 'ROW_WIDTH', cells: 7, expected: 5 }
	];
	expect(issues.map(shortIssue)).toEqual([
		'Also on row 47, 3 rows in all',
		'120 characters, 100 at most',
		'2,100 characters, 2,000 at most',
		'300 characters, 254 at most',
		'7 cells for 5 columns'
	]);
	for (const issue of issues) expect(shortIssue(issue).length).toBeLessThan(issueMessage(issue).length);
});

test('W2 the details say why, in one sentence', () => {
	function reason(fields: Partial<RowDetails>): string {
		return rowReason({ ...reviewRow(), fields: [], others: [], matched: true, fixes: [], ...fields });
	}
	const change = { from: null, to: null };
	expect(reason({ kind: 'update', changes: [{ field: 'name', ...change }] })).toBe(
		'Matched by email; name differs.'
	);
	expect(reason({ kind: 'update', changes: [{ field: 'notes', ...change }] })).toBe(
		'Matched by email; notes differ.'
	);
	expect(
		reason({
			kind: 'update',
			changes: [
				{ field: 'name', ...change },
				{ field: 'status', ...change },
				{ field: 'creditLimit', ...change }
			]
		})
	).toBe('Matched by email; name, status and credit limit differ.');
	expect(reason({ kind: 'issue', issues: [{ row: 2, field: 'email', code: 'EMAIL_MISSING' }] })).toBe(
		'1 issue to fix before anything is imported.'
	);
});

test('S3 an emptied field says what becomes of it', () => {
	function words(field: FieldDetails['field'], outcome: FieldDetails['outcome']): string {
		return fieldOutcomeWords({
			field,
			outcome,
			column: null,
			written: null,
			fixed: null,
			issues: [],
			suggestion: null
		});
	}
	expect(words('status', 'cleared')).toBe('Empty cell: becomes active');
	expect(words('notes', 'cleared')).toBe('Empty cell: is removed');
	expect(words('creditLimit', 'default')).toBe('The new customer gets: no limit');
});

test('W2 a search says how many rows it found', () => {
	expect([foundSentence('x', 0), foundSentence('x', 1), foundSentence('x', 1204)]).toEqual([
		'No rows with “x”',
		'1 row with “x”',
		'1,204 rows with “x”'
	]);
});
