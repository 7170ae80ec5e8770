import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { changeableFields, diffCustomer } from './diff-customer.ts';
import { type Duplicate, findDuplicates } from '../check/find-duplicates.ts';
import type { RowIssue } from '../issue.ts';
import { lossOf } from './losses.ts';
import type { Change, CheckedRows, ImportPlan, Losses, PlanOptions, RowOutcome } from '../plan.ts';

/**
 * Plans an import: what happens with each row, and the sums (spec S1-S5, V6, W1). The browser previews
 * with this function and the server applies with it, so what is shown is what is written.
 *
 * @param rows checked rows; their e-mail column must be mapped
 * @param existing the company's customers that have an address of the rows, by address; others do no harm
 * @throws Error when no e-mail column is mapped
 */
export function planImport(
	rows: CheckedRows,
	existing: ReadonlyMap<string, Customer>,
	options: PlanOptions
): ImportPlan {
	const emails = rows.columns.email;
	if (emails === undefined) throw new Error('Rows can be planned only with an email column.');
	const duplicates = findDuplicates(emails);
	return sumOutcomes(
		Array.from(rows.rowNumbers, (row, i): RowOutcome => {
			const email = emails.value(i);
			const issues = issuesOf(rows, i, duplicates.get(i));
			return issues.length > 0 || email === null
				? { kind: 'issue', row, email, issues }
				: decide(rows, i, email, existing.get(email), options);
		})
	);
}

/** The plan that these outcomes are, with its sums. */
export function sumOutcomes(outcomes: RowOutcome[]): ImportPlan {
	const plan: ImportPlan = {
		outcomes,
		counts: { create: 0, update: 0, unchanged: 0, issue: 0 },
		losses: { namesRemoved: 0, notesRemoved: 0, creditLimitsRemoved: 0, customersUnblocked: 0 },
		issues: []
	};
	for (const outcome of outcomes) {
		plan.counts[outcome.kind]++;
		if (outcome.kind === 'issue') plan.issues.push(...outcome.issues);
		else if (outcome.kind === 'update') countLosses(outcome.changes, plan.losses);
	}
	return plan;
}

function decide(
	rows: CheckedRows,
	i: number,
	email: string,
	before: Customer | undefined,
	options: PlanOptions
): RowOutcome {
	const row = rows.rowNumbers[i] ?? 0;
	if (before === undefined)
		return { kind: 'create', row, customer: valuesAfter(rows, i, email, undefined, options) };
	const wanted = valuesAfter(rows, i, email, before, options);
	const changes = diffCustomer(before, wanted);
	if (changes.length === 0) return { kind: 'unchanged', row, customer: before };
	// Fields that mean the same stay exactly as they are stored.
	const after = { ...before };
	for (const { field, to } of changes) setField(after, field, to);
	return { kind: 'update', row, before, after, changes };
}

/** The customer that a row asks for: unmapped fields as they are, or their default on create (spec S2, S3). */
function valuesAfter(
	rows: CheckedRows,
	i: number,
	email: string,
	before: Customer | undefined,
	options: PlanOptions
): Customer {
	const customer: Customer = before
		? { ...before }
		: { email, name: null, status: 'ACTIVE', notes: null, creditLimit: null };
	for (const field of changeableFields) {
		const column = rows.columns[field];
		if (column === undefined) continue;
		const value = column.value(i);
		if (value !== null) setField(customer, field, value);
		else if (options.emptyCells[field] === 'clear') {
			setField(customer, field, fieldDefinition(field).emptyValue);
		}
	}
	return customer;
}

// The catalogue's readers yield only values that their field can hold; the type system cannot follow that.
function setField(customer: Customer, field: FieldName, value: string | null): void {
	(customer as Record<FieldName, string | null>)[field] = value;
}

function issuesOf(rows: CheckedRows, i: number, duplicate: Duplicate | undefined): RowIssue[] {
	const row = rows.rowNumbers[i] ?? 0;
	const issues: RowIssue[] = [];
	const problem = rows.problems.get(i);
	if (problem) issues.push({ row, field: null, ...problem });
	for (const field of fieldNames) {
		// Where a quote is open, the cells are guesses: one issue says it all (spec P5).
		const issue = problem?.code === 'QUOTE_OPEN' ? undefined : rows.columns[field]?.issues.get(i);
		if (issue) issues.push({ row, field, ...issue });
		if (field === 'email' && duplicate) {
			const otherRow = rows.rowNumbers[duplicate.other] ?? 0;
			issues.push({ row, field, code: 'EMAIL_DUPLICATE', otherRow, copies: duplicate.copies });
		}
	}
	return issues;
}

function countLosses(changes: Change[], losses: Losses): void {
	for (const change of changes) {
		const loss = lossOf(change);
		if (loss !== null) losses[loss]++;
	}
}
