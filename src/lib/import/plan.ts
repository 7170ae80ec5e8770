import type { Customer, FieldName, FieldValue } from '../customer/customer.ts';
import type { ValueIssueCode } from '../customer/issue-code.ts';
import type { RowIssue } from './issue.ts';
import type { EmptyCells } from './mapping.ts';
import type { RowProblem } from './table.ts';
import type { PlainCells } from './table-rows.ts';

/** What the cell of a row came to, as a byte. */
export const cellState = {
	/** Nothing stands in it. */
	empty: 0,
	/** The value is the cell's text without its quotes, byte for byte. */
	asWritten: 1,
	/** The value is what the field's reader makes of the cell's text. */
	read: 2,
	/** The field's reader refused it. */
	issue: 3
} as const;

/** What is wrong with one cell; `length` is in code points. */
export interface ValueIssue {
	code: ValueIssueCode;
	length?: number;
}

/** The cells of one column where they stand in the bytes of a plain file. */
export interface PlainColumn {
	cells: PlainCells;
	/** Counts from 0. */
	column: number;
	/** The spreadsheet row of each row. */
	rowNumbers: ArrayLike<number>;
}

/** One mapped field's values of all rows, read and checked. */
export interface FieldColumn {
	readonly length: number;
	/** By row: one of `cellState`. */
	readonly states: Uint8Array;
	/** Issues by row index: of the rows whose state is `issue`. */
	readonly issues: ReadonlyMap<number, ValueIssue>;
	/** The stored value of a row; null for an empty cell and for one with an issue. Made when asked. */
	value(index: number): FieldValue;
	/** Where the cells stand whose state is `asWritten`; null where they are texts in memory. */
	readonly plain: PlainColumn | null;
}

/** Rows after reading and checking: what both the browser and the server plan from. */
export interface CheckedRows {
	/** The spreadsheet row of each row (spec P7). */
	rowNumbers: ArrayLike<number>;
	/** Mapped fields only (spec S2). */
	columns: Partial<Record<FieldName, FieldColumn>>;
	/** Problems of whole rows, by row index. */
	problems: ReadonlyMap<number, RowProblem>;
}

export interface PlanOptions {
	emptyCells: EmptyCells;
}

/** One field that an import changes. */
export interface Change {
	field: FieldName;
	from: FieldValue;
	to: FieldValue;
}

/** What an import does with one row. */
export type RowOutcome =
	| { kind: 'create'; row: number; customer: Customer }
	| { kind: 'update'; row: number; before: Customer; after: Customer; changes: Change[] }
	| { kind: 'unchanged'; row: number; customer: Customer }
	| { kind: 'issue'; row: number; email: string | null; issues: RowIssue[] };

export type OutcomeKind = RowOutcome['kind'];

/** How many rows have each outcome. */
export type OutcomeCounts = Record<OutcomeKind, number>;

/** What customers would lose, counted apart (spec W1, S3). */
export interface Losses {
	namesRemoved: number;
	notesRemoved: number;
	creditLimitsRemoved: number;
	customersUnblocked: number;
}

/** What an import would do: the same value from the same rows and customers in browser, server and command line. */
export interface ImportPlan {
	outcomes: RowOutcome[];
	counts: OutcomeCounts;
	losses: Losses;
	/** Every issue, in the order of rows, then of fields. */
	issues: RowIssue[];
}
