import { fieldNames } from '../customer/customer.ts';
import { lossOf } from '../import/plan/losses.ts';
import type { Change, Losses } from '../import/plan.ts';
import type { Piece, RecordedChange } from '../import/undo.ts';
import { type ServerAnswer, answerOf } from './import-server.ts';
import type { ListedRow } from './row-list.ts';
import { questionTimeoutMs } from '../wire/patience.ts';
import { createServerClient } from './trpc.ts';

/** A recorded change as the grid shows it (spec H1). */
export interface ChangeRow extends ListedRow {
	change: RecordedChange;
}

/** All changes, those of one kind, the undone ones, or those by which customers lost something. */
export type ChangeFilter = 'all' | 'created' | 'updated' | 'undone' | keyof Losses;

/** What an import's page asks of the server; never rejects. */
export type AskForChanges = (
	importId: string,
	afterRow: number | null
) => Promise<ServerAnswer<Piece<RecordedChange>>>;

/** The changes of imports, from the server of this page. */
export function createAskForChanges(): AskForChanges {
	const client = createServerClient();
	return (importId, afterRow) =>
		answerOf(() =>
			client.imports.changes.query({ importId, afterRow }, { signal: AbortSignal.timeout(questionTimeoutMs) })
		);
}

/** A recorded change as a row of the grid. */
export function changeRow(change: RecordedChange): ChangeRow {
	const { row, after, isUndone } = change;
	return {
		row,
		kind: change.kind === 'create' ? 'created' : 'updated',
		values: { ...after },
		changes: changesOf(change),
		...(change.kind === 'update' && change.before === null ? { changedFromUnknown: change.fields } : {}),
		...(isUndone ? { note: 'Undone since', isPast: true } : {}),
		change
	};
}

/** The filters that leave a row, beside the one for all. */
export function filtersOf({ kind, changes, change }: ChangeRow): ChangeFilter[] {
	const losses = changes.flatMap((one) => lossOf(one) ?? []);
	return [
		kind === 'created' ? 'created' : 'updated',
		...(change.isUndone ? ['undone' as const] : []),
		...losses
	];
}

function changesOf(change: RecordedChange): Change[] {
	if (change.kind === 'create' || change.before === null) return [];
	const { before, after, fields } = change;
	return fieldNames
		.filter((field) => fields.includes(field))
		.map((field) => ({ field, from: before[field], to: after[field] }));
}
