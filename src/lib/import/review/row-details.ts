import { type FieldName, fieldNames } from '../../customer/customer.ts';
import { valueText } from '../check/check-rows.ts';
import { columnsOf } from './fix-desk.ts';
import type { Fix } from '../fix.ts';
import { isPasswordHeader } from '../headers/header-names.ts';
import type { PlanOptions, RowOutcome } from '../plan.ts';
import type { Review } from './review.ts';
import { rowAt } from './review-rows.ts';
import { indexOfRow } from '../read/row-index.ts';
import { columnLetters } from '../headers/column-letters.ts';
import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { shortenText } from '../shorten-text.ts';
import { cellText } from '../table.ts';
import type { FieldDetails, RowDetails } from '../worker-api.ts';

const maxTextLength = 2500;

/** All about one row: each field from the cell as written to what the import does with it (spec W2); null when it is not there. */
export function rowDetails(review: Review, row: number, options: PlanOptions): RowDetails | null {
	const { desk } = review;
	const index = indexOfRow(desk.source.rowNumbers, row);
	if (index === -1) return null;
	const outcome = review.plan.outcome(index);
	return {
		...rowAt(review, index),
		fields: fieldNames.map((field) => fieldDetails(review, index, field, options)),
		others: otherCells(review, index),
		matched: outcome?.kind === 'update' || outcome?.kind === 'unchanged',
		fixes: desk.fixes.filter((fix) => touches(fix, row)).map(({ id }) => id)
	};
}

function touches(fix: Fix, row: number): boolean {
	return (fix.kind === 'cells' ? fix.edits : fix.rows).some((one) => one.row === row);
}

function fieldDetails(review: Review, index: number, field: FieldName, options: PlanOptions): FieldDetails {
	const { desk, plan } = review;
	const column = desk.mapping[field];
	const outcome = plan.outcome(index);
	const row = rowAt(review, index);
	const details: FieldDetails = {
		field,
		column: column === null ? null : headerOf(review, column),
		written: column === null ? null : cut(cellText(desk.source, index, column)),
		fixed: null,
		outcome: outcomeOfField(review, index, field, outcome, options),
		issues: row.issues.filter((issue) => issue.field === field),
		suggestion: row.suggestions[field] ?? null
	};
	if (column !== null) {
		if (row.fixed[field] !== undefined) details.fixed = cut(cellText(desk.table, index, column));
		const read = fieldDefinition(field).read(valueText(field, cellText(desk.table, index, column)));
		if (read.ok) details.read = read.value;
	}
	if (outcome?.kind === 'update') details.stored = outcome.before[field];
	if (outcome?.kind === 'unchanged') details.stored = outcome.customer[field];
	return details;
}

function outcomeOfField(
	review: Review,
	index: number,
	field: FieldName,
	outcome: RowOutcome | undefined,
	{ emptyCells }: PlanOptions
): FieldDetails['outcome'] {
	const isMapped = review.desk.mapping[field] !== null;
	const isEmpty = (review.desk.columns[field]?.value(index) ?? null) === null;
	if (outcome === undefined) return 'aside';
	if (outcome.kind === 'issue') return 'issue';
	if (outcome.kind === 'create') return isMapped && !isEmpty ? 'new' : 'default';
	if (field === 'email') return 'match';
	if (!isMapped) return 'untouched';
	const change = outcome.kind === 'update' ? outcome.changes.find((one) => one.field === field) : undefined;
	if (change) return isEmpty ? 'cleared' : 'changed';
	return isEmpty && emptyCells[field] === 'keep' ? 'kept' : 'same';
}

function otherCells({ desk }: Review, index: number): RowDetails['others'] {
	const used = new Set(fieldNames.flatMap((field) => columnsOf(desk, field)));
	const { header } = desk.table;
	const row = desk.table.rows.row(index);
	const others: RowDetails['others'] = [];
	for (let column = 0; column < Math.max(row.length, header.length); column++) {
		const name = header[column];
		if (used.has(column) || (name !== undefined && isPasswordHeader(name))) continue;
		const text = row[column] ?? '';
		const isBeyondHeader = column >= header.length;
		if (isBeyondHeader && text === '') continue;
		others.push({
			column,
			header: name || `Column ${columnLetters(column)}`,
			text: cut(text),
			isBeyondHeader
		});
	}
	return others;
}

function headerOf({ desk: { table } }: Review, column: number): string {
	const header = table.header[column] ?? table.joined[column - table.header.length]?.header;
	return header || `Column ${columnLetters(column)}`;
}

function cut(text: string): string {
	return shortenText(text, maxTextLength);
}
