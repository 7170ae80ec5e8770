import { describe, expect, test } from 'vitest';
import { formatMoney, readCreditLimit, toCents } from '../../../src/lib/customer/credit-limit.ts';

describe('V4 reads digits with an optional point and one or two decimals, exactly', () => {
	test.each([
		['0', '0.00'],
		['1500', '1500.00'],
		['1500.5', '1500.50'],
		[' 1500.05 ', '1500.05'],
		['007', '7.00'],
		['0.1', '0.10'],
		['9999999999.99', '9999999999.99'],
		['00000000009999999999.99', '9999999999.99']
	])('%j is %s', (text, value) => {
		expect(readCreditLimit(text)).toEqual({ ok: true, value });
	});

	test('an empty cell is no limit, which is not zero', () => {
		expect(readCreditLimit(' ')).toEqual({ ok: true, value: null });
	});
});

describe('V4, C2 never rounds and never guesses', () => {
	test.each([
		['-1', 'CREDIT_NEGATIVE'],
		['-0', 'CREDIT_NEGATIVE'],
		['\u2212 5.00', 'CREDIT_NEGATIVE'],
		['12.345', 'CREDIT_DECIMALS'],
		['1.250', 'CREDIT_DECIMALS'],
		['1e3', 'CREDIT_NOT_NUMBER'],
		['NaN', 'CREDIT_NOT_NUMBER'],
		['Infinity', 'CREDIT_NOT_NUMBER'],
		['0x10', 'CREDIT_NOT_NUMBER'],
		['+5', 'CREDIT_NOT_NUMBER'],
		['5.', 'CREDIT_NOT_NUMBER'],
		['.5', 'CREDIT_NOT_NUMBER'],
		['$1,250.00', 'CREDIT_NOT_NUMBER'],
		['1.250,00', 'CREDIT_NOT_NUMBER'],
		['1250,50', 'CREDIT_NOT_NUMBER'],
		['1 250', 'CREDIT_NOT_NUMBER'],
		['١٢٣', 'CREDIT_NOT_NUMBER'],
		['abc', 'CREDIT_NOT_NUMBER'],
		['10000000000', 'CREDIT_TOO_LARGE'],
		['10000000000.00', 'CREDIT_TOO_LARGE'],
		['9'.repeat(400), 'CREDIT_TOO_LARGE']
	])('%j is %s', (text, code) => {
		expect(readCreditLimit(text)).toEqual({ ok: false, code });
	});
});

test('C3 cents are whole numbers of any size', () => {
	expect(toCents('9999999999.99')).toBe(999999999999n);
});

test('amounts are grouped on the screen only', () => {
	expect(['0.00', '999.90', '1500.00', '1234567.89'].map(formatMoney)).toEqual([
		'0.00',
		'999.90',
		'1,500.00',
		'1,234,567.89'
	]);
});
