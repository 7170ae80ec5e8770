import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import type { RowAddresses } from '../check/address-index.ts';
import { type Duplicates, findDuplicates } from '../check/find-duplicates.ts';
import { anyChange, changeBit, changeableFields, diffColumn, lossBit } from './diff-column.ts';
import { type CustomerMatch, matchCustomers } from './match-customers.ts';
import type { RowIssue } from '../issue.ts';
import {
	type Change,
	type CheckedRows,
	type ExistingCustomers,
	type ImportPlan,
	type Losses,
	type OutcomeCounts,
	type PlanOptions,
	type PlannedIssues,
	type RowOutcome,
	leftOut,
	rowKind
} from '../plan.ts';
import { issuesOfRow, listIssues } from './planned-issues.ts';

/** All that a plan is made from. */
export interface PlanInputs {
	rows: CheckedRows;
	/** Those of the e-mail column. */
	addresses: RowAddresses;
	existing: ExistingCustomers;
	options: PlanOptions;
	/** By row: one of `leftOut`, why it is not planned; null where all are. */
	left: Uint8Array | null;
}

/** A plan with what it was made from, for the next one to take over what is the same. */
export interface PlannedRows {
	inputs: PlanInputs;
	plan: ImportPlan;
	match: CustomerMatch;
	/** By row: the number of its customer; -1 where there is none. */
	customers: Int32Array;
	duplicates: Duplicates;
}

/** What the next plan may take over. */
export interface EarlierPlan {
	planned: PlannedRows;
	/** The fields whose columns are as they were, but for some rows. */
	sameFields: ReadonlySet<FieldName>;
	/** Those rows, by index. */
	touched: readonly number[];
}

/**
 * Plans rows column by column: whose they are, what differs, what is wrong, and the sums. Bytes and numbers only;
 * outcomes are made when they are asked for.
 *
 * @param earlier a plan of the same file: its matches and comparisons are taken over where nothing changed
 */
export function planRows(inputs: PlanInputs, earlier: EarlierPlan | null): PlannedRows {
	const { addresses, existing, left } = inputs;
	const before = earlier?.planned ?? null;
	const match = matchCustomers(addresses.index, existing, before?.match ?? null);
	const customers =
		before?.match === match && before.inputs.addresses.numbers === addresses.numbers
			? before.customers
			: customersOfRows(addresses.numbers, match);
	const duplicates =
		before?.inputs.addresses.numbers === addresses.numbers && before.inputs.left === left
			? before.duplicates
			: findDuplicates(addresses, left);
	const changes = compareFields(inputs, customers, earlier);
	const kinds = flawedRows(inputs, duplicates);
	const counts = decideKinds(kinds, customers, changes, left);
	const plan = planOf({ inputs, customers, duplicates }, kinds, changes, counts);
	return { inputs, plan, match, customers, duplicates };
}

function customersOfRows(numbers: Int32Array, match: CustomerMatch): Int32Array {
	const customers = new Int32Array(numbers.length);
	for (let row = 0; row < numbers.length; row++) {
		const address = numbers[row] ?? -1;
		customers[row] = address === -1 ? -1 : (match.customers[address] ?? -1);
	}
	return customers;
}

/** By row: what differs from its customer (`ImportPlan.changes`). */
function compareFields(
	{ rows, existing, options }: PlanInputs,
	customers: Int32Array,
	earlier: EarlierPlan | null
): Uint8Array {
	const length = customers.length;
	const before = earlier?.planned.inputs.existing === existing ? earlier : null;
	const changes = before ? before.planned.plan.changes.slice() : new Uint8Array(length);
	const touched = before ? otherRows(before, customers) : null;
	for (const field of changeableFields) {
		const emptyCells = options.emptyCells[field];
		const isSame =
			before?.sameFields.has(field) && before.planned.inputs.options.emptyCells[field] === emptyCells;
		const redone = isSame ? touched : null;
		if (before) clearBits(changes, ~(changeBit(field) | lossBit(field)), redone);
		const column = rows.columns[field];
		if (column) diffColumn({ field, column, emptyCells, existing, customers }, changes, redone);
	}
	return changes;
}

function clearBits(changes: Uint8Array, kept: number, rows: ArrayLike<number> | null): void {
	const count = rows?.length ?? changes.length;
	for (let i = 0; i < count; i++) {
		const row = rows === null ? i : (rows[i] ?? 0);
		changes[row] = (changes[row] ?? 0) & kept;
	}
}

/** The rows that were touched, and those that have another customer now. */
function otherRows({ planned, touched }: EarlierPlan, customers: Int32Array): readonly number[] {
	if (planned.customers === customers) return touched;
	const others = [...touched];
	for (let row = 0; row < customers.length; row++) {
		if (customers[row] !== planned.customers[row]) others.push(row);
	}
	return others;
}

/** By row: `issue` where something is wrong with it. */
function flawedRows({ rows, addresses }: PlanInputs, duplicates: Duplicates): Uint8Array {
	const kinds = new Uint8Array(addresses.numbers.length);
	for (const row of rows.problems.keys()) kinds[row] = rowKind.issue;
	for (const row of duplicates.rows) kinds[row] = rowKind.issue;
	for (const field of fieldNames) {
		for (const row of rows.columns[field]?.issues.keys() ?? []) kinds[row] = rowKind.issue;
	}
	return kinds;
}

