import { fieldNames } from '../../../customer/customer.ts';
import type { Mapping } from '../../../import/mapping.ts';
import type { ColumnSummary } from '../../../import/worker-api.ts';
import { partsOf } from './open-suggestion.ts';
import { ignoredReasons } from '../words/words.ts';

/** The columns that a mapping leaves out, grouped by the words that say why (spec P9, M4, M5). */
export function ignoredColumns(
	columns: ColumnSummary[],
	mapping: Mapping
): { reason: string; columns: ColumnSummary[] }[] {
	const used = new Set(fieldNames.flatMap((field) => partsOf(columns, mapping[field])));
	const groups = new Map<string, ColumnSummary[]>();
	for (const column of columns) {
		// A joined column is none of the file's; its parts are listed.
		if (column.joins !== null || used.has(column.index)) continue;
		const reason = ignoredReasons[column.ignored ?? 'not-chosen'];
		groups.set(reason, [...(groups.get(reason) ?? []), column]);
	}
	return [...groups].map(([reason, left]) => ({ reason, columns: left }));
}
