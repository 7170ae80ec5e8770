import type { FieldName, FieldValue } from '../customer/customer.ts';
import type { RowIssue } from './issue.ts';
import type { RowOutcome } from './plan.ts';
import type { MappingToRemember } from './columns/remember-mapping.ts';
import type { Submission } from './worker-api.ts';

/** What the browser sends to apply an import (spec A1). */
export interface ApplyRequest {
	/** Made by the browser with the preview; a repeated apply with the same id and content writes nothing again (spec A5). */
	importId: string;
	file: { name: string; sha256: string; bytes: number };
	/** The header, as written, of the column that each mapped field was read from. */
	mapping: Partial<Record<FieldName, string>>;
	/** The mapping as the next file with the same headers needs it (spec M9); left out where nothing can be remembered. */
	remember?: MappingToRemember;
	/** Set where the file is too large for one import and comes as several (spec I30). */
	run?: BatchOfRun;
	submission: Submission;
}

/** A row as an object: the spreadsheet's row, and the value of each mapped field; null is an empty cell. */
export type SubmittedRow = { row: number } & Partial<Record<FieldName, FieldValue>>;

/**
 * An apply request as a program may send it: with `rows` in the place of `rowNumbers` and `columns`. All rows have the
 * same fields, those that are mapped (spec S2), in ascending order of `row`. It takes five times the bytes; everything
 * else is the same, digests included (spec A1, A3).
 */
export interface RowsApplyRequest extends Omit<ApplyRequest, 'submission'> {
	submission: Omit<Submission, 'rowNumbers' | 'columns'> & { rows: SubmittedRow[] };
}

/** Which of the imports of one file this is. Each is all or nothing; what they have in common is the file. */
export interface BatchOfRun {
	/** Made by the browser, the same for all batches of the file. */
	id: string;
	/** Counts from 1. */
	batch: number;
	/** How many the file came to when this one was sent; at least `batch`. */
	batches: number;
}

/** What an applied import did (spec A7). */
export interface AppliedImport {
	importId: string;
	created: number;
	updated: number;
	unchanged: number;
	/** Of the server's work, in milliseconds. */
	durationMs: number;
	auditEntryId: string;
	/** When it was applied, ISO 8601 in UTC. */
	appliedAt: string;
}

/** Why an apply was refused; nothing was written. */
export type ApplyProblem =
	/** The customers changed since the preview; exactly the rows that would now go another way (spec A3). */
	| { code: 'PLAN_STALE'; rows: RowOutcome[] }
	/** Creates would exceed the plan's customer limit (spec A4). */
	| { code: 'PLAN_LIMIT'; allowed: number; present: number; creates: number }
	/** Rows that the server's own checks refuse (spec A1). */
	| { code: 'ROWS_INVALID'; issues: RowIssue[]; issueCount: number }
	/** Every row matches its customer already (spec W7, D1). */
	| { code: 'NOTHING_TO_CHANGE' }
	/** The same import id came with other content (spec A5). */
	| { code: 'IMPORT_ID_REUSED' }
	| { code: 'TOO_MANY_ROWS'; rows: number; maxRows: number };

export type ApplyResult =
	{ kind: 'applied'; import: AppliedImport } | { kind: 'refused'; problem: ApplyProblem };
