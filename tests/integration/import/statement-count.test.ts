import { expect, test } from 'vitest';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { applyRequest, columnsOf } from '../../support/apply-request.ts';
import { callAs, makeCompany } from '../../support/companies.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { generateCustomers } from '../../support/generate-customers.ts';
import { sentStatements } from '../../support/sent-statements.ts';
import { undoRequest } from '../../support/undo-request.ts';

/** What a file does with customers: by how many rows, of which some are there before. */
type Kind = 'create' | 'update' | 'mixed' | 'unchanged';

function scenario(kind: Kind, rows: number): { before: Customer[]; wanted: Customer[] } {
	const wanted = generateCustomers(rows, 'lean');
	const others = wanted.map((customer) => ({ ...customer, notes: 'Before' }));
	switch (kind) {
		case 'create':
			return { before: [], wanted };
		case 'update':
			return { before: others, wanted };
		case 'mixed':
			return { before: [...others.slice(0, rows / 5), ...wanted.slice(rows / 5, rows / 2)], wanted };
		case 'unchanged':
			return { before: [...others.slice(0, 1), ...wanted.slice(1)], wanted };
	}
}

/** The statements of a lookup, an apply and its undo. */
async function statementsOf(kind: Kind, rows: number, plan: 'ENTERPRISE' | 'GROWTH' = 'ENTERPRISE') {
	const { before, wanted } = scenario(kind, rows);
	const company = await makeCompany({ customers: before, plan });
	const caller = callAs(company.owner);
	const emails = wanted.map(({ email }) => email);
	const request = applyRequest(columnsOf(wanted), before);
	const lookup = await sentStatements(() => caller.customers.lookup({ emails }));
	const apply = await sentStatements(() => caller.imports.applyPlan(request));
	const again = await sentStatements(() => caller.imports.applyPlan(request));
	const wantedUndo = await undoRequest(company.owner, request.importId);
	const undo = await sentStatements(() => caller.imports.undo(wantedUndo));
	return { lookup, apply, again, undo };
}

// Each with four that begin and end the transaction and name its company. A lookup: the customers, the plan, how many
// there are. An apply: two for the company's lock, whether it was applied before, the customers, the record, creates,
// updates, the audit entry, how long it took; a repeated one finds its record and entry. An undo: the lock, whether it
// was done before, the import, its changes, the customers, later imports, restores, removals, the audit entry, the record.
const counts = {
	create: { lookup: 7, apply: 12, again: 8, undo: 14 },
	update: { lookup: 7, apply: 12, again: 8, undo: 14 },
	mixed: { lookup: 7, apply: 13, again: 8, undo: 15 },
	unchanged: { lookup: 7, apply: 12, again: 8, undo: 14 }
};

describeEachEngine('statements', () => {
	test.each(Object.keys(counts) as Kind[])(
		'issue 6: %s: lookup, apply, repeated apply and undo send the same few statements for 10 and 1,000 rows',
		async (kind) => {
			const few = await statementsOf(kind, 10);
			expect(await statementsOf(kind, 1000)).toEqual(few);
			const { lookup, apply, again, undo } = few;
			const sent = { lookup: lookup.length, apply: apply.length, again: again.length, undo: undo.length };
			expect(sent, [lookup, apply, again, undo].map((all) => all.join('\n')).join('\n\n')).toEqual(
				counts[kind]
			);
		}
	);

	test('issue 6: a plan with a limit costs one statement more, and only where something is created', async () => {
		const created = await statementsOf('create', 10, 'GROWTH');
		expect(created.apply).toHaveLength(counts.create.apply + 1);
		const updated = await statementsOf('update', 10, 'GROWTH');
		expect(updated.apply).toHaveLength(counts.update.apply);
	});
});
