import { type FieldName, fieldNames } from '../../../customer/customer.ts';
import type { Mapping, MappingSuggestion } from '../../../import/mapping.ts';
import type { FileSummary } from '../../../import/worker-api.ts';

/**
 * The suggestion for a field that has no column now; null where there is none, or where its column has come to feed
 * another field (spec M6).
 */
export function openSuggestion(
	{ suggestions, columns }: Pick<FileSummary, 'suggestions' | 'columns'>,
	mapping: Mapping,
	field: FieldName
): MappingSuggestion | null {
	if (mapping[field] !== null) return null;
	const suggestion = suggestions.find((one) => one.field === field);
	if (suggestion === undefined) return null;
	const used = new Set(fieldNames.flatMap((name) => partsOf(columns, mapping[name])));
	return partsOf(columns, suggestion.column).some((part) => used.has(part)) ? null : suggestion;
}

/** The columns of the file that a column is made of: itself, or the two that it joins (spec M8). */
export function partsOf(columns: FileSummary['columns'], column: number | null): readonly number[] {
	return column === null ? [] : (columns[column]?.joins ?? [column]);
}
