import type { Beginning, ImportNews, ImportStep, Preview } from '../../browser/import-step.ts';
import type { RunProgress } from '../../browser/import-run.ts';
import type { CheckedSummary } from '../../import/worker-api.ts';
import { beginningNews } from './words/reading-words.ts';
import { checkedNews, fixSentence } from './words/review-words.ts';
import { isSeveral, percentOf, runNews } from './words/run-words.ts';
import { count, countOf, countsSentence } from './words/words.ts';

/** What the screen as a whole shows; a new stage takes the focus to the heading. */
export type Stage = 'upload' | 'preview' | 'stopped' | 'applying' | 'done';

export const stages: Record<Stage, { number: 1 | 2 | 3; title: string }> = {
	upload: { number: 1, title: 'Import customers' },
	preview: { number: 2, title: 'Preview the import' },
	/** A file that takes several imports, of which some are left (spec I30). */
	stopped: { number: 2, title: 'Import paused' },
	applying: { number: 2, title: 'Importing' },
	done: { number: 3, title: 'Import finished' }
};

/**
 * The stage of a step.
 *
 * @param hasFile whether anything of a file is on the screen: one that is read once more, in another way, stays there
 */
export function stageOf(step: ImportStep, hasFile: boolean, run: RunProgress | null): Stage {
	switch (step.kind) {
		case 'choose':
		case 'unreadable':
			return 'upload';
		case 'reading':
			if (!hasFile) return 'upload';
			return isSeveral(run) ? 'stopped' : 'preview';
		case 'mapping':
		case 'planning':
		case 'looking-up':
		case 'lookup-failed':
		case 'review':
		case 'refused':
		case 'failed':
			return isSeveral(run) ? 'stopped' : 'preview';
		case 'applying':
		case 'settling':
		case 'running':
			return 'applying';
		case 'done':
		case 'run-done':
			return 'done';
	}
}

/** The heading of a stage. */
export function stageTitle(stage: Stage, step: ImportStep): string {
	const isBroken = ['refused', 'failed', 'lookup-failed'].includes(step.kind);
	return stage === 'stopped' && isBroken ? 'Import stopped' : stages[stage].title;
}

/** The title of the browser's tab: news first, so that it can be read in a narrow tab. */
export function screenTitle(step: ImportStep, preview: Preview | null, run: RunProgress | null): string {
	const page = 'Import customers';
	switch (step.kind) {
		case 'done':
		case 'run-done':
			return `Done - ${page}`;
		case 'applying':
		case 'settling':
			return `Importing - ${page}`;
		case 'running':
			return `${percentOf(step.run)}% - Importing - ${page}`;
		case 'unreadable':
			return `Error - ${page}`;
		case 'choose':
			return page;
		default: {
			if (preview === null) return step.kind === 'reading' ? page : `Preview - ${page}`;
			const { issueCount } = preview.summary;
			const state = isSeveral(run) ? 'Paused' : 'Preview';
			return `${issueCount > 0 ? countOf(issueCount, 'issue') : state} - ${page}`;
		}
	}
}

/** What screen readers are told of a step; failures announce themselves where they stand. */
export function screenNews(
	step: ImportStep,
	news: ImportNews | null,
	beginning: Beginning | null = null,
	checked: CheckedSummary | null = null
): string {
	switch (step.kind) {
		case 'reading':
			return beginning === null ? 'Reading the file' : beginningNews(beginning.first.rows.length);
		case 'looking-up':
			return checked === null ? 'Checking against your customers' : checkedNews(checked);
		case 'review':
			return news?.kind === 'fixed' ? fixSentence(news) : countsSentence(step.preview.summary.counts);
		case 'applying':
			return `Importing ${countOf(step.rows, 'customer')}`;
		case 'settling':
			return 'The answer was lost. Asking what happened';
		case 'running':
			return runNews(step);
		case 'run-done':
			return `Import finished: ${countOf(step.run.written, 'customer')} written, ${count(step.unchanged)} unchanged`;
		case 'done':
			return `Import finished: ${count(step.result.created)} created, ${count(step.result.updated)} updated, ${count(step.result.unchanged)} unchanged`;
		default:
			return '';
	}
}
