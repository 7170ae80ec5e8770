import { expect, test } from 'vitest';
import { findIssue } from '../../../../src/lib/import/review/find-issue.ts';
import { deskOf, reviewOf } from '../../../support/core.ts';

const review = reviewOf(deskOf('email,credit\nbad,-1\nok@x.co,1\nworse,2\na@x.co,3,x\n'));

function next(from: Parameters<typeof findIssue>[1]) {
	const found = findIssue(review, from, 'next');
	return found && [found.row, found.field, found.number, found.wrapped];
}

function previous(from: Parameters<typeof findIssue>[1]) {
	const found = findIssue(review, from, 'previous');
	return found && [found.row, found.field, found.number, found.wrapped];
}

test('W3 from nowhere, the first or the last', () => {
	expect(next(null)).toEqual([2, 'email', 1, false]);
	expect(previous(null)).toEqual([5, null, 4, false]);
	expect(findIssue(review, null, 'next')?.of).toBe(4);
});

test('W3 the one after the cursor, cell by cell, wherever the cursor is', () => {
	expect(next({ row: 2, field: 'email' })).toEqual([2, 'creditLimit', 2, false]);
	expect(next({ row: 2, field: 'name' })).toEqual([2, 'creditLimit', 2, false]);
	expect(next({ row: 3, field: 'email' })).toEqual([4, 'email', 3, false]);
	expect(previous({ row: 3, field: 'email' })).toEqual([2, 'creditLimit', 2, false]);
	expect(previous({ row: 2, field: null })).toEqual([5, null, 4, true]);
});

test('W3 beyond the last it starts again and says so', () => {
	expect(next({ row: 5, field: null })).toEqual([2, 'email', 1, true]);
	expect(previous({ row: 2, field: 'email' })).toEqual([5, null, 4, true]);
});

test('W3 without issues there is none', () => {
	expect(findIssue(reviewOf(deskOf('email\na@x.co\n')), null, 'next')).toBeNull();
});
