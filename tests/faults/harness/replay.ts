import type { Customer, FieldName } from '../../../src/lib/customer/customer.ts';
import { checkSubmittedRows } from '../../../src/lib/import/check/check-rows.ts';
import type { ApplyRequest } from '../../../src/lib/import/apply.ts';
import { planDigest, rowDigest } from '../../../src/lib/import/plan/digest.ts';
import type { ImportPlan } from '../../../src/lib/import/plan.ts';
import { planImport } from '../../../src/lib/import/plan/plan-import.ts';

/** A company's customers by address. */
export type CustomerBook = Map<string, Customer>;

/** A list of customers by address. */
export function bookOf(customers: readonly Customer[]): CustomerBook {
	return new Map(customers.map((customer) => [customer.email, customer]));
}

/** What a request comes to for these customers, and whether that is what its sender saw in the preview. */
export function planFor(
	{ submission: { rowNumbers, columns, emptyCells, digest } }: ApplyRequest,
	book: CustomerBook
): { plan: ImportPlan; isAsPreviewed: boolean } {
	const plan = planImport(checkSubmittedRows(rowNumbers, columns), book, { emptyCells });
	const fields = Object.keys(columns) as FieldName[];
	const digests = plan.outcomes.map(rowDigest);
	return { plan, isAsPreviewed: planDigest({ emptyCells }, fields, digests) === digest };
}

/** Does to the customers what a plan says. */
export function follow(plan: ImportPlan, book: CustomerBook): void {
	for (const outcome of plan.outcomes) {
		if (outcome.kind === 'create') book.set(outcome.customer.email, outcome.customer);
		else if (outcome.kind === 'update') book.set(outcome.after.email, outcome.after);
	}
}
