import type { AuditMetadata } from '../../import/audit.ts';

interface ActionWords {
	words: string;
	/** What its metadata tells, in a few words. */
	summary: (metadata: AuditMetadata) => string;
}

// Entries are kept for good: an action that is gone from the product must keep its words here.
const actionWords: Record<string, ActionWords> = {
	CustomerBulkImported: { words: 'Imported customers', summary: counts('created', 'updated') },
	CustomerBulkImportReverted: { words: 'Undid an import', summary: counts('restored', 'removed', 'kept') },
	API_TOKEN_CREATED: { words: 'Made an API token', summary: tokenSummary },
	API_TOKEN_REVOKED: { words: 'Revoked an API token', summary: tokenSummary }
};

/** The actions that the audit log can be filtered by, with their words. */
export const auditActions: readonly { action: string; words: string }[] = Object.entries(actionWords).map(
	([action, { words }]) => ({ action, words })
);

/** An action in words; its raw name where it has none. */
export function auditActionWords(action: string): string {
	return wordsOf(action)?.words ?? action;
}

/**
 * What an entry says in short: "312 created, 45 updated", or a token's name with its scopes; nothing for an action that
 * has no words.
 */
export function auditSummary(action: string, metadata: Readonly<AuditMetadata>): string {
	return wordsOf(action)?.summary(metadata) ?? '';
}

/** The numbers of these names, in this order; each name is its own word. */
function counts(...names: string[]): ActionWords['summary'] {
	const number = new Intl.NumberFormat('en-US');
	return (metadata) =>
		names.map((name) => `${number.format(Number(metadata[name] ?? 0))} ${name}`).join(', ');
}

function tokenSummary({ name, scopes }: AuditMetadata): string {
	return `${String(name)}: ${Array.isArray(scopes) ? scopes.join(', ') : ''}`;
}

function wordsOf(action: string): ActionWords | undefined {
	return Object.hasOwn(actionWords, action) ? actionWords[action] : undefined;
}
