import fc from 'fast-check';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { readCreditLimit } from '../../src/lib/customer/credit-limit.ts';
import { readText } from '../../src/lib/customer/text.ts';

// Characters that CSV, spreadsheets and databases find hard, and any other.
const unit = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.constantFrom(
			"'",
			'=',
			'+',
			'-',
			'@',
			'"',
			',',
			';',
			'\t',
			'\n',
			'\r\n',
			' ',
			'\u00a0',
			'＝'
		)
	},
	{
		weight: 2,
		arbitrary: fc.constantFrom('a', 'Z', '0', 'é', 'ß', '😀', '漢', '\u202e', '\u200b', '\u0301')
	},
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) }
);

function storedText(maxLength: number): fc.Arbitrary<string | null> {
	return fc.string({ unit, maxLength: 40 }).map((text) => {
		const read = readText(text, maxLength, 'NOTES_TOO_LONG');
		return read.ok ? read.value : null;
	});
}

/** Any credit limit that can be stored, or none. */
function arbitraryCreditLimit(): fc.Arbitrary<string | null> {
	return fc.option(
		fc
			.tuple(fc.bigInt({ min: 0n, max: 9_999_999_999n }), fc.integer({ min: 0, max: 99 }))
			.map(([whole, cents]) => {
				const read = readCreditLimit(`${whole}.${String(cents).padStart(2, '0')}`);
				if (!read.ok) throw new Error('not a credit limit');
				return read.value ?? '';
			})
	);
}

/** Any address that can be stored. */
export function arbitraryEmail(): fc.Arbitrary<string> {
	const local = fc.string({
		unit: fc.constantFrom(..."abz019.!#$%&'*+/=?^_`{|}~-"),
		minLength: 1,
		maxLength: 12
	});
	return fc.tuple(local, fc.constantFrom('x.co', 'a-b.example.com', '1.de')).map((parts) => parts.join('@'));
}

/** Any customer that can be stored. */
export function arbitraryCustomer(): fc.Arbitrary<Customer> {
	return fc.record({
		email: arbitraryEmail(),
		name: storedText(100),
		status: fc.constantFrom('ACTIVE' as const, 'BLOCKED' as const),
		notes: storedText(2000),
		creditLimit: arbitraryCreditLimit()
	});
}

/** A company's customers: no address twice. */
export function arbitraryCustomers(maxLength = 20): fc.Arbitrary<Customer[]> {
	return fc.uniqueArray(arbitraryCustomer(), { selector: ({ email }) => email, maxLength });
}
