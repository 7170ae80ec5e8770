import type { Customer, FieldName, FieldValue } from '../customer/customer.ts';
import type { ValueIssueCode } from '../customer/issue-code.ts';
import type { RowIssue, RowIssueCode } from './issue.ts';
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

/** The words of a column that has few different ones, told apart by their bytes. */
export interface WordIndex {
	/** By row: which word stands in its cell; 0 where the cell is empty, or is not there. */
	readonly ids: Uint16Array;
	/** By word: the first row that it stands in; none for the word 0. The same text in quotes is another word. */
	readonly firstRows: readonly number[];
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
	/** Of a status column: its words, whatever was fixed; null where they are texts in memory, or too many. */
	readonly words: WordIndex | null;
	/**
	 * Of an email column: the rows whose valid addresses may be slips of the fingers, ascending, whatever was fixed;
	 * null where any may be.
	 */
	readonly maybeSlips: readonly number[] | null;
	/** What rows hold that were read again after fixes, over the column as the file has it; null where none was. */
	readonly fixes: { source: FieldColumn; values: ReadonlyMap<number, FieldValue> } | null;
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

/** The values of one field of customers as UTF-8, one behind the other, each with one byte of 0 behind it. */
export interface FieldBytes {
	readonly bytes: Uint8Array;
	/** By customer: where its value starts; and one more, where the next one would. */
	readonly starts: Uint32Array;
	/** By customer: 1 where it has no value. */
	readonly nulls: Uint8Array;
}

/** Customers' values as bytes, so that none need be made a text to be compared with a file's. */
export interface CustomerBytes {
	readonly fields: Readonly<Record<FieldName, FieldBytes>>;
	/** By customer: the hash of its address (`hashBytes`). */
	readonly addressHashes: Int32Array;
}

/**
 * The customers that rows are compared with, by number from 0. More of them may come, but those that are there stay
 * as they are: a plan asks for their values when somebody looks at it.
 */
export interface ExistingCustomers {
	readonly count: number;
	/** The address that rows find the customer by. */
	email(number: number): string;
	customer(number: number): Customer;
	value(field: FieldName, number: number): FieldValue;
	/** Null where they are texts in memory. */
	readonly bytes: CustomerBytes | null;
}

/** Why a row is not planned, as a byte. */
export const leftOut = {
	/** It is planned. */
	not: 0,
	/** It is no row of the file any more. */
	gone: 1,
	/** It was imported already: its address still stands in the file (spec I30, V6). */
	passed: 2
} as const;

/** What an import does with a row, as a byte; `none`: nothing, since it is not imported. */
export const rowKind = { none: 0, create: 1, update: 2, unchanged: 3, issue: 4 } as const;

/** The issues of a plan, told apart but not made. Each has a number from 0, in the order of rows, then of fields. */
export interface PlannedIssues {
	readonly length: number;
	/** How many there are of each kind, in the order in which the kinds first occur. */
	counts(): Map<RowIssueCode, number>;
	/** The numbers of the issues of one kind, as many as are asked for. */
	ofKind(code: RowIssueCode, offset: number, limit: number): number[];
	/** @throws RangeError where there is no such issue */
	at(number: number): RowIssue;
	/** How many stand before a place: a spreadsheet row, which need not be there, and a field, or null for the whole row. */
	countBefore(row: number, field: FieldName | null): number;
	/** The same with the one that is there. */
	countThrough(row: number, field: FieldName | null): number;
}

/**
 * What an import would do: the same value from the same rows and customers in browser, server and command line.
 * Rows are told by their index. A large file has as many outcomes as rows: they are bytes until they are asked for.
 */
export interface ImportPlan {
	/** The spreadsheet row of each row. */
	readonly rowNumbers: ArrayLike<number>;
	readonly counts: OutcomeCounts;
	readonly losses: Losses;
	/** By row: one of `rowKind`. */
	readonly kinds: Uint8Array;
	/** By row, for an update: the fields that it changes, and those that lose what they have (`changeBits`). */
	readonly changes: Uint8Array;
	/** What the import does with a row; undefined for one that is not imported. Made when asked. */
	outcome(index: number): RowOutcome | undefined;
	/** How an update changes one of its fields. */
	change(index: number, field: FieldName): Change;
	/** What the import does with each row that is imported. All are made when asked: not for a large file. */
	readonly outcomes: readonly RowOutcome[];
	/** How many there are of each kind, and each by its number. */
	readonly issueList: PlannedIssues;
	/** Every issue, in the order of rows, then of fields. All are made when asked: not for a large file. */
	readonly issues: readonly RowIssue[];
}
