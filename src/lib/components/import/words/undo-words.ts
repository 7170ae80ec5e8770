import type { ServerFailure } from '../../../browser/import-server.ts';
import type { UndoFilter } from '../../../browser/undo-rows.ts';
import type { UndoStep } from '../../../browser/undo-session.svelte.ts';
import type { PartState, UndoRunStep } from '../../../browser/undo-run-session.svelte.ts';
import { undoProblemMessage } from '../../../import/messages.ts';
import type { AppliedUndo, KeepReason, UndoCounts } from '../../../import/undo.ts';
import { count, countOf, lookupFailureMessage } from './words.ts';

interface FilterWords {
	filter: UndoFilter;
	label: string;
	sign: string;
	title: string;
}

/** What an undo's preview can be filtered by. */
export const undoFilters: readonly [FilterWords, ...FilterWords[]] = [
	{ filter: 'all', label: 'All', sign: '', title: 'All changes' },
	{ filter: 'restore', label: 'Restore', sign: '↺', title: 'Customers to restore' },
	{ filter: 'remove', label: 'Remove', sign: '−', title: 'Customers to remove' },
	{ filter: 'keep', label: 'Keep', sign: '=', title: 'Customers to keep' }
];

const keptBecause: Record<KeepReason['code'], { one: string; many: string }> = {
	EDITED: { one: 'was edited since', many: 'were edited since' },
	LATER_IMPORT: { one: 'was changed by a later import', many: 'were changed by a later import' },
	PASSWORD_SET: { one: 'has set a password', many: 'have set a password' },
	CUSTOMER_GONE: { one: 'is not there any more', many: 'are not there any more' }
};

/** How many customers are kept for each reason. */
export type KeptCounts = Partial<Record<KeepReason['code'], number>>;

/** What an undo would do (spec H2): "Restore 412, remove 38; 3 were edited since and will be kept." */
export function undoSentence({ restore, remove, keep }: UndoCounts, kept: KeptCounts): string {
	const deeds = [
		...(restore > 0 ? [`restore ${count(restore)}`] : []),
		...(remove > 0 ? [`remove ${count(remove)}`] : [])
	].join(', ');
	const rest = keep > 0 ? keptSentence(keep, kept) : '';
	return `${capitalized([deeds, rest].filter((part) => part !== '').join('; '))}.`;
}

function keptSentence(keep: number, kept: KeptCounts): string {
	const reasons = Object.entries(kept) as [KeepReason['code'], number][];
	const words = reasons.map(([code, n]) => `${count(n)} ${keptBecause[code][n === 1 ? 'one' : 'many']}`);
	return words.length === 1
		? `${words.join('')} and will be kept`
		: `${count(keep)} will be kept: ${words.join(', ')}`;
}

/** The totals of several undos, of which nobody counted the reasons: "5,000 to restore, 3 to keep". */
export function totalsSentence({ restore, remove, keep }: UndoCounts): string {
	return listOf([
		[restore, 'to restore'],
		[remove, 'to remove'],
		[keep, 'to keep']
	]);
}

/** What an undo did: "412 restored, 38 removed, 3 kept". */
export function undoneSentence({
	restored,
	removed,
	kept
}: Pick<AppliedUndo, 'restored' | 'removed' | 'kept'>): string {
	return listOf([
		[restored, 'restored'],
		[removed, 'removed'],
		[kept, 'kept']
	]);
}

/** What there is any of. */
function listOf(parts: readonly [n: number, words: string][]): string {
	return parts
		.filter(([n]) => n > 0)
		.map(([n, words]) => `${count(n)} ${words}`)
		.join(', ');
}

/**
 * What an undo does, one line each, before it is done (spec H2).
 *
 * @param of what is undone: "the import", "the imports"
 */