/** Decides what happens with the rows that have no issue, and counts them all. */
function decideKinds(
	kinds: Uint8Array,
	customers: Int32Array,
	changes: Uint8Array,
	left: Uint8Array | null
): OutcomeCounts {
	const counts = new Uint32Array(5);
	for (let row = 0; row < kinds.length; row++) {
		let kind: number = rowKind.issue;
		if (left !== null && left[row] !== leftOut.not) kind = rowKind.none;
		else if (kinds[row] === rowKind.none) {
			if (customers[row] === -1) kind = rowKind.create;
			else kind = ((changes[row] ?? 0) & anyChange) === 0 ? rowKind.unchanged : rowKind.update;
		}
		kinds[row] = kind;
		counts[kind] = (counts[kind] ?? 0) + 1;
	}
	return {
		create: counts[rowKind.create] ?? 0,
		update: counts[rowKind.update] ?? 0,
		unchanged: counts[rowKind.unchanged] ?? 0,
		issue: counts[rowKind.issue] ?? 0
	};
}

function countLosses(kinds: Uint8Array, changes: Uint8Array): Losses {
	const rows = new Uint32Array(256);
	for (let row = 0; row < kinds.length; row++) {
		const bits = changes[row] ?? 0;
		if (kinds[row] === rowKind.update) rows[bits] = (rows[bits] ?? 0) + 1;
	}
	function count(field: FieldName): number {
		return rows.reduce((sum, found, bits) => ((bits & lossBit(field)) === 0 ? sum : sum + found), 0);
	}
	return {
		namesRemoved: count('name'),
		notesRemoved: count('notes'),
		creditLimitsRemoved: count('creditLimit'),
		customersUnblocked: count('status')
	};
}

type PlanSources = Pick<PlannedRows, 'inputs' | 'customers' | 'duplicates'>;

function planOf(
	sources: PlanSources,
	kinds: Uint8Array,
	changes: Uint8Array,
	counts: OutcomeCounts
): ImportPlan {
	let issueList: PlannedIssues | undefined;
	let outcomes: RowOutcome[] | undefined;
	let issues: RowIssue[] | undefined;
	return {
		rowNumbers: sources.inputs.rows.rowNumbers,
		counts,
		losses: countLosses(kinds, changes),
		kinds,
		changes,
		outcome: (index) => outcomeAt(sources, kinds, changes, index),
		change: (index, field) => changeAt(sources, index, field),
		get outcomes() {
			outcomes ??= Array.from(kinds, (_, index) => this.outcome(index)).filter((one) => one !== undefined);
			return outcomes;
		},
		get issueList() {
			issueList ??= listIssues(sources.inputs.rows, sources.duplicates, kinds, counts.issue);
			return issueList;
		},
		get issues() {
			issues ??= Array.from({ length: this.issueList.length }, (_, number) => this.issueList.at(number));
			return issues;
		}
	};
}

function outcomeAt(
	sources: PlanSources,
	kinds: Uint8Array,
	changes: Uint8Array,
	index: number
): RowOutcome | undefined {
	const { inputs, customers, duplicates } = sources;
	const { rows, existing } = inputs;
	const row = rows.rowNumbers[index] ?? 0;
	const email = rows.columns.email?.value(index) ?? null;
	switch (kinds[index]) {
		case rowKind.issue:
			return { kind: 'issue', row, email, issues: issuesOfRow(rows, duplicates, index) };
		case rowKind.create: {
			const customer: Customer = {
				email: email ?? '',
				name: null,
				status: 'ACTIVE',
				notes: null,
				creditLimit: null
			};
			for (const field of changeableFields) {
				const column = rows.columns[field];
				// Also on create, where there is nothing that an empty cell could keep (spec S2, S3).
				if (column) setField(customer, field, column.value(index) ?? fieldDefinition(field).emptyValue);
			}
			return { kind: 'create', row, customer };
		}
		case rowKind.unchanged:
			return { kind: 'unchanged', row, customer: existing.customer(customers[index] ?? -1) };
		case rowKind.update: {
			const before = existing.customer(customers[index] ?? -1);
			// Fields that mean the same stay exactly as they are stored.
			const after = { ...before };
			const made = changeableFields
				.filter((field) => ((changes[index] ?? 0) & changeBit(field)) !== 0)
				.map((field) => changeAt(sources, index, field));
			for (const { field, to } of made) setField(after, field, to);
			return { kind: 'update', row, before, after, changes: made };
		}
		default:
			return undefined;
	}
}

function changeAt({ inputs, customers }: PlanSources, index: number, field: FieldName): Change {
	const { rows, existing } = inputs;
	const to = rows.columns[field]?.value(index) ?? fieldDefinition(field).emptyValue;
	return { field, from: existing.value(field, customers[index] ?? -1), to };
}

// The catalogue's readers yield only values that their field can hold; the type system cannot follow that.
function setField(customer: Customer, field: FieldName, value: string | null): void {
	(customer as Record<FieldName, string | null>)[field] = value;
}
