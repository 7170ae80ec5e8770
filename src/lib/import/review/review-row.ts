import type { FieldName } from '../../customer/customer.ts';
import type { RowOutcome } from '../plan.ts';
import type { ComparedRow } from '../worker-api.ts';

const unmarked = { fixed: {}, suggestions: {} };

const noCells: Record<FieldName, string | null> = {
	email: null,
	name: null,
	status: null,
	notes: null,
	creditLimit: null
};

/**
 * What the preview shows of an outcome, without fixes and suggestions.
 *
 * @param cells of a row with issues: its cells as written, where they are known
 */
export function reviewRow(outcome: RowOutcome, cells = noCells): ComparedRow {
	const { row, kind } = outcome;
	switch (outcome.kind) {
		case 'issue':
			return {
				row,
				kind,
				email: outcome.email ?? cells.email ?? '',
				values: cells,
				changes: [],
				issues: outcome.issues,
				...unmarked
			};
		case 'update':
			return {
				row,
				kind,
				email: outcome.after.email,
				values: { ...outcome.after },
				changes: outcome.changes,
				issues: [],
				...unmarked
			};
		case 'create':
		case 'unchanged':
			return {
				row,
				kind,
				email: outcome.customer.email,
				values: { ...outcome.customer },
				changes: [],
				issues: [],
				...unmarked
			};
	}
}
