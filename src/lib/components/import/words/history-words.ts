import type { ChangeFilter } from '../../../browser/recorded-changes.ts';
import type { ServerFailure } from '../../../browser/import-server.ts';
import type { FieldName } from '../../../customer/customer.ts';
import type { BatchImport, RecordedImport, RecordedUndo } from '../../../import/history.ts';
import { undoDays } from '../../../import/limits.ts';
import type { ImportState } from '../../../import/undo.ts';
import { count, countOf, moreFilters } from './words.ts';

// The words of what has been imported (spec H1).

export const stateWords: Record<ImportState, string> = {
	applied: 'Applied',
	'partly-undone': 'Partly undone',
	undone: 'Undone'
};

interface FilterWords {
	filter: ChangeFilter;
	label: string;
	sign: string;
	title: string;
}

/** The filters of an import's changes, in the order of their digits. */
export const changeFilters: readonly [FilterWords, ...FilterWords[]] = [
	{ filter: 'all', label: 'All', sign: '', title: 'All changes' },
	{ filter: 'created', label: 'Created', sign: '+', title: 'Created customers' },
	{ filter: 'updated', label: 'Updated', sign: '~', title: 'Updated customers' },
	{ filter: 'undone', label: 'Undone', sign: '↺', title: 'Undone changes' }
];

const lossTitles: Partial<Record<ChangeFilter, string>> = {
	creditLimitsRemoved: 'Changes that removed a credit limit',
	notesRemoved: 'Changes that cleared notes',
	namesRemoved: 'Changes that removed a name',
	customersUnblocked: 'Changes that unblocked a customer'
};

/** The filters by what customers lost, which are there only where any did. */
export const lossFilters: readonly FilterWords[] = moreFilters.flatMap(({ filter, label, sign }) => {
	const title = lossTitles[filter as ChangeFilter];
	return title === undefined ? [] : [{ filter: filter as ChangeFilter, label, sign, title }];
});

/** What an undo did, in numbers. */
export function undoSentence({ restored, removed, kept }: RecordedUndo): string {
	const parts = [
		restored > 0 && `${count(restored)} restored`,
		removed > 0 && `${count(removed)} removed`,
		kept > 0 && `${count(kept)} kept`
	];
	return parts.filter((part) => part !== false).join(', ');
}

/** Why an import cannot be undone (any longer); null where it can. */
export function noUndoSentence(
	{ state, undoableUntil }: Pick<RecordedImport, 'state' | 'undoableUntil'>,
	now: Date
): string | null {
	if (state === 'undone') return 'Everything this import did is undone.';
	if (now > new Date(undoableUntil))
		return `It cannot be undone any longer: that is possible for ${undoDays} days.`;
	return null;
}

/** What empty cells of a field did. */
export function emptyCellsWords(field: FieldName, choice: 'clear' | 'keep'): string {
	if (choice === 'keep') return 'empty cells left it as it was';
	return field === 'status' ? 'empty cells set it to Active' : 'empty cells removed it';
}

/** Which of how many imports of its file this is, and how many of these were written. */
export function batchesDoneWords(done: number, batches: number): string {
	return done >= batches ? countOf(done, 'batch', 'batches') : `${count(done)} of ${count(batches)} batches`;
}

/** A batch in the list of a run. */
export function batchName({ batch }: Pick<BatchImport, 'batch'>): string {
	return `Batch ${count(batch)}`;
}

/** Why the changes of an import are not all here. */
export function changesFailureMessage(failure: ServerFailure): { title: string; text: string } {
	switch (failure.kind) {
		case 'signed-out':
			return { title: 'Your session ended. Sign in to go on', text: 'Nothing was changed.' };
		case 'forbidden':
			return { title: 'You may no longer see imports', text: 'Ask an owner or admin of your company.' };
		case 'busy':
			return { title: 'Distribu is busy right now', text: 'Try again in a moment.' };
		case 'unreachable':
			return { title: "We couldn't reach Distribu", text: 'Check your connection.' };
		case 'error':
			return {
				title: 'The changes could not be loaded',
				text: failure.reference === null ? 'Try again.' : `Try again. Reference ${failure.reference}.`
			};
	}
}
