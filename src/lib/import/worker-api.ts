import type { CustomerStatus, FieldName } from '../customer/customer.ts';
import type { CustomerColumns } from '../customer/customer-columns.ts';
import type { PlanUsage } from '../customer/plan-limit.ts';
import type { Confirmation } from './plan/confirmations.ts';
import type { FixRequest, FixSummary, FixedRow, Suggestion, SuggestionReason } from './fix.ts';
import type { ImportWarning, RowIssue, RowIssueCode } from './issue.ts';
import type { ImportLimits } from './limits.ts';
import type { EmptyCells, IgnoredReason, Mapping, MappingSuggestion } from './mapping.ts';
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
	/** False for a column that is in no dropdown: of passwords, or of the importer's own reasons. */
	selectable: boolean;
	/** For a column that no file has: the two that it joins (spec M8). */
	joins: readonly [number, number] | null;
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
	/** What the headers and values suggest beyond it (spec M6, M8). */
	suggestions: MappingSuggestion[];
	/** The spreadsheet row of the header (spec P10); null where the file has none. */
	headerRow: number | null;
	/** The file's first rows, from which another header row can be chosen; cells cut to a few words. */
	topRows: { row: number; cells: string[] }[];
	/** Set for a workbook (spec P11). */
	workbook: { sheets: string[]; sheet: string } | null;
}

/**
 * What the beginning of a text file tells before the rest was read; the whole file may correct all of it. The
 * columns' counts and samples are those of the beginning.
 */
export interface FirstRows extends Pick<
	FileSummary,
	'dialect' | 'columns' | 'mapping' | 'suggestions' | 'headerRow' | 'topRows'
> {
	/**
	 * The first rows that are not blank: the texts of the header's columns, trimmed and cut where they are long,
	 * empty for missing cells and those of password columns (spec P9).
	 */
	rows: { row: number; cells: string[] }[];
}

/** How a file would look, read in one way (spec P2): its header and two rows. */
export interface Reading {
	dialect: Dialect;
	rows: string[][];
}

/** The ways in which a file can be read: by each encoding with the present delimiter, and the other way round. */
export interface Readings {
	encodings: Reading[];
	delimiters: Reading[];
}

export type OpenResult = { kind: 'opened'; file: FileSummary } | { kind: 'unreadable'; problem: FileProblem };

/** What happens with a row; `aside`: the person left it out. */
export type ReviewKind = OutcomeKind | 'aside';

/** What the preview shows of one row. */
export interface ReviewRow {
	row: number;
	/** `checked`: nothing is wrong with it, and it is not compared with the customers yet. */
	kind: ReviewKind | 'checked';
	email: string;
	/** For a row with issues or left out: the cells with their fixes. Otherwise the values that the customer will have. */
	values: Record<FieldName, string | null>;
	changes: Change[];
	issues: RowIssue[];
	/** What the file says in the cells that the person fixed. */
	fixed: Partial<Record<FieldName, string>>;
	suggestions: Partial<Record<FieldName, Suggestion>>;
}

/** A row of which it is known what happens with it. */
export interface ComparedRow extends ReviewRow {
	kind: ReviewKind;
}

/** Why a row's outcome is what it is, field by field (spec W2). */
export interface RowDetails extends ComparedRow {
	fields: FieldDetails[];
	/** The cells of the row that feed no field, without those of a password column (spec P9). */
	others: { column: number; header: string; text: string; isBeyondHeader: boolean }[];
	/** Whether the address matches a stored customer. */
	matched: boolean;
	/** The ids of the fixes that touch the row, in the order in which they were made. */
	fixes: number[];
}

