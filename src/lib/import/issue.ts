import type { FieldName } from '../customer/customer.ts';
import type { ValueIssueCode } from '../customer/issue-code.ts';

/** What is wrong with a row. Plain data; `messages.ts` has the words. */
export type RowIssue = { row: number } & (
	| { field: FieldName; code: ValueIssueCode; length?: number }
	/** The same address stands in `otherRow` too; `copies` counts the rows that have it (spec V6). */
	| { field: 'email'; code: 'EMAIL_DUPLICATE'; otherRow: number; copies: number }
	| { field: null; code: 'QUOTE_OPEN' }
	| { field: null; code: 'ROW_WIDTH'; cells: number; expected: number }
);

export type RowIssueCode = RowIssue['code'];

/** What the person should know before importing; none of these stops the import. */
export type ImportWarning =
	/** Creates would exceed the plan's customer limit (spec W6). */
	| { code: 'PLAN_LIMIT'; allowed: number; present: number; creates: number }
	/** Rows with fewer cells than the header (spec P6). */
	| { code: 'MISSING_CELLS'; rows: number }
	/** Words that are no known status: all are read as ACTIVE, which unblocks customers who are blocked (spec V3). */
	| {
			code: 'UNKNOWN_STATUS';
			/** The first ones of `count`: those that unblock somebody, then the others; the most frequent first. */
			words: readonly { word: string; rows: number; unblocks: number }[];
			count: number;
			/** How many rows have one. */
			rows: number;
			/** How many customers they would unblock. */
			unblocks: number;
	  }
	/** A column is named like the status, but its values are something else (spec M5). */
	| { code: 'STATE_NOT_STATUS'; header: string };
