import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { plainAmount, readAmounts } from '../../../../src/lib/import/check/amount-reading.ts';
import { readCreditLimit } from '../../../../src/lib/customer/credit-limit.ts';

/** What each cell of a column is read as. */
function readColumn(...cells: string[]): (string | null)[] {
	const reading = readAmounts(cells);
	return cells.map((cell) => plainAmount(cell, reading));
}

describe('V4 amounts that can be read in one way only, whatever else the column holds', () => {
	test.each([
		['$1,250.00', '1250.00'],
		['$ 1,250', '1250'],
		['1250,50', '1250.50'],
		['1250,5', '1250.5'],
		['1.250,00', '1250.00'],
		['1.250.000', '1250000'],
		['1 250,50 €', '1250.50'],
		['1\u00a0250', '1250'],
		['1\u202f250,5', '1250.5'],
		["CHF 1'250.00", '1250.00'],
		['1’250', '1250'],
		['1_250', '1250'],
		['1,00,000.00', '100000.00'],
		['12,34,567', '1234567'],
		['Rs. 1,00,000/-', '100000'],
		['1250.-', '1250'],
		['1250,-', '1250'],
		['1.250,--', '1250'],
		['Fr. 1’250.–', '1250'],
		['１，２５０．５０', '1250.50'],
		['￥1250', '1250'],
		['EUR1250', '1250'],
		['1250 usd', '1250'],
		['US$1,250.50 USD', '1250.50'],
		['R$ 1.250,00', '1250.00'],
		['1250 kr.', '1250'],
		['.50', '0.50'],
		[',5', '0.5'],
		['1250.', '1250'],
		['0,250', '0.25'],
		['1250.5000', '1250.50'],
		['\u200e1,250.00', '1250.00'],
		['9.999.999.999,99', '9999999999.99']
	])('%s is %s', (text, expected) => {
		expect(readColumn(text)).toEqual([expected]);
	});
});

describe('V4 what is no amount, is negative, or would have to be rounded is never read', () => {
	test.each([
		'-1250',
		'(1,250.00)',
		'$-5',
		'-$5',
		'5-',
		'\u22125',
		'+5',
		'1e3',
		'NaN',
		'5k',
		'5%',
		'n/a',
		'none',
		'',
		' ',
		'.',
		'$',
		'1250,555',
		'1,250.555',
		'12.34.56',
		'1,25,0',
		'1.250,50,5',
		'1 2 3',
		'12 34',
		'01.250.000',
		'1250 pcs',
		'5\n000',
		'0x10',
		'1/2',
		'²5',
		'9'.repeat(100)
	])('%j', (text) => {
		expect(readColumn(text)).toEqual([null]);
	});
});

describe('V4 three digits behind a single mark', () => {
	test('may be thousands or decimals: alone they are not read', () => {
		expect(readAmounts(['1.250'])).toEqual({ kind: 'ambiguous' });
		expect(readColumn('1.250')).toEqual([null]);
		expect(readColumn('1,250', '3,500')).toEqual([null, null]);
		expect(readColumn('1.255')).toEqual([null]);
	});
	test.each([
		['another cell tells the decimal mark', ['1.250', '3,50'], ['1250', '3.50']],
		['or has two separators', ['1,250', '2,000,000'], ['1250', '2000000']],
		['a plain cell with decimals tells it too', ['1,250', '3.50'], ['1250', '3.50']],
		['also that these are decimals', ['1.250', '3.50'], ['1.25', '3.50']],
		['which are never rounded', ['1.255', '3.50'], [null, '3.50']],
		['a currency has no three decimals', ['€1.250', '1.300', '500'], ['1250', '1300', '500']],
		['small numbers without, and a zero at the end', ['1,250', '900', '3,125'], ['1250', '900', '3125']]
	])('%s', (_, cells, expected) => {
		expect(readColumn(...cells)).toEqual(expected);
	});
	test.each([
		['a currency that has three decimals', ['KWD 1.250']],
		['no zero at the end: it may have been left out', ['1.255', '500', '3.127']],
		['a whole number above 1000 without a mark', ['1.250', '500', '2000']],
		['zero only beside it', ['1.250', '0']],
		['both marks', ['1.250', '1,250', '500']]
	])('%s tells nothing', (_, cells) => {
		expect(readAmounts(cells)).toEqual({ kind: 'ambiguous' });
		expect(readColumn(...cells)[0]).toBeNull();
	});
});

