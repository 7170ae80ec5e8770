import type { FieldName } from '../customer/customer.ts';
import type { Suggestion } from '../import/fix.ts';
import type { RowIssue } from '../import/issue.ts';
import type { Change } from '../import/plan.ts';
import type { UndoOutcome } from '../import/undo.ts';
import type { ReviewRow } from '../import/worker-api.ts';

/** What happens, happened or would happen with a row: in the review of an import, in its record, in an undo. */
export type RowKind = ReviewRow['kind'] | 'created' | 'updated' | UndoOutcome['kind'];

/** A row as the grid shows it: of a review, of an import's record, of an undo's preview. */
export interface ListedRow {
	/** The spreadsheet row; no two rows of a list have the same. */
	row: number;
	kind: RowKind;
	values: Record<FieldName, string | null>;
	changes: readonly Change[];
	/** Fields that changed, where nobody knows any longer from what. */
	changedFromUnknown?: readonly FieldName[];
	/** In a few words below what happens: why a customer is kept, that a change is undone. */
	note?: string;
	/** Whether it is over and shown paler. */
	isPast?: boolean;
	/** The rest has only a row that can be fixed. */
	issues?: readonly RowIssue[];
	fixed?: Partial<Record<FieldName, string>>;
	suggestions?: Partial<Record<FieldName, Suggestion>>;
}

/** Which rows a list shows. */
export interface ListQuery<F extends string> {
	filter: F;
	/** Text that stands in the row, in any case; empty for all. */
	search: string;
}

/** A list of rows of any length, filtered and searched; the grid shows it and the cursor moves in it (spec W2). */
export interface RowList<R extends ListedRow, F extends string = string> {
	readonly query: ListQuery<F>;
	/** How many rows the query leaves. */
	readonly total: number;
	/** The row at a position in the list; undefined while it is on its way. */
	at: (position: number) => R | undefined;
	/** The row at a position in the list, fetched where it is not here; undefined beyond the end. */
	get: (position: number) => Promise<R | undefined>;
	/** Says which positions are near the screen: from `start` up to but without `end`. */
	want: (start: number, end: number) => void;
	/** Shows the rows that a filter and a search leave, from the first one. */
	show: (query: Partial<ListQuery<F>>) => Promise<void>;
	/** The position of a spreadsheet row in the list; -1 where the present query leaves it out. */
	positionOf: (row: number) => Promise<number>;
}
