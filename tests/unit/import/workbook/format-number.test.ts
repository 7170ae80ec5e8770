import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { formatNumber } from '../../../../src/lib/import/workbook/format-number.ts';
import { builtInFormat, parseNumberFormat } from '../../../../src/lib/import/workbook/number-format.ts';

function shown(text: string, code: string, from1904 = false): string {
	return formatNumber(text, parseNumberFormat(code), from1904);
}

describe('P11 numbers without a format', () => {
	test.each([
		['42', '42'],
		['-42.5', '-42.5'],
		['0.30000000000000004', '0.3'],
		['1250.4999999999999', '1250.5'],
		['-0.1', '-0.1'],
		['1E-3', '0.001'],
		['1.2E+16', '12000000000000000'],
		['4111111111111111', '4111111111111111'],
		['4.1111111111111111E15', '4111111111111111'],
		['12345678901234567890', '12345678901234567890'],
		['88259496234518.567', '88259496234518.6'],
		['0', '0'],
		['-0', '0'],
		['100', '100'],
		['1.50', '1.5'],
		['.5', '0.5'],
		['1E+300', '1E+300'],
		['5E-324', '5E-324'],
		['1E+9999', '1E+9999'],
		['not a number', 'not a number']
	])('%s is %s', (text, expected) => {
		expect(shown(text, 'General')).toBe(expected);
	});
});

describe('P11 numbers as their format shows them', () => {
	test.each([
		['leading zeros', '1067', '00000', '01067'],
		['leading zeros of a number that is long enough', '123456', '00000', '123456'],
		['decimals', '1250', '0.00', '1250.00'],
		['decimals that are rounded, half up', '1.005', '0.00', '1.01'],
		['half away from zero', '-2.5', '0', '-3'],
		['rounded into a new digit', '9.999', '0.00', '10.00'],
		['a binary number that was meant to be a half', '1.0049999999999999', '0.00', '1.01'],
		['decimals that may be there', '1.5', '0.0##', '1.5'],
		['no decimals, and no point', '5', '0.##', '5'],
		['no zero before the point', '0.5', '#.00', '0.50'],
		['nothing rounds to nothing', '-0.001', '0.00;[Red]-0.00', '0.00'],
		['a zero never vanishes', '0', '#', '0'],
		['a sign from its section', '-7', '0;[Red]-0', '-7'],
		['brackets for below zero', '-7', '0_);(0)', '(7)'],
		['a percentage', '0.125', '0.0%', '12.5%'],
		['a percentage of a binary number', '0.07', '0%', '7%'],
		['texts between digits', '12345', '000-00-0000', '000-01-2345'],
		['a text around the number', '7', '"No. "0000', 'No. 0007'],
		['an escaped text', '7', '\\A0', 'A7'],
		['a color', '7', '[Blue]0.0', '7.0']
	])('%s', (_, text, code, expected) => {
		expect(shown(text, code)).toBe(expected);
	});

	test.each([
		['1250', '#,##0.00', '1250.00'],
		['1250.5', '"$"#,##0.00', '1250.50'],
		['1250.5', '$#,##0.00_);[Red]($#,##0.00)', '1250.50'],
		['-1250.5', '$#,##0.00_);[Red]($#,##0.00)', '-1250.50'],
		['1250.5', '#,##0.00 [$€-407]', '1250.50'],
		['0', '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', '0.00'],
		['1250.5', '0.00 €', '1250.50'],
		['1000000', '#,##0', '1000000'],
		['0.5', '#,##0%', '50%']
	])(
		'amounts are plain numbers, whatever country groups and marks them: %s in %s is %s',
		(text, code, expected) => {
			expect(shown(text, code)).toBe(expected);
		}
	);

	test.each([
		['thousands as units', '1250000', '#,##0,'],
		['millions as units', '1250000', '0.0,,"M"'],
		['powers of ten', '1250000', '0.00E+00'],
		['fractions', '1250000', '# ?/?'],
		['conditions', '1250000', '[>1000]0.0,"k";0'],
		['nothing at all', '1250000', ';;;'],
		['a text in place of the number', '1250000', '"hidden"'],
		['text', '1250000', '@']
	])('a format never makes less of a number: %s', (_, text, code) => {
		expect(shown(text, code)).toBe(text);
	});

	test('formats that have a number and no code', () => {
		expect(formatNumber('1250.5', builtInFormat(2), false)).toBe('1250.50');
		expect(formatNumber('1250.5', builtInFormat(44), false)).toBe('1250.50');
		expect(formatNumber('0.5', builtInFormat(9), false)).toBe('50%');
		expect(formatNumber('45000', builtInFormat(14), false)).toBe('2023-03-15');
		expect(formatNumber('45000', builtInFormat(31), false)).toBe('2023-03-15');
		expect(formatNumber('1.25', builtInFormat(46), false)).toBe('30:00:00');
		expect(formatNumber('1.25', builtInFormat(49), false)).toBe('1.25');
	});
});

