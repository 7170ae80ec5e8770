import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { trimText } from '../../customer/text.ts';
import { withoutRow } from '../fixes/apply-fixes.ts';
import { type Desk, withFixes } from '../fixes/desk.ts';
import type { CellEdit, Fix, FixReason, FixRequest, Suggestion } from '../fix.ts';
import { splitJoined } from '../joined-text.ts';
import { type Review, indicesOf, isPlanned } from './review.ts';
import { indexOfRow } from '../read/row-index.ts';
import { statusWordKey } from './status-words.ts';
import { suggestionAt, suggestionsOf } from './suggestions.ts';
import { cellText } from '../table.ts';

/**
 * Does what the person asks for (spec W4). The same desk where there is nothing to do: a row or fix that is not
 * there, a text that stands there already.
 *
 * @param review of this desk, as the person saw it: "all alike" and "all with issues" mean what it shows
 */
export function fixDesk(desk: Desk, review: Review, request: FixRequest): Desk {
	switch (request.kind) {
		case 'edit':
			return withEdits(
				desk,
				'typed',
				request.field,
				editField(desk, request.row, request.field, request.text)
			);
		case 'edit-cell':
			return withEdits(desk, 'typed', null, editCell(desk, request.row, request.column, request.text));
		case 'accept': {
			const suggestion = suggestionAt(review, indexOfRow(desk.source.rowNumbers, request.row), request.field);
			return suggestion === undefined ? desk : withAccepted(desk, request.field, suggestion, [request.row]);
		}
		case 'accept-alike': {
			const { field, reason } = request;
			const edits = suggestionsOf(review, field, reason).flatMap(({ index, suggestion }) =>
				editField(desk, rowNumberOf(desk, index), field, suggestion.to)
			);
			return withEdits(desk, reason, field, edits);
		}
		case 'block-word':
			return withEdits(desk, 'status-word', 'status', blockWord(desk, review, request.word));
		case 'set-aside':
			return setAside(desk, review, request.rows);
		case 'set-aside-issues':
			return setAside(
				desk,
				review,
				Array.from(review.groups.issue, (index) => rowNumberOf(desk, index))
			);
		case 'undo':
			return undo(desk, request.id, request.row);
		case 'undo-all':
			return desk.fixes.length === 0 ? desk : withFixes(desk, []);
	}
}

function withAccepted(desk: Desk, field: FieldName, { reason, to }: Suggestion, rows: number[]): Desk {
	const edits = rows.flatMap((row) => editField(desk, row, field, to));
	return withEdits(desk, reason, field, edits);
}

function withEdits(desk: Desk, reason: FixReason, field: FieldName | null, edits: CellEdit[]): Desk {
	return edits.length === 0 ? desk : withFix(desk, { kind: 'cells', id: desk.nextId, reason, field, edits });
}

function withFix(desk: Desk, fix: Fix): Desk {
	return withFixes(desk, [...desk.fixes, fix]);
}

/** The edits that give a field of a row another text: one, or two where two columns are read as one (spec M8). */
function editField(desk: Desk, row: number, field: FieldName, text: string): CellEdit[] {
	const { table } = desk;
	const column = desk.mapping[field];
	if (column === null) return [];
	const joined = table.joined[column - table.header.length];
	if (joined === undefined) return editCell(desk, row, column, text);
	const index = indexOfRow(table.rowNumbers, row);
	const [first, last] = joined.columns;
	if (trimText(text) === cellText(table, index, column)) return [];
	const [one, other] = splitJoined(text, [cellText(table, index, first), cellText(table, index, last)]);
	return [...editCell(desk, row, first, one), ...editCell(desk, row, last, other)];
}

function editCell({ table }: Desk, row: number, column: number, after: string): CellEdit[] {
	const index = indexOfRow(table.rowNumbers, row);
	if (index === -1) return [];
	// Not `cellText`: behind the header stand joined columns there, and cells that are too many here.
	const before = table.rows.cell(index, column);
	// Where a quote is open, the same text written again is another thing (spec P5).
	const isOpen = table.problems.get(index)?.code === 'QUOTE_OPEN';
	return before === after && !isOpen ? [] : [{ row, column, before, after }];
}

function blockWord(desk: Desk, review: Review, word: string): CellEdit[] {
	const column = desk.mapping.status;
	if (column === null) return [];
	const wanted = statusWordKey(word);
	const edits: CellEdit[] = [];
	for (let index = 0; index < desk.table.rows.length; index++) {
		if (!isPlanned(review, index) || statusWordKey(cellText(desk.table, index, column)) !== wanted) continue;
		edits.push(...editField(desk, rowNumberOf(desk, index), 'status', 'BLOCKED'));
	}
	return edits;
}

function setAside(desk: Desk, review: Review, rows: readonly number[]): Desk {
	const left = indicesOf(review, rows).map((index) => {
		const outcome = review.plan.outcome(index);
		return { row: rowNumberOf(desk, index), problems: outcome?.kind === 'issue' ? outcome.issues : [] };
	});
	return left.length === 0 ? desk : withFix(desk, { kind: 'set-aside', id: desk.nextId, rows: left });
}

function undo(desk: Desk, id: number, row: number | undefined): Desk {
	const fix = desk.fixes.find((one) => one.id === id);
	if (fix === undefined) return desk;
	const rest = row === undefined ? null : fixWithout(fix, row);
	return withFixes(
		desk,
		desk.fixes.flatMap((one) => (one !== fix ? [one] : rest ? [rest] : []))
	);
}

/** A fix without what it does to one row; null where it did nothing else. */
function fixWithout(fix: Fix, row: number): Fix | null {
	if (fix.kind === 'cells') {
		const edits = withoutRow(fix.edits, row);
		return edits.length === 0 ? null : { ...fix, edits };
	}
	const rows = fix.rows.filter((one) => one.row !== row);
	return rows.length === 0 ? null : { ...fix, rows };
}

function rowNumberOf(desk: Desk, index: number): number {
	return desk.source.rowNumbers[index] ?? 0;
}

/** The fields of a row that have a fixed cell. */
export function fixedFields(desk: Desk, index: number): FieldName[] {
	const cells = desk.folded.cells.get(index);
	if (cells === undefined) return [];
	return fieldNames.filter((field) => columnsOf(desk, field).some((column) => cells.has(column)));
}

/** The columns of the header that a field is read from: none, one, or two that are joined. */
export function columnsOf({ mapping, table }: Desk, field: FieldName): readonly number[] {
	const column = mapping[field];
	if (column === null) return [];
	return table.joined[column - table.header.length]?.columns ?? [column];
}