export interface FieldDetails {
	field: FieldName;
	/** The column's label; null where the field is not mapped. */
	column: string | null;
	/** The cell as the file has it; null where the field is not mapped. */
	written: string | null;
	/** The cell with its fix; null where it was not fixed. */
	fixed: string | null;
	/** What it was read as; null is an empty cell. Absent where it could not be read. */
	read?: string | null;
	/** What the customer has now; absent where there is no such customer. */
	stored?: string | null;
	outcome:
		| 'issue'
		/** The customer is matched by it. */
		| 'match'
		/** A new customer gets it. */
		| 'new'
		/** A new customer gets the default, since the cell is empty or the field is not mapped. */
		| 'default'
		| 'same'
		| 'changed'
		/** An empty cell takes the value away. */
		| 'cleared'
		/** An empty cell is left as it is, as the switch says (spec S3). */
		| 'kept'
		/** No column is mapped (spec S2). */
		| 'untouched'
		/** The row is not imported. */
		| 'aside';
	issues: RowIssue[];
	suggestion: Suggestion | null;
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

/** Cells that can be fixed alike (spec W4). */
export interface SuggestionGroup {
	field: FieldName;
	reason: SuggestionReason;
	count: number;
	/** The first ones, texts cut to a few words. */
	first: FixedRow[];
}

/** One value of the status column (spec V3). */
export interface StatusWord {
	/** As first written, trimmed, cut to a few words. */
	word: string;
	rows: number;
	becomes: CustomerStatus;
	/** Whether it is one of the words of the format. */
	isKnown: boolean;
	/** How many customers it would unblock. */
	unblocks: number;
}

export interface ReviewSummary {
	counts: OutcomeCounts;
	losses: Losses;
	warnings: ImportWarning[];
	issueGroups: IssueGroup[];
	issueCount: number;
	suggestions: SuggestionGroup[];
	/** Unknown words first, those that unblock somebody before them; the most frequent of each first. Empty without a status column. */
	statusWords: StatusWord[];
	/** How many different values the status column has; more than `statusWords` lists, perhaps. */
	statusWordCount: number;
	/** In the order in which they were made. */
	fixes: FixSummary[];
	/** How many rows have a fixed cell. */
	fixedRows: number;
	/** How many rows are left out. */
	asideRows: number;
	/** What asks for a deliberate confirmation (spec W9). */
	confirmations: Confirmation[];
	/** What the import comes to where the file is too large for one (spec I30); null where it is not. */
	batches: BatchSummary | null;
}

/** What is known of a file before its rows are compared with the customers. */
export interface CheckedSummary {
	/** How many rows nothing is wrong with. */
	sound: number;
	issueCount: number;
}

/** How a file is imported that is too large for one import: only the rows that change something are sent. */
export interface BatchSummary {
	/** How many imports it takes: 1 where few rows change, 0 where none does. */
	count: number;
	/** How many rows are sent. */
	rows: number;
}

/** All rows, those with one outcome, one kind of loss (spec W1), a fix, or left out. */
export type RowFilter = 'all' | OutcomeKind | keyof Losses | 'fixed' | 'aside';

/** Which rows a list shows. */
export interface RowQuery {
	filter: RowFilter;
	/** Text that stands in a cell of the row or in a stored value, in any case; empty for all. */
	search: string;
}

/** Where an issue is; `field` is null for one of the whole row. */
export interface IssuePlace {
	row: number;
	field: FieldName | null;
}

/** The next or previous issue. */
export interface FoundIssue extends IssuePlace {
	issue: RowIssue;
	/** Counts from 1, in the order of rows, then of fields. */
	number: number;
	of: number;
	/** Whether it stands on the other side of the last or first one. */
	wrapped: boolean;
}

/** Whether fixes fit to the file that was opened after they were made (spec W4). */
export interface AdoptedFixes {
	/** How many cells and rows were fixed again. */
	kept: number;
	/** How many need no fix any more: the file says already what the fix made of them. */
	settled: number;
	/** How many fit nowhere. */
	dropped: number;
}

/** The person's own file with its fixes (spec W5). */
export interface CorrectedFile {
	blob: Blob;
	/** Set where a fix has a character that the file's encoding lacks: the file is UTF-8 then. */
	encodingChanged: boolean;
}

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

/** One of the imports of a file that takes several (spec I30). */
export interface Batch {
	submission: Submission;
	/** What to pass once it is applied. */
	passes: PassedRows;
	/** How many of the rows to pass change nothing and are not sent. */
	unchanged: number;
}

/** Rows of a file that are done with: all up to one, but for those that the person had left out. */
export interface PassedRows {
	throughRow: number;
	/** Spreadsheet rows; whoever brings one back has it imported. */
	leftOut: number[];
}

/** What the page is told while a file is read. */
export interface ReadingListener {
	/** The part that was read so far, 0 to 1. */
	onProgress(part: number): void;
	/** What the beginning of the file says; not called for a short file, nor where it says nothing. */
	onFirstRows(first: FirstRows): void;
}

/** What the page may ask of the import worker. Rows stay in the worker; the page gets counts and windows. */
export interface ImportWorkerApi {
	/**
	 * Runs what a file goes through on rows of its own, so that the first file finds it compiled. No other answer
	 * knows of it, and a file that is opened meanwhile ends it.
	 */
	warmUp(): Promise<void>;