describe('P11 dates and times', () => {
	test.each([
		['45415', 'dd.mm.yyyy', '2024-05-03'],
		['45415.999999', 'yyyy-mm-dd', '2024-05-03'],
		['45415.604224537', 'm/d/yy h:mm', '2024-05-03 14:30'],
		['45415.604224537', 'yyyy\\-mm\\-dd\\ hh:mm:ss', '2024-05-03 14:30:05'],
		['45415.9999999', 'yyyy-mm-dd hh:mm', '2024-05-04 00:00'],
		['45351', '[$-409]d-mmm-yyyy;@', '2024-02-29'],
		['36585', 'd/m/yyyy', '2000-02-29'],
		['2958465', 'yyyy', '9999-12-31'],
		['1', 'yyyy-mm-dd', '1900-01-01'],
		['59', 'yyyy-mm-dd', '1900-02-28'],
		['60', 'yyyy-mm-dd', '1900-02-29'],
		['61', 'yyyy-mm-dd', '1900-03-01'],
		['0.604166667', 'h:mm AM/PM', '14:30'],
		['0.604224537', 'mm:ss', '14:30:05'],
		['1.25', '[h]:mm', '30:00'],
		['45415', 'mmm yyyy', '2024-05-03'],
		['45415', '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '2024-05-03']
	])('%s in %s is %s', (text, code, expected) => {
		expect(shown(text, code)).toBe(expected);
	});

	test('a workbook may count from 1904', () => {
		expect(shown('43953', 'yyyy-mm-dd', true)).toBe('2024-05-03');
		expect(shown('0', 'yyyy-mm-dd', true)).toBe('1904-01-01');
	});

	test.each([['-1'], ['2958466'], ['0'], ['1E+20']])('%s is no date, and stays a number', (text) => {
		expect(shown(text, 'yyyy-mm-dd')).toBe(shown(text, 'General'));
	});

	property.prop([fc.integer({ min: 61, max: 2_958_465 })])(
		'every day is the day that a calendar has',
		(day) => {
			const expected = new Date((day - 25_569) * 86_400_000).toISOString().slice(0, 10);
			expect(shown(String(day), 'yyyy-mm-dd')).toBe(expected);
		}
	);
});

property.prop([fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: 2 })])(
	'C3 an amount in cents comes out as it is, with or without a format',
	(cents, places) => {
		const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
		const text = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
		expect(shown(text, '#,##0.00')).toBe(text);
		const fewer = text.replace(/0+$/, '').replace(/\.$/, '');
		expect(shown(text, 'General')).toBe(fewer === '-0' ? '0' : fewer);
		expect(shown(text, `0.${'0'.repeat(places + 2)}`)).toBe(text + '0'.repeat(places));
	}
);

property.prop([fc.string(), fc.string({ unit: fc.constantFrom(...'0#?.,%;[]$"\\_*@/E+-hmsyd €AMPM> ') })], {
	numRuns: 500
})('any number in any format ends in a text', (text, code) => {
	expect(typeof shown(text, code)).toBe('string');
	expect(shown('12345.678', code)).toMatch(/\d/);
});
