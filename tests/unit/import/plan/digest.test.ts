import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { planDigest, rowDigest, sha256Hex } from '../../../../src/lib/import/plan/digest.ts';
import { clearEmptyCells } from '../../../../src/lib/import/mapping.ts';
import type { RowOutcome } from '../../../../src/lib/import/plan.ts';
import { bytesOf, customer } from '../../../support/core.ts';
import { arbitraryCustomer } from '../../../support/arbitrary-customer.ts';

test('H1 SHA-256 as the standard has it (FIPS 180-4, "abc")', () => {
	expect(sha256Hex(bytesOf('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

const outcome = fc
	.record({
		kind: fc.constantFrom('create' as const, 'update' as const, 'unchanged' as const),
		row: fc.integer({ min: 2, max: 4 }),
		one: arbitraryCustomer(),
		other: arbitraryCustomer()
	})
	.map(({ kind, row, one, other }): RowOutcome =>
		kind === 'update' ? { kind, row, before: one, after: other, changes: [] } : { kind, row, customer: one }
	);

property.prop([fc.array(outcome, { maxLength: 4 }), fc.array(outcome, { maxLength: 4 })])(
	'A3 the digest differs when any outcome differs, and only then',
	(one, other) => {
		function digestOf(outcomes: RowOutcome[]): string {
			return planDigest({ emptyCells: clearEmptyCells }, ['email'], outcomes.map(rowDigest));
		}
		expect(digestOf(one) === digestOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
		expect(digestOf(one)).toBe(digestOf(structuredClone(one)));
	}
);

test('A3 a row that goes the same way from another state has another digest', () => {
	const after = customer('a@x.co', { name: 'New', notes: 'n' });
	const changes = [{ field: 'name' as const, from: 'Old', to: 'New' }];
	const digests = ['Old', 'Older'].map((name) =>
		rowDigest({ kind: 'update', row: 2, before: { ...after, name }, after, changes })
	);
	expect(digests[0]).not.toBe(digests[1]);
});

test('A1 the digest covers options and mapped fields', () => {
	const digests = [
		planDigest({ emptyCells: clearEmptyCells }, ['email'], ['a', 'b']),
		planDigest({ emptyCells: { ...clearEmptyCells, notes: 'keep' } }, ['email'], ['a', 'b']),
		planDigest({ emptyCells: clearEmptyCells }, ['email', 'notes'], ['a', 'b']),
		planDigest({ emptyCells: clearEmptyCells }, ['email'], ['b', 'a']),
		planDigest({ emptyCells: clearEmptyCells }, ['email'], ['ab'])
	];
	expect(new Set(digests).size).toBe(digests.length);
});

test('the order in which fields are named does not matter', () => {
	const options = { emptyCells: clearEmptyCells };
	expect(planDigest(options, ['email', 'name'], ['a'])).toBe(planDigest(options, ['name', 'email'], ['a']));
});