	/**
	 * Reads a file and proposes a mapping. Replaces the file that was open.
	 *
	 * @param listener a Comlink proxy
	 */
	open(
		file: Blob,
		options: ReadOptions,
		limits: ImportLimits,
		listener: ReadingListener
	): Promise<OpenResult>;

	/** How the open file would look, read in other ways; empty for a workbook. */
	readings(): Promise<Readings>;

	/** Maps and checks without parsing again; says how many addresses are still to be looked up. */
	map(mapping: Mapping): Promise<{ toLookUp: number }>;

	/**
	 * The next addresses that are to be looked up, each once, at most so many. Those that `addExisting` is not told of
	 * come again after the next `map`.
	 */
	emailsToLookUp(limit: number): Promise<string[]>;

	/**
	 * Keeps the customers that were found for addresses, in the order in which these were given out, and the plan's
	 * usage.
	 */
	addExisting(emails: string[], customers: CustomerColumns, usage: PlanUsage): Promise<void>;

	/** Forgets the customers, to look them all up anew. */
	forgetExisting(): Promise<void>;

	/** Fixes what the file says. `changed` is false where nothing was to be done. */
	fix(request: FixRequest): Promise<{ changed: boolean }>;

	/** The fixes, for the file that replaces this one or for the next start of the page. Opaque. */
	exportFixes(): Promise<Blob>;

	/** Makes exported fixes again, where they fit the open file and mapping. */
	adoptFixes(fixes: Blob): Promise<AdoptedFixes>;

	/** A window of what one fix did, in the order of rows. */
	fixRows(id: number, offset: number, limit: number): Promise<FixedRow[]>;

	/**
	 * Says what is wrong with the rows, whoever the customers are: until the next `review`, `rows` shows them as they
	 * were read.
	 */
	check(): Promise<CheckedSummary>;

	/** Plans with the current mapping, fixes and customers. */
	review(emptyCells: EmptyCells): Promise<ReviewSummary>;

	/** A window of the reviewed rows: issues first, then losses, updates, creates, unchanged, left out; each by row number. */
	rows(query: RowQuery, offset: number, limit: number): Promise<{ total: number; rows: ReviewRow[] }>;

	/** The rows with these spreadsheet row numbers, in the order of the file. */
	rowsByNumber(rowNumbers: number[]): Promise<ReviewRow[]>;

	/** The position of a spreadsheet row in the order of `rows(query, …)`; -1 when it is not there. */
	positionOf(row: number, query: RowQuery): Promise<number>;

	/** All about one row; null when it is not there. */
	details(row: number): Promise<RowDetails | null>;

	/** What would be wrong with a row if a field had this text; nothing is changed. */
	checkEdit(row: number, field: FieldName, text: string): Promise<RowIssue[]>;

	/** The issue after or before a place, in the order of rows, then of fields; from null, the first or last. Null without issues. */
	findIssue(from: IssuePlace | null, direction: 'next' | 'previous'): Promise<FoundIssue | null>;

	/** A window of the issues of one kind, in the order of rows. */
	issues(code: RowIssueCode, offset: number, limit: number): Promise<ListedIssue[]>;

	/** All issues of the review as a CSV file: row, column, value, problem. */
	issuesFile(): Promise<Blob>;

	/** The file as it was, with only the fixed cells changed and without the rows that were left out (spec W5). */
	correctedFile(): Promise<CorrectedFile>;

	/** The rows that were left out, as the file has them, with a column that says why (spec W4). */
	asideFile(): Promise<Blob>;

	/** What to send to apply the reviewed plan, of a file that one import holds. */
	submission(): Promise<Submission>;

	/** The next import of a reviewed file that takes several; null where nothing is left to change (spec I30). */
	nextBatch(): Promise<Batch | null>;

	/** Takes rows as imported: the next batch, lookup and review are without them. */
	passRows(passed: PassedRows): Promise<void>;
}