export function undoEffects({ restore, remove, keep }: UndoCounts, of: string): string[] {
	return [
		...(restore > 0
			? [
					`${countOf(restore, 'customer')} ${restore === 1 ? 'gets' : 'get'} back the values from before ${of}.`
				]
			: []),
		...(remove > 0
			? [`${countOf(remove, 'customer')} that ${of} created ${remove === 1 ? 'is' : 'are'} deleted.`]
			: []),
		...(keep > 0 ? [`${countOf(keep, 'customer')} ${keep === 1 ? 'stays' : 'stay'} exactly as now.`] : [])
	];
}

/** Why an undo cannot be previewed. */
export function previewFailureMessage(failure: ServerFailure): { title: string; text: string } {
	if (failure.kind === 'forbidden') return lookupFailureMessage(failure);
	return { title: titleOf(failure, 'so the preview is not complete'), text: 'Nothing was changed.' };
}

/**
 * Why an undo came to nothing, or may have.
 *
 * @param it what was to be undone: "The import", "Import 4 of 20"
 */
export function undoFailureMessage(
	failure: ServerFailure,
	written: 'no' | 'unknown',
	it: string
): { title: string; text: string } {
	const again = 'Trying again is safe: the same undo is never done twice.';
	if (written === 'unknown') {
		return {
			title: titleOf(failure, `so we don't know whether ${uncapitalized(it)} was undone`),
			text: again
		};
	}
	if (failure.kind === 'forbidden') return lookupFailureMessage(failure);
	return {
		title: titleOf(failure, `so ${uncapitalized(it)} was not undone`),
		text: `Nothing was changed. ${again}`
	};
}

function titleOf(failure: ServerFailure, consequence: string): string {
	switch (failure.kind) {
		case 'signed-out':
			return `Your session ended, ${consequence}`;
		case 'forbidden':
			return `You may no longer import, ${consequence}`;
		case 'busy':
			return `Distribu is busy right now, ${consequence}`;
		case 'unreachable':
			return `We couldn't reach Distribu, ${consequence}`;
		case 'error':
			return `Distribu can't say right now, ${consequence}${failure.reference ? `. Reference ${failure.reference}` : ''}`;
	}
}

/** What screen readers are told when an undo moves on. */
export function undoNews(step: UndoStep, sentence: string): string {
	switch (step.kind) {
		case 'previewing':
			return 'Reading what undo would do';
		case 'review':
			return `Preview: ${sentence}`;
		case 'undoing':
			return step.isAgain ? 'The answer was lost. Asking again.' : 'Undoing the import';
		case 'done':
			return `The import is undone: ${undoneSentence(step.result)}`;
		// These take the focus, and say it themselves.
		case 'preview-failed':
		case 'impossible':
		case 'refused':
		case 'failed':
			return '';
	}
}

/** What screen readers are told when the undo of several imports moves on. */
export function runUndoNews(step: UndoRunStep, left: number): string {
	switch (step.kind) {
		case 'previewing':
			return 'Reading what undo would do';
		case 'review':
			return `${countOf(left, 'import')} can be undone`;
		case 'undoing':
			return step.isStopping ? 'Stopping after this import' : `Undoing ${countOf(left, 'import')}`;
		case 'done':
			return 'Nothing is left to take back';
		case 'preview-failed':
		case 'stopped':
			return '';
	}
}

/** How far the undo of one of several imports is, in a few words. */
export function partSentence(state: PartState): string {
	switch (state.kind) {
		case 'waiting':
			return 'Not looked at yet';
		case 'previewing':
			return 'Looking…';
		case 'planned':
			return totalsSentence(state.counts);
		case 'impossible':
			return undoProblemMessage(state.problem);
		case 'undoing':
			return 'Undoing…';
		case 'undone':
			return undoneSentence(state.result);
		case 'stale':
			return 'Its customers changed since the preview. Nothing of it was undone.';
		case 'failed':
			return state.written === 'no' ? 'Not undone yet' : 'May be undone already';
	}
}

function capitalized(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function uncapitalized(words: string): string {
	return words.charAt(0).toLowerCase() + words.slice(1);
}
