// Entries are kept for good: an action that is gone from the product must keep its words here.
const actionWords: Record<string, string> = {
	CustomerBulkImported: 'Imported customers'
};

/** The actions that the audit log can be filtered by, with their words. */
export const auditActions: readonly { action: string; words: string }[] = Object.entries(actionWords).map(
	([action, words]) => ({ action, words })
);

/** An action in words; its raw name where it has none. */
export function auditActionWords(action: string): string {
	return Object.hasOwn(actionWords, action) ? (actionWords[action] ?? action) : action;
}

/** What an entry says in numbers: "312 created, 45 updated". */
export function auditSummary({ created, updated }: { created: number; updated: number }): string {
	const number = new Intl.NumberFormat('en-US');
	return `${number.format(created)} created, ${number.format(updated)} updated`;
}
