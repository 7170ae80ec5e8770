import fc from 'fast-check';
import type { FieldName } from '../../src/lib/customer/customer.ts';
import { arbitraryText } from './arbitrary-csv.ts';
import { arbitraryEmail } from './arbitrary-customer.ts';

/** One row of a file: what its cells say, well-formed Unicode. */
export type ArbitraryRow = Record<FieldName, string>;

// Some addresses come again and again, so that files have duplicates and companies have customers.
const frequent = ['ann@x.co', 'ben@x.co', 'o’hara@x.co', "o'hara@x.co", 'Ann@X.co ', 'cleo@shop.example'];

function emailCell(): fc.Arbitrary<string> {
	return fc.oneof(
		{ weight: 12, arbitrary: fc.tuple(arbitraryEmail(), fc.nat(99_999)).map(([email, n]) => `${n}${email}`) },
		{ weight: 2, arbitrary: arbitraryEmail().map((email) => `  ${email.toUpperCase()}\u00a0`) },
		{ weight: 1, arbitrary: fc.constantFrom(...frequent) },
		{ weight: 1, arbitrary: arbitraryText() },
		{
			weight: 1,
			arbitrary: fc.constantFrom(
				'a@b',
				'@x.co',
				'a@',
				'a b@x.co',
				'a\u200bb@x.co',
				'ａ@x.co',
				'İ@x.co',
				'a@x..co',
				'a@-x.co',
				"'=a@x.co",
				"'+a@x.co",
				'a@x.co.',
				'a\0@x.co',
				`${'a'.repeat(65)}@x.co`,
				`a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(57)}.co`,
				`a@${'b'.repeat(64)}.co`
			)
		}
	);
}

function textCell(maxLength: number): fc.Arbitrary<string> {
	const lengths = [maxLength - 1, maxLength, maxLength + 1];
	return fc.oneof(
		{ weight: 8, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
		{ weight: 4, arbitrary: arbitraryText() },
		{ weight: 1, arbitrary: fc.constantFrom("'=1+1", "''+x", '@x', 'a\0b', '\u202eabc', 'e\u0301', 'İ') },
		{
			weight: 1,
			arbitrary: fc
				.tuple(fc.constantFrom(...lengths), fc.constantFrom('a', '😀', 'é'))
				.map(([length, character]) => character.repeat(length))
		}
	);
}

function statusCell(): fc.Arbitrary<string> {
	return fc.oneof(
		fc.constantFrom(
			'active',
			'ACTIVE',
			'Blocked',
			' suspended ',
			'inactive',
			'DISABLED',
			'false',
			'0',
			'1',
			''
		),
		fc.constantFrom(
			'yes',
			'ok',
			'open',
			'gesperrt',
			'TRUE',
			'FALSE',
			'ınactive',
			'blocked.',
			'inac\u00adtive'
		),
		arbitraryText()
	);
}

function creditCell(): fc.Arbitrary<string> {
	return fc.oneof(
		{ weight: 6, arbitrary: fc.double({ min: 0, max: 1e7, noNaN: true }).map((value) => value.toFixed(2)) },
		{ weight: 2, arbitrary: fc.constant('') },
		{ weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 13n }).map(String) },
		{
			weight: 3,
			arbitrary: fc.constantFrom(
				'9999999999.99',
				'10000000000.00',
				'-1',
				'-0',
				'-0.00',
				'0',
				'00012.50',
				'1.',
				'.5',
				'1.005',
				'1e3',
				'1,250.00',
				'1.250,00',
				'1250,50',
				'$100',
				'100 €',
				'NaN',
				'Infinity',
				'１２',
				'٣',
				'+5',
				'0x10',
				' 42 ',
				'1 000'
			)
		},
		{ weight: 1, arbitrary: arbitraryText() }
	);
}

/** Rows as people and programs write them, more good than bad, with everything that a check may stumble over. */
export function arbitraryRow(): fc.Arbitrary<ArbitraryRow> {
	return fc
		.record({
			email: emailCell(),
			name: textCell(100),
			status: statusCell(),
			notes: textCell(2000),
			creditLimit: creditCell()
		})
		.map(
			(row) =>
				Object.fromEntries(
					Object.entries(row).map(([field, text]) => [field, wellFormed(text)])
				) as ArbitraryRow
		);
}

/** A file in UTF-8 has no half surrogate pairs. */
function wellFormed(text: string): string {
	return new TextDecoder().decode(new TextEncoder().encode(text));
}
