import type { Customer } from '../../customer/customer.ts';
import { type Desk, type PlannedRows, plannedRows, rowsAt } from '../fixes/desk.ts';
import { lossOf } from '../plan/losses.ts';
import type { CheckedRows, ImportPlan, Losses, PlanOptions, RowOutcome } from '../plan.ts';
import { planImport, sumOutcomes } from '../plan/plan-import.ts';
import { type RowSuggestions, collectSuggestions } from './suggestions.ts';

/** A desk and its plan, in the order of the review. Rows are indices in the desk's table. */
export interface Review {
	desk: Desk;
	/** The rows that the plan was made from, and each one's index. */
	rows: CheckedRows;
	indices: readonly number[];
	plan: ImportPlan;
	/** By index; undefined for rows that are not imported. */
	outcomeAt: readonly (RowOutcome | undefined)[];
	/** Issues, losses, other updates, creates, unchanged, left out; each by row. */
	all: number[];
	issue: number[];
	/** Updates, those with losses first. */
	update: number[];
	create: number[];
	unchanged: number[];
	aside: number[];
	suggestions: ReadonlyMap<number, RowSuggestions>;
}

/**
 * Plans what is on a desk, and puts its rows in the order of their review (spec W2).
 *
 * @param existing customers that have an address of the rows, by address
 */
export function reviewDesk(
	desk: Desk,
	existing: ReadonlyMap<string, Customer>,
	options: PlanOptions
): Review {
	const { rows, indices, plan } = planRest(desk, existing, options);
	const outcomeAt = new Array<RowOutcome | undefined>(desk.table.rows.length).fill(undefined);
	const groups: Record<RowOutcome['kind'] | 'loss', number[]> = {
		issue: [],
		loss: [],
		update: [],
		create: [],
		unchanged: []
	};
	plan.outcomes.forEach((outcome, i) => {
		const index = indices[i] ?? 0;
		outcomeAt[index] = outcome;
		groups[lossesOf(outcome).length > 0 ? 'loss' : outcome.kind].push(index);
	});
	const { issue, create, unchanged } = groups;
	const update = [...groups.loss, ...groups.update];
	const aside = [...desk.folded.aside.keys()].sort((one, other) => one - other);
	const all = [...issue, ...update, ...create, ...unchanged, ...aside];
	const review = { desk, rows, indices, plan, outcomeAt, all, issue, update, create, unchanged, aside };
	return { ...review, suggestions: collectSuggestions(review) };
}

/** Plans all rows, so that an address that stands in two is found, and keeps those that are not imported yet. */
function planRest(
	desk: Desk,
	existing: ReadonlyMap<string, Customer>,
	options: PlanOptions
): PlannedRows & { plan: ImportPlan } {
	const { rows, indices } = plannedRows(desk);
	const plan = planImport(rows, existing, options);
	const { passed } = desk;
	if (passed.size === 0) return { rows, indices, plan };
	const left = indices.flatMap((index, i) => (passed.has(index) ? [] : [i]));
	return {
		rows: rowsAt(rows, left),
		indices: left.map((i) => indices[i] ?? 0),
		plan: sumOutcomes(left.flatMap((i) => plan.outcomes[i] ?? []))
	};
}

/** The losses of a row's outcome. */
export function lossesOf(outcome: RowOutcome | undefined): (keyof Losses)[] {
	if (outcome?.kind !== 'update') return [];
	return outcome.changes.flatMap((change) => lossOf(change) ?? []);
}
