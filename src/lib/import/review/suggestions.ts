import { type FieldName, fieldNames } from '../../customer/customer.ts';
import type { Desk } from '../fixes/desk.ts';
import type { Suggestion, SuggestionReason } from '../fix.ts';
import { type FieldColumn, type ImportPlan, rowKind } from '../plan.ts';
import type { Review } from './review.ts';
import { suggestFix } from '../check/suggest-fix.ts';
import { type CsvTable, cellText } from '../table.ts';

/** What may be suggested for the cells of a row, by field. */
export type RowSuggestions = Partial<Record<FieldName, Suggestion>>;

// Of each column as the file has it, for as long as there is one: looking at many issues takes its time, and a fix
// changes what may be suggested for its own rows only.
const inFile = new WeakMap<FieldColumn, ReadonlyMap<number, Suggestion>>();

/** The suggestions for all planned rows that have any, by index in the table (spec W4). */
export function collectSuggestions(desk: Desk, { kinds }: ImportPlan): Map<number, RowSuggestions> {
	const found = new Map<number, RowSuggestions>();
	for (const field of fieldNames) {
		for (const [index, suggestion] of suggestField(desk, field)) {
			if (kinds[index] === rowKind.none || desk.table.problems.get(index)?.code === 'QUOTE_OPEN') continue;
			const ofRow = found.get(index);
			if (ofRow) ofRow[field] = suggestion;
			else found.set(index, { [field]: suggestion });
		}
	}
	return found;
}

/** The suggestions for one field's cells, in the order of rows. */
function suggestField(desk: Desk, field: FieldName): Iterable<readonly [number, Suggestion]> {
	const checked = desk.columns[field];
	if (checked === undefined) return [];
	const source = checked.fixes?.source ?? checked;
	let ofFile = inFile.get(source);
	if (ofFile === undefined) {
		ofFile = suggestCells(desk, desk.source, field, doubtfulRows(source, field));
		inFile.set(source, ofFile);
	}
	const fixes = checked.fixes?.values;
	if (fixes === undefined) return ofFile;
	const fixed = [...fixes.keys()].filter((index) => field === 'email' || checked.issues.has(index));
	fixed.sort((one, other) => one - other);
	return merged(ofFile, fixes, suggestCells(desk, desk.table, field, fixed));
}

/** What stands in the file but in the rows that were fixed, and what stands in these, in the order of rows. */
function* merged(
	ofFile: ReadonlyMap<number, Suggestion>,
	fixes: ReadonlyMap<number, unknown>,
	ofFixes: ReadonlyMap<number, Suggestion>
): Generator<readonly [number, Suggestion]> {
	const others = ofFixes.entries();
	let other = others.next();
	for (const entry of ofFile) {
		for (; !other.done && other.value[0] < entry[0]; other = others.next()) yield other.value;
		if (!fixes.has(entry[0])) yield entry;
	}
	for (; !other.done; other = others.next()) yield other.value;
}

/**
 * The rows that something may be suggested for, ascending. Addresses may be valid and still look mistyped; the other
 * fields are looked at only where something is wrong.
 */
function doubtfulRows(column: FieldColumn, field: FieldName): Iterable<number> {
	if (field !== 'email') return column.issues.keys();
	if (column.maybeSlips === null) return column.states.keys();
	return Int32Array.from([...column.maybeSlips, ...column.issues.keys()]).sort();
}

function suggestCells(
	desk: Desk,
	table: CsvTable,
	field: FieldName,
	rows: Iterable<number>
): Map<number, Suggestion> {
	const column = desk.mapping[field];
	const found = new Map<number, Suggestion>();
	if (column === null) return found;
	for (const index of rows) {
		const suggestion = suggestFix(field, cellText(table, index, column), desk.amounts);
		if (suggestion !== null) found.set(index, suggestion);
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