describe('V4 a column that contradicts itself', () => {
	test('is mixed: only what can be read in one way by itself is read', () => {
		const cells = ['1.250,50', '1.25', '1.250', '$2.000', '1 250'];
		expect(readAmounts(cells)).toEqual({ kind: 'mixed' });
		expect(readColumn(...cells)).toEqual(['1250.50', '1.25', null, null, '1250']);
	});
	test('several currencies are not read: without their signs they would say something else', () => {
		expect(readAmounts(['$5', '€6'])).toEqual({ kind: 'several-currencies' });
		expect(readColumn('$5', '€6', '1,250.50')).toEqual([null, null, null]);
		expect(readAmounts(['$5 CAD', '6 USD'])).toEqual({ kind: 'several-currencies' });
	});
	test.each([
		[['$5', 'US$6', '7 USD']],
		[['€5', '6 EUR', '7 euro']],
		[['Fr. 5', 'CHF 6']],
		[['C$5', '$6 CAD']]
	])('%j are one currency', (cells) => {
		expect(readAmounts(cells)).toEqual({ kind: 'plain' });
		expect(readColumn(...cells)).not.toContain(null);
	});
});

test('plain and empty cells are no evidence but for the decimal point', () => {
	expect(readAmounts([])).toEqual({ kind: 'plain' });
	expect(readAmounts(['', ' ', '5', '1250', 'n/a'])).toEqual({ kind: 'plain' });
	expect(readAmounts([' 12.5 '])).toEqual({ kind: 'one-way', decimal: '.' });
});

interface Style {
	thousands: string;
	decimal: string;
	/** How many decimals; `trimmed` leaves out zeros at the end of up to three. */
	decimals: 0 | 2 | 3 | 'trimmed';
	before: string;
	after: string;
}

const styles: fc.Arbitrary<Style> = fc
	.record({
		thousands: fc.constantFrom('', '.', ',', ' ', "'", '\u202f', '_'),
		decimal: fc.constantFrom('.', ','),
		decimals: fc.constantFrom<Style['decimals']>(0, 2, 3, 'trimmed'),
		before: fc.constantFrom('', '', '$', '€ ', 'CHF '),
		after: fc.constant('')
	})
	.chain((style) =>
		fc.constantFrom('', '', ' €', ' USD').map((after) => (style.before === '' ? { ...style, after } : style))
	)
	.filter(({ thousands, decimal }) => thousands !== decimal)
	// The one assumption: nobody writes a sign of a currency with two decimals in front of three.
	.filter(({ decimals, before, after }) => before + after === '' || decimals === 0 || decimals === 2);

/** Thousandths as a style writes them. */
function write(thousandths: number, { thousands, decimal, decimals, before, after }: Style): string {
	const digits = String(thousandths).padStart(4, '0');
	const whole = digits.slice(0, -3).replace(/\B(?=(\d{3})+$)/g, thousands);
	const all = digits.slice(-3);
	const shown = decimals === 'trimmed' ? all.replace(/0+$/, '') : all.slice(0, decimals);
	return `${before}${whole}${shown === '' ? '' : decimal + shown}${after}`;
}

const unit = { 0: 1000, 2: 10, 3: 1, trimmed: 1 };

property.prop(
	[
		styles,
		fc.array(
			fc.oneof(
				fc.nat(3_000),
				fc.nat(20_000_000),
				fc.nat(9_000).map((n) => n * 1000),
				fc.nat(9_000_000_000)
			),
			{ minLength: 1, maxLength: 8 }
		)
	],
	{ numRuns: 20_000 }
)('V4, C3 a column written in any one way is read as what it says, or not at all', (style, numbers) => {
	const amounts = numbers.map((n) => n - (n % unit[style.decimals]));
	const cells = amounts.map((amount) => write(amount, style));
	const reading = readAmounts(cells);
	expect(['plain', 'one-way', 'ambiguous']).toContain(reading.kind);
	cells.forEach((cell, i) => {
		const plain = plainAmount(cell, reading);
		if (plain === null) return;
		const read = readCreditLimit(plain);
		const said = write(amounts[i] ?? 0, {
			...style,
			thousands: '',
			decimal: '.',
			decimals: 2,
			before: '',
			after: ''
		});
		expect([cell, read]).toEqual([cell, { ok: true, value: said }]);
	});
	// With two decimals everywhere there is nothing to doubt.
	if (style.decimals === 2) expect(cells.map((cell) => plainAmount(cell, reading))).not.toContain(null);
});
