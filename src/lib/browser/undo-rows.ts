import { keepReasonNote } from '../import/messages.ts';
import type { KeepReason, UndoOutcome, UndoProblem } from '../import/undo.ts';
import { HeldRows } from './held-rows.svelte.ts';
import type { ListedRow } from './row-list.ts';

export type UndoFilter = 'all' | UndoOutcome['kind'];

/** A row of an undo's preview. */
export interface UndoRow extends ListedRow {
	kind: UndoOutcome['kind'];
	customerId: string;
	/** Why the customer is kept; null for the others. */
	reason: KeepReason | null;
}

/** An undo's preview as a list. */
export type UndoRows = HeldRows<UndoRow, UndoFilter>;

/** A row of a stale preview: what was shown, and what would happen now (spec A3). */
export interface DifferingUndo {
	row: number;
	/** Null where the preview had no such row. */
	shown: UndoRow | null;
	now: UndoRow;
}

/** An empty list for an undo's preview. */
export function newUndoRows(): UndoRows {
	return new HeldRows<UndoRow, UndoFilter>({ all: 'all', of: ({ kind }) => [kind] });
}

/**
 * What an undo does with one customer, as a row: the values that come of it; of a customer who is gone, what the
 * import made of it.
 */
export function undoRow(outcome: UndoOutcome): UndoRow {
	const { kind, row, customerId } = outcome;
	switch (kind) {
		case 'restore':
			return { kind, row, customerId, values: { ...outcome.then }, changes: outcome.changes, reason: null };
		case 'remove':
			return { kind, row, customerId, values: { ...outcome.now }, changes: [], reason: null };
		case 'keep': {
			const { reason } = outcome;
			const values = { ...(outcome.now ?? outcome.imported) };
			return { kind, row, customerId, values, changes: [], reason, note: keepReasonNote(reason) };
		}
	}
}

/** Puts what the preview showed beside what the server says that an undo would do now; nothing for another problem. */
export function differingUndos(problem: UndoProblem, shown: readonly UndoRow[]): DifferingUndo[] {
	if (problem.code !== 'UNDO_STALE') return [];
	const shownByRow = new Map(shown.map((row) => [row.row, row]));
	return problem.rows.map((outcome) => ({
		row: outcome.row,
		shown: shownByRow.get(outcome.row) ?? null,
		now: undoRow(outcome)
	}));
}
