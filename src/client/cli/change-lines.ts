import type { RecordedChange } from '../../lib/import/undo.ts';
import type { RowOutcome } from '../../lib/import/plan.ts';

/** A row that changes something. */
export type PlannedChange = Extract<RowOutcome, { kind: 'create' | 'update' }>;

/** The rows of a plan that change something, in their order. */
export function changesOf(outcomes: readonly RowOutcome[]): PlannedChange[] {
	return outcomes.filter(
		(outcome): outcome is PlannedChange => outcome.kind === 'create' || outcome.kind === 'update'
	);
}

/** What an import would do with a row, a line for each field: old → new (spec W1). */
export function plannedLines(change: PlannedChange): string[] {
	const { row } = change;
	if (change.kind === 'create') return [`  Row ${row} ${change.customer.email}: to create`];
	const { before, after, changes } = change;
	return changes.map(({ field }) => fieldLine(row, after.email, field, before[field], after[field]));
}

/** What an import did with a row, a line for each field: old → new (spec H1). */
export function recordedLines(change: RecordedChange): string[] {
	const { row, after, isUndone } = change;
	const undone = isUndone ? ' (undone since)' : '';
	if (change.kind === 'create') return [`  Row ${row} ${after.email}: created${undone}`];
	const { before, fields } = change;
	return fields.map((field) => {
		const line =
			before === null
				? `  Row ${row} ${after.email}: ${field} (no longer known) → ${valueText(after[field])}`
				: fieldLine(row, after.email, field, before[field], after[field]);
		return `${line}${undone}`;
	});
}

function fieldLine(
	row: number,
	email: string,
	field: string,
	from: string | null,
	to: string | null
): string {
	return `  Row ${row} ${email}: ${field} ${valueText(from)} → ${valueText(to)}`;
}

function valueText(value: string | null): string {
	return value === null ? 'nothing' : `"${value}"`;
}
