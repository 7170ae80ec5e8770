import { test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { fieldNames } from '../../../../src/lib/customer/customer.ts';
import { mapDesk, openDesk } from '../../../../src/lib/import/fixes/desk.ts';
import { checkedRows } from '../../../../src/lib/import/review/checked-rows.ts';
import { customer, deskOf, fixed, reviewOf } from '../../../support/core.ts';
import { arbitraryPlainRows, plainTable } from '../../../support/plain-table.ts';

const mapping = { email: 0, name: 1, status: 2, notes: 3, creditLimit: 4 };
const existing = ['ann@x.co', 'ann@gmial.com'].map((email) => customer(email, { status: 'BLOCKED' }));

test('W2 rows that are not compared yet are shown as they were read, those with issues first', () => {
	const desk = deskOf('email,status,credit limit\nann@x.co,,5\nno address,blocked,6\nbo@x.co,blocked,\n');
	const review = reviewOf(fixed(desk, { kind: 'set-aside', rows: [4] }));
	const rows = checkedRows(review, review.all, 0, 10);
	expect(rows.map(({ row, kind }) => [row, kind])).toEqual([
		[3, 'issue'],
		[2, 'checked'],
		[4, 'aside']
	]);
	// Neither the status nor the values that a new customer would get are said of who may be none.
	expect(rows[1]?.values).toEqual({
		email: 'ann@x.co',
		name: null,
		status: null,
		notes: null,
		creditLimit: '5.00'
	});
	expect(checkedRows(review, review.all, 1, 1)).toEqual([rows[1]]);
});

property.prop([arbitraryPlainRows()], { numRuns: 300 })(
	'W2 what is wrong with a row is the same before and after it is compared with the customers',
	(cells) => {
		const desk = mapDesk(openDesk(plainTable(fieldNames, cells)), mapping);
		const [checked, compared] = [reviewOf(desk), reviewOf(desk, existing)];
		expect(checked.plan.issues).toEqual(compared.plan.issues);
		expect(checked.groups.issue).toEqual(compared.groups.issue);
		const { create, update, unchanged } = compared.plan.counts;
		expect(checked.plan.counts.create).toBe(create + update + unchanged);
	}
);
