import { type FieldName, fieldNames } from '../customer/customer.ts';
import type { RowIssue, RowIssueCode } from './issue.ts';
import { lossOf } from './losses.ts';
import type { Mapping } from './mapping.ts';
import type { ImportPlan, Losses, RowOutcome } from './plan.ts';
import { reviewRow } from './review-row.ts';
import { shortenText } from './shorten-text.ts';
import type { CsvTable } from './table.ts';
import type { IssueGroup, ListedIssue, ReviewRow, RowFilter } from './worker-api.ts';

/** How many issues of one kind a summary lists; the rest are asked for. */
export const listedIssues = 20;

// Longer than the longest value that can be stored; a cell beyond it is an issue and need not be read to its end.
const maxCellLength = 2500;
const maxIssueValueLength = 40;

/** A plan in the order of its review, as indices into the outcomes. */
export interface Review {
	table: CsvTable;
	mapping: Mapping;
	plan: ImportPlan;
	/** Issues, losses, other updates, creates, unchanged; each by row. */
	all: number[];
	issue: number[];
	/** Updates, those with losses first. */
	update: number[];
	create: number[];
	unchanged: number[];
}

/** Puts a plan's rows in the order of their review (spec W2). */
export function reviewPlan(table: CsvTable, mapping: Mapping, plan: ImportPlan): Review {
	const groups: Record<RowOutcome['kind'] | 'loss', number[]> = {
		issue: [],
		loss: [],
		update: [],
		create: [],
		unchanged: []
	};
	plan.outcomes.forEach((outcome, i) => {
		groups[isLoss(outcome) ? 'loss' : outcome.kind].push(i);
	});
	const { issue, create, unchanged } = groups;
	const update = [...groups.loss, ...groups.update];
	return {
		table,
		mapping,
		plan,
		all: [...issue, ...update, ...create, ...unchanged],
		issue,
		update,
		create,
		unchanged
	};
}

/** A window of the rows that a filter leaves, in the order of the review. */
export function reviewRows(review: Review, filter: RowFilter, offset: number, limit: number): ReviewRow[] {
	return indicesOf(review, filter)
		.slice(offset, offset + limit)
		.map((i) => rowAt(review, i));
}

/** The rows with these spreadsheet row numbers, in the order of the file; numbers that are not there are left out. */
export function rowsByNumber(review: Review, rowNumbers: readonly number[]): ReviewRow[] {
	const wanted = new Set(rowNumbers);
	return review.plan.outcomes.flatMap(({ row }, i) => (wanted.has(row) ? [rowAt(review, i)] : []));
}

/** The position of a spreadsheet row among all rows, in the order of the review; -1 when it is not there. */
export function positionOfRow(review: Review, row: number): number {
	return review.all.findIndex((i) => review.plan.outcomes[i]?.row === row);
}

/** The plan's issues by kind, in the order in which the kinds first occur, each with its first ones (spec W3). */
export function groupIssues(review: Review): IssueGroup[] {
	const groups = new Map<RowIssueCode, { count: number; first: RowIssue[] }>();
	for (const issue of review.plan.issues) {
		const group = groups.get(issue.code) ?? { count: 0, first: [] };
		groups.set(issue.code, group);
		group.count++;
		if (group.first.length < listedIssues) group.first.push(issue);
	}
	const cell = cellFinder(review);
	return [...groups].map(([code, { count, first }]) => ({
		code,
		count,
		issues: first.map((issue) => listIssue(issue, cell))
	}));
}

/** A window of the issues of one kind, in the order of rows. */
export function issuesOfKind(
	review: Review,
	code: RowIssueCode,
	offset: number,
	limit: number
): ListedIssue[] {
	const cell = cellFinder(review);
	return review.plan.issues
		.filter((issue) => issue.code === code)
		.slice(offset, offset + limit)
		.map((issue) => listIssue(issue, cell));
}

/** Finds the cell that an issue is about, as written; null for an issue of the whole row. */
export function cellFinder(review: Review): (issue: RowIssue) => string | null {
	const indexOfRow = new Map(review.issue.map((i) => [review.plan.outcomes[i]?.row, i]));
	return ({ row, field }) => {
		const index = indexOfRow.get(row);
		return field === null || index === undefined ? null : cellOf(review, index, field);
	};
}

function listIssue(issue: RowIssue, cellAt: (issue: RowIssue) => string | null): ListedIssue {
	const cell = cellAt(issue);
	return { issue, value: cell === null ? null : shortenText(cell, maxIssueValueLength) };
}

function indicesOf(review: Review, filter: RowFilter): number[] {
	switch (filter) {
		case 'all':
		case 'issue':
		case 'update':
		case 'create':
		case 'unchanged':
			return review[filter];
		default:
			return review.update.filter((i) => lossesOf(review.plan.outcomes[i]).includes(filter));
	}
}

function isLoss(outcome: RowOutcome): boolean {
	return lossesOf(outcome).length > 0;
}

function lossesOf(outcome: RowOutcome | undefined): (keyof Losses)[] {
	if (outcome?.kind !== 'update') return [];
	return outcome.changes.flatMap((change) => lossOf(change) ?? []);
}

function rowAt(review: Review, index: number): ReviewRow {
	const outcome = review.plan.outcomes[index];
	if (outcome === undefined) throw new RangeError('The plan has no such row.');
	return outcome.kind === 'issue' ? reviewRow(outcome, cellsOf(review, index)) : reviewRow(outcome);
}

function cellsOf(review: Review, index: number): Record<FieldName, string | null> {
	const cells = fieldNames.map((field) => [field, cellOf(review, index, field)] as const);
	return Object.fromEntries(cells) as Record<FieldName, string | null>;
}

/** A mapped field's cell as written, cut where it is longer than anything that could be stored; null where no column is mapped. */
function cellOf(review: Review, index: number, field: FieldName): string | null {
	const column = review.mapping[field];
	if (column === null) return null;
	return shortenText(review.table.rows[index]?.[column] ?? '', maxCellLength);
}
