import type { UsedToken } from './api-token.ts';

// The audit log as programs get it (spec D3). Times are ISO 8601 in UTC.

/** What is kept of a deed: counts of an import or undo; of a token its name, scopes and end. */
export type AuditMetadata = Record<string, number | string | string[]>;

/** One entry of the audit log. */
export interface AuditRecord {
	id: string;
	/** Such as `CustomerBulkImported`. */
	action: string;
	metadata: AuditMetadata;
	userId: string;
	/** As it was at the time. */
	userName: string;
	/** The token that it was done with; null where the person did it themselves. */
	token: UsedToken | null;
	/** The import that it is about, where it is about one. */
	importId: string | null;
	createdAt: string;
}

export interface AuditRecords {
	/** The newest first. */
	entries: AuditRecord[];
	nextCursor: string | null;
}
