import { expect, test } from 'vitest';
import { checkEdit } from '../../../../src/lib/import/review/check-edit.ts';
import { deskOf, fixed, reviewOf } from '../../../support/core.ts';

const desk = deskOf('email,name,credit\na@x.co,Ann,1\nb@x.co,Ben,2\nB@x.co,Ben,2\n');
const review = reviewOf(desk);

test('W4 a text is judged as it is typed, and nothing is changed', () => {
	expect(checkEdit(review, 2, 'creditLimit', '-5')).toEqual([
		{ row: 2, field: 'creditLimit', code: 'CREDIT_NEGATIVE' }
	]);
	expect(checkEdit(review, 2, 'name', 'n'.repeat(101))).toEqual([
		{ row: 2, field: 'name', code: 'NAME_TOO_LONG', length: 101 }
	]);
	expect(checkEdit(review, 2, 'email', 'new@x.co')).toEqual([]);
	expect(reviewOf(desk).plan.outcomes).toEqual(review.plan.outcomes);
});

test('V6 an address that other rows have is wrong; the row itself is no other row', () => {
	expect(checkEdit(review, 2, 'email', ' B@X.CO')).toEqual([
		{ row: 2, field: 'email', code: 'EMAIL_DUPLICATE', otherRow: 3, copies: 3 }
	]);
	expect(checkEdit(review, 2, 'email', 'A@x.co')).toEqual([]);
});

test('V6 a row that is left out is no duplicate', () => {
	const without = reviewOf(fixed(desk, { kind: 'set-aside', rows: [3, 4] }));
	expect(checkEdit(without, 2, 'email', 'b@x.co')).toEqual([]);
});
