import { expect, test } from 'vitest';
import type { RowsApplyRequest } from '../../../src/lib/import/apply.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs, customersOf, makeCompany, refusalOf } from '../../support/companies.ts';
import { customer } from '../../support/core.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { withRowObjects } from '../../support/row-objects.ts';

const deli = customer('deli@shop.example', { name: 'Deli', creditLimit: '100.00' });
const wanted = [
	{ ...deli, notes: 'Tuesdays' },
	customer('new@shop.example', { name: 'New "one"', status: 'BLOCKED' })
];

/** The request with one thing about its rows changed. */
function changed(change: (rows: Record<string, unknown>[]) => void): RowsApplyRequest {
	const request = withRowObjects(applyRequest(columnsOf(wanted)));
	change(request.submission.rows);
	return request;
}

const badRows: Record<string, RowsApplyRequest> = {
	'a field that one row lacks': changed(([first]) => delete first?.notes),
	'a field that one row has more': changed(([, second]) => Object.assign(second ?? {}, { phone: '1' })),
	'a field of no customer': changed((rows) =>
		rows.forEach((row) => Object.assign(row, { passwordHash: 'x' }))
	),
	'one field in the place of another': changed(([, second]) => {
		delete second?.notes;
		Object.assign(second ?? {}, { constructor: 'x' });
	}),
	'no email': changed((rows) => rows.forEach((row) => delete row.email)),
	'no row number': changed(([first]) => delete first?.row),
	'row numbers that fall': changed((rows) => rows.reverse()),
	'a value that is no text': changed(([first]) => Object.assign(first ?? {}, { name: 7 })),
	'no rows': changed((rows) => rows.splice(0)),
	'a row that is a list': changed((rows) => rows.splice(0, 1, [2, 'a@shop.example'] as never)),
	'a row that is nothing': changed((rows) => rows.splice(0, 1, null as never)),
	'a row too few': changed((rows) => rows.pop())
};

describeEachEngine('rows as objects', () => {
	test('A1, A2: a program may send an object for each row: the same is written as for columns', async () => {
		const company = await makeCompany({ customers: [deli] });
		const request = applyRequest(columnsOf(wanted), [deli]);
		const applied = await callAs(company.owner).imports.applyPlan(withRowObjects(request));
		expect(applied).toMatchObject({ created: 1, updated: 1, unchanged: 0 });
		expect(await customersOf(company.id)).toEqual(wanted);
		// It is the same request, and so not written again (A5).
		expect(await callAs(company.owner).imports.applyPlan(request)).toEqual(applied);
	});

	test('S2: a field that no row names is left alone', async () => {
		const company = await makeCompany({ customers: [deli] });
		const request = withRowObjects(applyRequest({ email: [deli.email], creditLimit: ['5.00'] }, [deli]));
		expect(request.submission.rows).toEqual([{ row: 2, email: deli.email, creditLimit: '5.00' }]);
		await callAs(company.owner).imports.applyPlan(request);
		expect(await customersOf(company.id)).toEqual([{ ...deli, creditLimit: '5.00' }]);
	});

	test('A3: digests are held to the plan as ever', async () => {
		const company = await makeCompany({ customers: [deli] });
		const refusal = await refusalOf(
			callAs(company.owner).imports.applyPlan(withRowObjects(applyRequest(columnsOf(wanted))))
		);
		expect(refusal).toMatchObject({ status: 409, appCode: 'PLAN_STALE' });
		expect(await customersOf(company.id)).toEqual([deli]);
	});

	test.each(Object.entries(badRows))('A1, F9: rows with %s are refused', async (_, request) => {
		const company = await makeCompany();
		const refusal = await refusalOf(callAs(company.owner).imports.applyPlan(request));
		expect(refusal).toEqual({ status: 400, appCode: 'BAD_INPUT', problem: null });
		expect(await customersOf(company.id)).toEqual([]);
	});

	test('A1: one of the two forms, not both; and no more rows than one import has', async () => {
		const company = await makeCompany();
		const columns = applyRequest(columnsOf(wanted));
		const { rows } = withRowObjects(columns).submission;
		const both = { ...columns, submission: { ...columns.submission, rows } };
		const refusal = await refusalOf(callAs(company.owner).imports.applyPlan(both));
		expect(refusal.appCode).toBe('BAD_INPUT');
		const email = Array.from({ length: 5001 }, (_, i) => `c${i}@shop.example`);
		const tooMany = await refusalOf(
			callAs(company.owner).imports.applyPlan(withRowObjects(applyRequest({ email })))
		);
		expect(tooMany.problem).toEqual({ code: 'TOO_MANY_ROWS', rows: 5001, maxRows: 5000 });
	});
});
