import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Customer, type FieldName, fieldNames } from '../../../../src/lib/customer/customer.ts';
import { checkSubmittedRows } from '../../../../src/lib/import/check/check-rows.ts';
import type { SizeLimits } from '../../../../src/lib/import/limits.ts';
import { clearEmptyCells } from '../../../../src/lib/import/mapping.ts';
import type { CheckedRows, PlanOptions } from '../../../../src/lib/import/plan.ts';
import { cutBatches, jsonBytes } from '../../../../src/lib/import/plan/cut-batches.ts';
import { rowDigest } from '../../../../src/lib/import/plan/digest.ts';
import { makeSubmission } from '../../../../src/lib/import/plan/make-submission.ts';
import { planImport } from '../../../../src/lib/import/plan/plan-import.ts';
import { columnsOf } from '../../../support/apply-request.ts';
import { arbitraryCustomers } from '../../../support/arbitrary-customer.ts';
import { customer } from '../../../support/core.ts';

function utf8(value: unknown): number {
	return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** Customers as the rows of a file that maps these fields. */
function rowsOf(customers: readonly Customer[], fields: readonly FieldName[] = fieldNames): CheckedRows {
	const rowNumbers = customers.map((_, i) => 2 + 3 * i);
	return checkSubmittedRows(rowNumbers, columnsOf(customers, fields));
}

const options: PlanOptions = { emptyCells: clearEmptyCells };
const arbitraryLimits: fc.Arbitrary<SizeLimits> = fc.record({
	maxRows: fc.integer({ min: 1, max: 5 }),
	maxBytes: fc.integer({ min: 1, max: 400 })
});
const someFields = fc
	.subarray(fieldNames.filter((field) => field !== 'email'))
	.map((fields): FieldName[] => ['email', ...fields]);

test('I30 the size of a text is that of its JSON in UTF-8', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (one, other) => {
			for (const text of [one, other, '\ud800', '\udc00\ud83d', '\u0000\b\t\n\f\r\u001f\u007f"\\'])
				expect(jsonBytes(text)).toBe(utf8(text));
		})
	);
});

describe('I30 batches', () => {
	test('of any plan and any limits are exactly the rows that change something, in order, none twice', () => {
		fc.assert(
			fc.property(
				arbitraryCustomers(),
				arbitraryCustomers(),
				someFields,
				arbitraryLimits,
				(before, wanted, fields, limits) => {
					const rows = rowsOf([...wanted, ...before.slice(0, 3)], fields);
					const plan = planImport(rows, new Map(before.map((one) => [one.email, one])), options);
					const batches = [...cutBatches(rows, plan, limits)];
					const changed = plan.outcomes.flatMap(({ kind }, i) =>
						kind === 'create' || kind === 'update' ? [i] : []
					);
					expect(batches.flat()).toEqual(changed);
					for (const batch of batches) {
						expect(batch.length).toBeGreaterThan(0);
						expect(batch.length).toBeLessThanOrEqual(limits.maxRows);
						const { columns } = makeSubmission(rows, options, plan, batch);
						const values = Object.values(columns).flat();
						// A row by itself may be larger than a test's limits, never than those of an import.
						if (batch.length > 1) expect(utf8(values) - 1).toBeLessThanOrEqual(limits.maxBytes);
					}
				}
			)
		);
	});

	test('A1 each by itself is planned as it was planned with all others, to the digest', () => {
		fc.assert(
			fc.property(
				arbitraryCustomers(),
				arbitraryCustomers(),
				someFields,
				arbitraryLimits,
				fc.boolean(),
				(before, wanted, fields, limits, keeps) => {
					const emptyCells = { ...clearEmptyCells, ...(keeps && { notes: 'keep' as const }) };
					const rows = rowsOf(wanted, fields);
					const existing = new Map(before.map((one) => [one.email, one]));
					const plan = planImport(rows, existing, { emptyCells });
					for (const batch of cutBatches(rows, plan, limits)) {
						const submission = makeSubmission(rows, { emptyCells }, plan, batch);
						const again = planImport(
							checkSubmittedRows(submission.rowNumbers, submission.columns),
							existing,
							{ emptyCells }
						);
						expect(again.outcomes).toEqual(batch.map((i) => plan.outcomes[i]));
						expect(again.outcomes.map(rowDigest)).toEqual(submission.rowDigests);
						expect(
							makeSubmission(
								checkSubmittedRows(submission.rowNumbers, submission.columns),
								{ emptyCells },
								again
							)
						).toEqual(submission);
					}
				}
			)
		);
	});

	test('what is left of a plan is cut as the whole was', () => {
		const rows = rowsOf(Array.from({ length: 10 }, (_, i) => customer(`c${i}@x.co`)));
		const plan = planImport(rows, new Map(), options);
		const limits = { maxRows: 3, maxBytes: 1_000_000 };
		const whole = [...cutBatches(rows, plan, limits)];
		expect(whole.map(({ length }) => length)).toEqual([3, 3, 3, 1]);
		const first = new Set(whole[0]);
		expect([...cutBatches(rows, plan, limits, (i) => !first.has(i))]).toEqual(whole.slice(1));
	});

	test('are as full as their bytes allow', () => {
		const rows = rowsOf(
			Array.from({ length: 4 }, (_, i) => customer(`c${i}@x.co`, { notes: 'n'.repeat(100) }))
		);
		const plan = planImport(rows, new Map(), options);
		const size = utf8(Object.values(makeSubmission(rows, options, plan, [0, 1]).columns).flat()) - 1;
		function sizes(maxBytes: number): number[] {
			return [...cutBatches(rows, plan, { maxRows: 100, maxBytes })].map(({ length }) => length);
		}
		expect(sizes(size)).toEqual([2, 2]);
		expect(sizes(size - 1)).toEqual([1, 1, 1, 1]);
	});
});
