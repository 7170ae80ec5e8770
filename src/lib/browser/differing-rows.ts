import type { RowOutcome } from '../import/plan.ts';
import { reviewRow } from '../import/review/review-row.ts';
import type { ReviewRow } from '../import/worker-api.ts';

/** A row of a stale preview: what was shown, and what would happen now (spec A3). */
export interface DifferingRow {
	row: number;
	/** Null where the preview had no such row. */
	shown: ReviewRow | null;
	now: ReviewRow;
}

/** Puts what the preview showed beside what the server says would happen now. */
export function differingRows(now: readonly RowOutcome[], shown: readonly ReviewRow[]): DifferingRow[] {
	const shownByRow = new Map(shown.map((row) => [row.row, row]));
	return now.map((outcome) => ({
		row: outcome.row,
		shown: shownByRow.get(outcome.row) ?? null,
		now: reviewRow(outcome)
	}));
}
