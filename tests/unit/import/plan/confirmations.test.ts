import { describe, expect, test } from 'vitest';
import type { Customer } from '../../../../src/lib/customer/customer.ts';
import { type Confirmation, findConfirmations } from '../../../../src/lib/import/plan/confirmations.ts';
import { customer, planOf } from '../../../support/core.ts';

/** What is asked about a file with these rows, when the first customers of the company are these. */
function confirmationsOf(
	header: string,
	rows: { before: Partial<Customer> | null; cells: string }[],
	customers = 10_000
): Confirmation[] {
	const existing = rows.flatMap(({ before }, i) => (before === null ? [] : customer(`c${i}@x.co`, before)));
	const file = [`email,${header}`, ...rows.map(({ cells }, i) => `c${i}@x.co,${cells}`)].join('\n');
	return findConfirmations(planOf(file, existing), customers);
}

function times<Item>(n: number, item: Item): Item[] {
	return Array.from({ length: n }, () => item);
}

describe('W9 more than 20 % of the customers change and more than 20 of them', () => {
	const renamed = { before: { name: 'A' }, cells: 'B' };
	test.each([
		['21 of 104 are both', 21, 104, [{ code: 'MANY_CHANGES', updates: 21, customers: 104 }]],
		['21 of 105 are 20 % exactly', 21, 105, []],
		['20 of 20 are no more than 20', 20, 20, []],
		['1,001 of 5,000 are both', 1001, 5000, [{ code: 'MANY_CHANGES', updates: 1001, customers: 5000 }]],
		['1,000 of 5,000 are 20 % exactly', 1000, 5000, []]
	])('%s', (_, updates, customers, expected) => {
		expect(confirmationsOf('name', times(updates, renamed), customers)).toEqual(expected);
	});

	test('customers that are created or stay as they are do not change', () => {
		const others = [
			...times(200, { before: null, cells: 'B' }),
			...times(200, { before: { name: 'B' }, cells: 'B' })
		];
		expect(confirmationsOf('name', [...times(20, renamed), ...others], 50)).toEqual([]);
	});
});

describe('W9 more than 10 customers get blocked or unblocked', () => {
	const blocked = { before: { status: 'ACTIVE' }, cells: 'blocked' } as const;
	const unblocked = { before: { status: 'BLOCKED' }, cells: 'active' } as const;
	test.each([
		['10 blocked', times(10, blocked), []],
		['11 blocked', times(11, blocked), [{ code: 'MANY_BLOCKED', rows: 11 }]],
		['10 unblocked', times(10, unblocked), []],
		['11 unblocked', times(11, unblocked), [{ code: 'MANY_UNBLOCKED', rows: 11 }]],
		['5 of each', [...times(5, blocked), ...times(5, unblocked)], []],
		[
			'6 and 5',
			[...times(6, blocked), ...times(5, unblocked)],
			[
				{ code: 'MANY_BLOCKED', rows: 6 },
				{ code: 'MANY_UNBLOCKED', rows: 5 }
			]
		]
	])('%s', (_, rows, expected) => {
		expect(confirmationsOf('status', rows)).toEqual(expected);
	});

	test('customers that are created blocked were never anything else', () => {
		expect(confirmationsOf('status', times(50, { before: null, cells: 'blocked' }))).toEqual([]);
	});
	test('an unknown word and an empty cell unblock too', () => {
		const rows = [
			...times(6, { before: { status: 'BLOCKED' as const }, cells: 'CA' }),
			...times(5, { before: { status: 'BLOCKED' as const }, cells: '' })
		];
		expect(confirmationsOf('status', rows)).toEqual([{ code: 'MANY_UNBLOCKED', rows: 11 }]);
	});
});

describe('W9 a credit limit changes tenfold or more', () => {
	test.each([
		['tenfold', '100.00', '1000', true],
		['a cent less than tenfold', '100.00', '999.99', false],
		['a tenth', '1000.00', '100', true],
		['a cent more than a tenth', '1000.00', '100.01', false],
		['from 0', '0.00', '0.01', true],
		['to 0', '0.01', '0', true],
		['amounts beyond exact binary numbers', '999999999.99', '9999999999.90', true],
		['a cent less than that', '999999999.99', '9999999999.89', false],
		['removed: a loss, counted apart', '1000.00', '', false],
		['new where there was none', null, '1000', false]
	])('%s', (_, from, to, isTold) => {
		const found = confirmationsOf('credit limit', [{ before: { creditLimit: from }, cells: to }]);
		expect(found.map(({ code }) => code)).toEqual(isTold ? ['TENFOLD_LIMIT'] : []);
	});

	test('all are counted, the first is told', () => {
		const rows = [
			{ before: { creditLimit: '5.00' }, cells: '6' },
			{ before: { creditLimit: '5.00' }, cells: '5000' },
			{ before: { creditLimit: '5.00' }, cells: '0.50' }
		];
		expect(confirmationsOf('credit limit', rows)).toEqual([
			{ code: 'TENFOLD_LIMIT', rows: 2, example: { row: 3, from: '5.00', to: '5000.00' } }
		]);
	});
	test('limits of created customers change nothing', () => {
		expect(confirmationsOf('credit limit', [{ before: null, cells: '999999' }])).toEqual([]);
	});
});
