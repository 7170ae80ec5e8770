import type { FieldName } from '../customer/customer.ts';
import type { RowIssue } from './issue.ts';

/** What a suggested fix does to a cell, and so which cells are alike (spec W4). */
export type SuggestionReason =
	/** Currency signs, thousands separators and decimal commas are read as the column writes them (spec V4). */
	| 'amount'
	/** Zero-width and bidirectional marks are taken out (spec V2). */
	| 'invisible'
	/** `mailto:ann@x.com` becomes `ann@x.com`. */
	| 'mailto'
	/** `Ann <ann@x.com>` becomes `ann@x.com`. */
	| 'name-and-address'
	/** White space inside an address is taken out. */
	| 'inner-space'
	/** Dots and other marks at the end of an address are taken off. */
	| 'trailing-mark'
	/** `gmial.com` becomes `gmail.com`. The address is valid, so this is a hint and no issue (spec M6 in spirit). */
	| 'near-domain';

export type FixReason = SuggestionReason | 'typed' | 'status-word';

/** A fix that the person may accept. */
export interface Suggestion {
	reason: SuggestionReason;
	/** The text that the cell would have. */
	to: string;
}

/** One cell of the file with another text. Rows are spreadsheet rows, columns indices of the header's. */
export interface CellEdit {
	row: number;
	column: number;
	/** The text that the cell had, with the fixes that came before. */
	before: string;
	after: string;
}

/** A row that is left out of the import, with what was wrong with it. */
export interface RowAside {
	row: number;
	problems: RowIssue[];
}

/**
 * One deliberate change of the person to what the file says. A later fix of a cell wins over an earlier one;
 * without the later one, the earlier one holds again (spec W4).
 */
export type Fix =
	| {
			kind: 'cells';
			/** Counts up; never given twice in one review. */
			id: number;
			reason: FixReason;
			/** Null for a cell that feeds no field. */
			field: FieldName | null;
			edits: CellEdit[];
	  }
	| { kind: 'set-aside'; id: number; rows: RowAside[] };

/** What the person asks for; see `Fix` for what comes of it. */
export type FixRequest =
	/** Gives a field of a row another text, as typed. */
	| { kind: 'edit'; row: number; field: FieldName; text: string }
	/** Gives any cell of a row another text, such as one beyond the header. */
	| { kind: 'edit-cell'; row: number; column: number; text: string }
	/** Accepts the suggestion for one cell. */
	| { kind: 'accept'; row: number; field: FieldName }
	/** Accepts all suggestions of one kind for one field. */
	| { kind: 'accept-alike'; field: FieldName; reason: SuggestionReason }
	/** Reads a status word as BLOCKED in this import (spec V3). */
	| { kind: 'block-word'; word: string }
	/** Leaves rows out. */
	| { kind: 'set-aside'; rows: number[] }
	/** Leaves out every row that has issues. */
	| { kind: 'set-aside-issues' }
	/** Takes a fix back, or what it did to one row. */
	| { kind: 'undo'; id: number; row?: number }
	| { kind: 'undo-all' };

/** A fix as the list of fixes shows it. */
export interface FixSummary {
	id: number;
	kind: Fix['kind'];
	reason: FixReason | null;
	/** The label of the field or the header of the column; empty for rows that were set aside. */
	column: string;
	/** How many rows it touches. */
	count: number;
	/** The first ones, texts cut to a few words. `fixRows` has them all. */
	first: FixedRow[];
}

/** What a fix did to one row. */
export interface FixedRow {
	row: number;
	before: string;
	after: string;
}
