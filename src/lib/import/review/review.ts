import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import { type Desk, checkedRows, isSameReading, rowsLeftOut, touchedRows } from '../fixes/desk.ts';
import { lossBit } from '../plan/diff-column.ts';
import {
	type ExistingCustomers,
	type ImportPlan,
	type Losses,
	type OutcomeKind,
	type PlanOptions,
	rowKind
} from '../plan.ts';
import { asExisting } from '../plan/plan-import.ts';
import { type EarlierPlan, type PlannedRows, planRows } from '../plan/plan-rows.ts';
import { indexOfRow } from '../read/row-index.ts';
import { type RowSuggestions, collectSuggestions } from './suggestions.ts';

/** A desk and its plan, in the order of the review. Rows are indices in the desk's table. */
export interface Review {
	desk: Desk;
	plan: ImportPlan;
	/** For the next review to take over what is the same. */
	planned: PlannedRows;
	/** Issues, losses, other updates, creates, unchanged, left out; each by row. */
	all: Int32Array;
	/** Its parts, and those of the updates, of which those with losses come first. */
	groups: Record<OutcomeKind | 'aside', Int32Array>;
	suggestions: ReadonlyMap<number, RowSuggestions>;
}

/**
 * Plans what is on a desk, and puts its rows in the order of their review (spec W2).
 *
 * @param existing customers that have an address of the rows
 * @param before the review before this one, if it was of the same file: what did not change since is taken over
 * @throws Error when no e-mail column is mapped
 */
export function reviewDesk(
	desk: Desk,
	existing: ReadonlyMap<string, Customer> | ExistingCustomers,
	options: PlanOptions,
	before: Review | null = null
): Review {
	const { addresses } = desk;
	if (addresses === null) throw new Error('Rows can be planned only with an email column.');
	const earlier = before?.desk.source === desk.source ? earlierPlan(before, desk) : null;
	const left = sameOr(earlier?.planned.inputs.left, rowsLeftOut(desk));
	const inputs = { rows: checkedRows(desk), addresses, existing: asExisting(existing), options, left };
	const planned = planRows(inputs, earlier);
	const { plan } = planned;
	return { desk, plan, planned, ...inOrder(desk, plan), suggestions: collectSuggestions(desk, plan) };
}

function earlierPlan({ desk: before, planned }: Review, desk: Desk): EarlierPlan {
	return {
		planned,
		sameFields: new Set(fieldNames.filter((field) => isSameReading(before, desk, field))),
		touched: touchedRows(before.folded, desk.folded)
	};
}

/** The bytes from before where they are the same, so that what was made from them is known to be the same too. */
function sameOr(before: Uint8Array | null | undefined, now: Uint8Array | null): Uint8Array | null {
	if (before === undefined || before === null || now === null || before.length !== now.length) return now;
	return before.every((byte, i) => byte === now[i]) ? before : now;
}

const anyLoss = lossBit('name') | lossBit('status') | lossBit('notes') | lossBit('creditLimit');

/** Puts the rows in order: where a group starts is known when all are counted. */
function inOrder({ folded }: Desk, { kinds, changes, counts }: ImportPlan): Pick<Review, 'all' | 'groups'> {
	const aside = Int32Array.from(folded.aside.keys()).sort();
	const imported = counts.issue + counts.update + counts.create + counts.unchanged;
	const all = new Int32Array(imported + aside.length);
	all.set(aside, imported);

	let withLoss = 0;
	for (let row = 0; row < kinds.length; row++) if (hasLoss(kinds, changes, row)) withLoss++;
	// By kind: where its next row stands. Updates with losses come before the others.
	const next = new Int32Array(5);
	next[rowKind.update] = counts.issue + withLoss;
	next[rowKind.create] = counts.issue + counts.update;
	next[rowKind.unchanged] = counts.issue + counts.update + counts.create;
	let nextLoss = counts.issue;
	for (let row = 0; row < kinds.length; row++) {
		const kind = kinds[row] ?? rowKind.none;
		if (kind === rowKind.none) continue;
		if (hasLoss(kinds, changes, row)) {
			all[nextLoss++] = row;
			continue;
		}
		const place = next[kind] ?? 0;
		all[place] = row;
		next[kind] = place + 1;
	}

	let start = 0;
	function group(count: number): Int32Array {
		start += count;
		return all.subarray(start - count, start);
	}
	const groups = {
		issue: group(counts.issue),
		update: group(counts.update),
		create: group(counts.create),
		unchanged: group(counts.unchanged),
		aside
	};
	return { all, groups };
}

function hasLoss(kinds: Uint8Array, changes: Uint8Array, row: number): boolean {
	return kinds[row] === rowKind.update && ((changes[row] ?? 0) & anyLoss) !== 0;
}

/** By the name of a loss: the field that has it (spec W1). */
const fieldOfLoss: Record<keyof Losses, FieldName> = {
	namesRemoved: 'name',
	notesRemoved: 'notes',
	creditLimitsRemoved: 'creditLimit',
	customersUnblocked: 'status'
};

/** Whether a row is an update with this loss. */
export function loses({ plan: { kinds, changes } }: Review, index: number, loss: keyof Losses): boolean {
	return kinds[index] === rowKind.update && ((changes[index] ?? 0) & lossBit(fieldOfLoss[loss])) !== 0;
}

/** Whether a row is imported, as far as the person and earlier imports leave it. */
export function isPlanned({ plan: { kinds } }: Review, index: number): boolean {
	return (kinds[index] ?? rowKind.none) !== rowKind.none;
}

/** The indices of the rows with these spreadsheet row numbers that are imported, each once and in the order of the file. */
export function indicesOf(review: Review, rowNumbers: readonly number[]): number[] {
	const indices = rowNumbers.map((row) => indexOfRow(review.desk.source.rowNumbers, row));
	return [...new Set(indices)]
		.filter((index) => index !== -1 && isPlanned(review, index))
		.sort((one, other) => one - other);
}
