import type { Customer, FieldName, FieldValue } from '../customer/customer.ts';
import type { UsedToken } from './api-token.ts';
import type { EmptyCells } from './mapping.ts';
import type { ImportState } from './undo.ts';

// What has happened, as it is shown (spec H1, 8). Times are ISO 8601 in UTC.

/** What an import, or all imports of one file, did. */
export interface ImportSums {
	created: number;
	updated: number;
	unchanged: number;
	/** Of the server's work, in milliseconds. */
	durationMs: number;
	state: ImportState;
}

/** A line of the list of imports: one import, or those of a file that took several (spec H1, I30). */
export interface ListedImport extends ImportSums {
	/** The import; of several, the last. */
	importId: string;
	/** Set for a file that took several imports, of which so many are written. */
	run: { id: string; done: number; batches: number } | null;
	fileName: string;
	fileBytes: number;
	/** Who imported it. */
	by: string;
	/** The token that did it for them, where one did; as in all that follows. */
	token: UsedToken | null;
	/** The first, where there are several. */
	startedAt: string;
	/** The last, where there are several. */
	appliedAt: string;
}

export interface ImportPage {
	imports: ListedImport[];
	nextCursor: string | null;
}

/** Everything about one import but its changes (spec H1). */
export interface RecordedImport extends ImportSums {
	importId: string;
	run: { id: string; batch: number; batches: number } | null;
	fileName: string;
	fileBytes: number;
	fileSha256: string;
	/** The header, as written, of each field that was read. */
	mapping: Partial<Record<FieldName, string>>;
	/** What empty cells did. */
	emptyCells: EmptyCells;
	by: string;
	token: UsedToken | null;
	appliedAt: string;
	auditEntryId: string;
	/** The oldest first. */
	undos: RecordedUndo[];
	/** The last moment at which it can be undone (spec H2). */
	undoableUntil: string;
	/** When what the values were before was deleted. */
	imagesDeletedAt: string | null;
}

/** One undo of an import (spec H2). */
export interface RecordedUndo {
	undoId: string;
	by: string;
	token: UsedToken | null;
	undoneAt: string;
	restored: number;
	removed: number;
	kept: number;
	auditEntryId: string;
}

/** The imports of a file that took several (spec I30). */
export interface RecordedRun extends ImportSums {
	runId: string;
	fileName: string;
	fileBytes: number;
	fileSha256: string;
	by: string;
	token: UsedToken | null;
	startedAt: string;
	appliedAt: string;
	/** How many imports the file came to; more than are listed where it stopped. */
	batches: number;
	/** In the order in which they were written. */
	imports: BatchImport[];
	/** The last moment at which all of them can be undone. */
	undoableUntil: string;
}

/** One import of a run. */
export interface BatchImport extends ImportSums {
	importId: string;
	batch: number;
	appliedAt: string;
}

/** What gave a customer's field its value (spec 8). */
export type ChangeSource =
	| { kind: 'import' | 'undo'; importId: string; fileName: string; by: string; token: UsedToken | null }
	/** A change by anything but an import. */
	| { kind: 'edit' }
	/** The customer was made by anything but an import. */
	| { kind: 'creation' };

/** One change of a customer's fields. */
export interface CustomerEvent {
	at: string;
	source: ChangeSource;
	/** Whether it made the customer. */
	isCreation: boolean;
	/** The fields that it changed; of one that made the customer, all. */
	fields: readonly FieldName[];
	/** Null where that is no longer known, and of a customer that was made. */
	before: Customer | null;
	/** Null where that is no longer known. */
	after: Customer | null;
}

/** A value that a field has or had, from some time on. */
export interface PastValue {
	/** Absent where it is no longer known. */
	value?: FieldValue;
	since: string;
	source: ChangeSource;
}

/** A customer, and what its fields were before (spec 8). */
export interface CustomerRecord extends Customer {
	id: string;
	createdAt: string;
	updatedAt: string;
	/** Whether it can sign in to the storefront (spec T2). */
	hasPassword: boolean;
	/** Of each field, the value that it has first. */
	history: Record<FieldName, PastValue[]>;
	/** Whether it was changed more often than is shown. */
	isCut: boolean;
	/** Whether some value is no longer known, since before-images are deleted (spec H2). */
	hasGaps: boolean;
}
