import type { UndoRow } from '../../../browser/undo-rows.ts';
import type { KeptCounts } from '../words/undo-words.ts';

/** For which reasons customers are kept, and how many for each, in the order in which they come. */
export function countReasons(rows: readonly UndoRow[]): KeptCounts {
	const counts: KeptCounts = {};
	for (const { reason } of rows) {
		if (reason !== null) counts[reason.code] = (counts[reason.code] ?? 0) + 1;
	}
	return counts;
}
