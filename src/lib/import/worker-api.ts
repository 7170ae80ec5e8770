import type { Customer, FieldName } from '../customer/customer.ts';
import type { PlanUsage } from '../customer/plan-limit.ts';
import type { ImportWarning, RowIssue, RowIssueCode } from './issue.ts';
import type { ImportLimits } from './limits.ts';
import type { EmptyCells, IgnoredReason, Mapping } from './mapping.ts';
import type { Change, Losses, OutcomeCounts, OutcomeKind } from './plan.ts';
import type { Dialect, FileProblem, ReadOptions } from './table.ts';

/** A column as the mapping dropdowns show it (spec M7). No cell of a password column is ever in here (spec P9). */
export interface ColumnSummary {
	index: number;
	/** The header as written, trimmed, cut where it is absurdly long; "Column C" where it is blank. */
	header: string;
	/** Told apart by position where several headers are alike (spec P8): `Phone (column D)`. */
	label: string;
	/** How many rows have something in it. */
	filled: number;
	/** Up to three values, the first different ones. */
	samples: string[];
	/** Why it is not imported, where it is not. */
	ignored: IgnoredReason | null;
	/** False for a password column, which is in no dropdown. */
	selectable: boolean;
}

export interface FileSummary {
	rows: number;
	blankRows: number;
	bytes: number;
	/** Lower-case hexadecimal SHA-256 of the file's bytes (spec H1). */
	sha256: string;
	dialect: Dialect;
	columns: ColumnSummary[];
	/** The mapping that the headers propose. */
	mapping: Mapping;
}

export type OpenResult = { kind: 'opened'; file: FileSummary } | { kind: 'unreadable'; problem: FileProblem };

/** What the preview shows of one row. */
export interface ReviewRow {
	row: number;
	kind: OutcomeKind;
	email: string;
	/** For a row with issues: the cells as written. Otherwise the values that the customer will have. */
	values: Record<FieldName, string | null>;
	changes: Change[];
	issues: RowIssue[];
}

/** An issue and the cell that it is about, as written and cut to a few words; null for an issue of the whole row. */
export interface ListedIssue {
	issue: RowIssue;
	value: string | null;
}

/** The issues of one kind. */
export interface IssueGroup {
	code: RowIssueCode;
	count: number;
	/** The first ones, in the order of rows; `issues(code, …)` has them all. */
	issues: ListedIssue[];
}

export interface ReviewSummary {
	counts: OutcomeCounts;
	losses: Losses;
	warnings: ImportWarning[];
	issueGroups: IssueGroup[];
	issueCount: number;
}

/** All rows, those with one outcome, or those with one kind of loss (spec W1). */
export type RowFilter = 'all' | OutcomeKind | keyof Losses;

/** The rows and what the person saw, as the server is asked to apply them. */
export interface Submission {
	rowNumbers: number[];
	/** Values of mapped fields only; nothing of any other column leaves the worker (spec P9). */
	columns: Partial<Record<FieldName, (string | null)[]>>;
	emptyCells: EmptyCells;
	/** Of the whole plan. */
	digest: string;
	/** Of each row's outcome, so that the server can name the rows that differ (spec A3). */
	rowDigests: string[];
}

/** What the page may ask of the import worker. Rows stay in the worker; the page gets counts and windows. */
export interface ImportWorkerApi {
	/**
	 * Reads a file and proposes a mapping. Replaces the file that was open.
	 *
	 * @param onProgress called with the part read so far, 0 to 1 (a Comlink proxy)
	 */
	open(
		file: Blob,
		options: ReadOptions,
		limits: ImportLimits,
		onProgress: (part: number) => void
	): Promise<OpenResult>;

	/** Maps and checks without parsing again; says which addresses are to be looked up, each once. */
	map(mapping: Mapping): Promise<{ emails: string[] }>;

	/** Keeps the customers that the lookup found, and the plan's usage, for the reviews that follow. */
	setExisting(customers: Customer[], usage: PlanUsage): Promise<void>;

	/** Plans with the current mapping and customers. */
	review(emptyCells: EmptyCells): Promise<ReviewSummary>;

	/** A window of the reviewed rows: issues first, then losses, updates, creates, unchanged; each by row number. */
	rows(filter: RowFilter, offset: number, limit: number): Promise<ReviewRow[]>;

	/** The rows with these spreadsheet row numbers, in the order of the file. */
	rowsByNumber(rowNumbers: number[]): Promise<ReviewRow[]>;

	/** The position of a spreadsheet row in the order of `rows('all', …)`; -1 when it is not there. */
	positionOf(row: number): Promise<number>;

	/** A window of the issues of one kind, in the order of rows. */
	issues(code: RowIssueCode, offset: number, limit: number): Promise<ListedIssue[]>;

	/** All issues of the review as a CSV file: row, column, value, problem. */
	issuesCsv(): Promise<string>;

	/** What to send to apply the reviewed plan. */
	submission(): Promise<Submission>;
}
