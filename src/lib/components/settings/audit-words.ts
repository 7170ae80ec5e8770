interface ActionWords {
	words: string;
	/** The numbers of its metadata, in the order in which they are told; each is its own word. */
	counts: readonly string[];
}

// Entries are kept for good: an action that is gone from the product must keep its words here.
const actionWords: Record<string, ActionWords> = {
	CustomerBulkImported: { words: 'Imported customers', counts: ['created', 'updated'] },
	CustomerBulkImportReverted: { words: 'Undid an import', counts: ['restored', 'removed', 'kept'] }
};

/** The actions that the audit log can be filtered by, with their words. */
export const auditActions: readonly { action: string; words: string }[] = Object.entries(actionWords).map(
	([action, { words }]) => ({ action, words })
);

/** An action in words; its raw name where it has none. */
export function auditActionWords(action: string): string {
	return wordsOf(action)?.words ?? action;
}

/** What an entry says in numbers: "312 created, 45 updated"; nothing for an action that has no words. */
export function auditSummary(action: string, metadata: Readonly<Record<string, number>>): string {
	const number = new Intl.NumberFormat('en-US');
	const counts = wordsOf(action)?.counts ?? [];
	return counts.map((count) => `${number.format(metadata[count] ?? 0)} ${count}`).join(', ');
}

function wordsOf(action: string): ActionWords | undefined {
	return Object.hasOwn(actionWords, action) ? actionWords[action] : undefined;
}
