import type { Customer, FieldName } from '../customer/customer.ts';
import type { BatchOfRun } from './apply.ts';
import type { Change } from './plan.ts';

/** What an import did to one customer, as it is recorded (spec H1). */
export type RecordedChange = {
	/** The spreadsheet row. */
	row: number;
	customerId: string;
	after: Customer;
	/** Whether an undo has taken it back. */
	isUndone: boolean;
} & (
	| { kind: 'create' }
	| {
			kind: 'update';
			/** Null once the before-images are deleted (spec H2). */
			before: Customer | null;
			fields: FieldName[];
	  }
);

/** Why an undo leaves a customer as it is (spec H2). */
export type KeepReason =
	/** Something other than an import changed it since. */
	| { code: 'EDITED' }
	/** A later import changed it; once that one is undone, this one can be. */
	| { code: 'LATER_IMPORT'; importId: string; fileName: string; appliedAt: string }
	/** The import created it, and it has set a password since. */
	| { code: 'PASSWORD_SET' }
	/** It is not there any more. */
	| { code: 'CUSTOMER_GONE' };

/** What an undo does with the customer of one row. */
export type UndoOutcome =
	| { kind: 'restore'; row: number; customerId: string; now: Customer; then: Customer; changes: Change[] }
	| { kind: 'remove'; row: number; customerId: string; now: Customer }
	/** `now` is null for a customer that is gone; `imported` is what the import made of it. */
	| {
			kind: 'keep';
			row: number;
			customerId: string;
			now: Customer | null;
			imported: Customer;
			reason: KeepReason;
	  };

export type UndoCounts = Record<UndoOutcome['kind'], number>;

/** What an undo would do: the same value in preview and at work. Changes that are undone already are not in it. */
export interface UndoPlan {
	/** By row. */
	outcomes: UndoOutcome[];
	counts: UndoCounts;
}

/** What the browser sends to undo an import. */
export interface UndoRequest {
	importId: string;
	/** Made by the browser with the preview; sent again, it undoes nothing again (spec A5). */
	undoId: string;
	/** Of the whole plan that the person saw. */
	digest: string;
	/** Of each outcome, so that the server can name those that differ (spec A3). */
	rowDigests: string[];
}

/** What an undo did. */
export interface AppliedUndo {
	undoId: string;
	importId: string;
	restored: number;
	removed: number;
	kept: number;
	/** Of the server's work, in milliseconds. */
	durationMs: number;
	auditEntryId: string;
	/** ISO 8601 in UTC. */
	undoneAt: string;
}

/** Why an import is not undone; nothing was written. */
export type UndoProblem =
	/** Unknown, or of another company. */
	| { code: 'IMPORT_NOT_FOUND' }
	/** More than `days` days ago; the before-images are deleted. */
	| { code: 'UNDO_EXPIRED'; days: number }
	| { code: 'ALREADY_UNDONE' }
	/** All of its customers were touched since. */
	| { code: 'NOTHING_TO_UNDO'; kept: number }
	/** Customers changed since the preview; exactly the rows that would now go another way. */
	| { code: 'UNDO_STALE'; rows: UndoOutcome[] }
	/** The same undo id came with other content. */
	| { code: 'UNDO_ID_REUSED' };

/** A piece of a list that is asked for piece by piece, so that no answer is large. */
export interface Piece<T> {
	items: T[];
	/** After which row the next piece begins; null at the end. */
	next: number | null;
}

/** How much of an import is undone. */
export type ImportState = 'applied' | 'partly-undone' | 'undone';

/** An import, as far as the page of its undo names it. */
export interface ImportToUndo {
	importId: string;
	fileName: string;
	/** Who imported it. */
	userName: string;
	/** ISO 8601 in UTC. */
	appliedAt: string;
	/** ISO 8601 in UTC: the last moment at which it can be undone. */
	until: string;
	created: number;
	updated: number;
	/** Which of the imports of a large file it is (spec I30). */
	run: BatchOfRun | null;
}
