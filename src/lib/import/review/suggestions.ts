import { type FieldName, fieldNames } from '../../customer/customer.ts';
import type { Suggestion, SuggestionReason } from '../fix.ts';
import type { Review } from './review.ts';
import { suggestFix } from '../check/suggest-fix.ts';
import { cellText } from '../table.ts';

/** What may be suggested for the cells of a row, by field. */
export type RowSuggestions = Partial<Record<FieldName, Suggestion>>;

// Addresses may be valid and still look mistyped; the other fields are looked at only where something is wrong.
const alwaysLookedAt: ReadonlySet<FieldName> = new Set(['email']);

/** The suggestions for all planned rows that have any, by index in the table (spec W4). */
export function collectSuggestions(review: Omit<Review, 'suggestions'>): Map<number, RowSuggestions> {
	const { desk, indices } = review;
	const found = new Map<number, RowSuggestions>();
	for (const field of fieldNames) {
		const column = desk.mapping[field];
		const checked = desk.columns[field];
		if (column === null || checked === undefined) continue;
		const looked = alwaysLookedAt.has(field) ? indices : checked.issues.keys();
		for (const index of looked) {
			if (review.outcomeAt[index] === undefined || desk.table.problems.get(index)?.code === 'QUOTE_OPEN')
				continue;
			const suggestion = suggestFix(field, cellText(desk.table, index, column), desk.amounts);
			if (suggestion === null) continue;
			const ofRow = found.get(index);
			if (ofRow) ofRow[field] = suggestion;
			else found.set(index, { [field]: suggestion });
		}
	}
	return found;
}

/** The suggestion for one cell, if there is one. */
export function suggestionAt(review: Review, index: number, field: FieldName): Suggestion | undefined {
	return review.suggestions.get(index)?.[field];
}

/** All suggestions of one kind for one field, in the order of rows. */
export function suggestionsOf(
	review: Review,
	field: FieldName,
	reason: SuggestionReason
): { index: number; suggestion: Suggestion }[] {
	const found: { index: number; suggestion: Suggestion }[] = [];
	for (const [index, ofRow] of review.suggestions) {
		const suggestion = ofRow[field];
		if (suggestion?.reason === reason) found.push({ index, suggestion });
	}
	return found.sort((one, other) => one.index - other.index);
}
