import type { Customer, FieldName, FieldValue } from '../customer/customer.ts';
import type { ValueIssueCode } from '../customer/issue-code.ts';
import type { RowIssue } from './issue.ts';
import type { EmptyCells } from './mapping.ts';
import type { RowProblem } from './table.ts';

/** One mapped field's values of all rows, read and checked. */
export interface FieldColumn {
	/** The stored value of each row; null for an empty cell and for one with an issue. */
	values: FieldValue[];
	/** Issues by row index. */
	issues: Map<number, { code: ValueIssueCode; length?: number }>;
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
