import type { ReviewSummary } from '../../../import/worker-api.ts';
import { count, countOf } from './words.ts';

interface Figure {
	of: (summary: ReviewSummary) => number;
	one: string;
	many: string;
}

const figures: Figure[] = [
	{ of: ({ counts }) => counts.issue, one: 'row with issues', many: 'rows with issues' },
	{ of: ({ counts }) => counts.create, one: 'new customer', many: 'new customers' },
	{ of: ({ counts }) => counts.update, one: 'update', many: 'updates' },
	{ of: ({ counts }) => counts.unchanged, one: 'unchanged row', many: 'unchanged rows' }
];

const losses: Figure[] = [
	{
		of: (summary) => summary.losses.customersUnblocked,
		one: 'customer unblocked',
		many: 'customers unblocked'
	},
	{
		of: (summary) => summary.losses.creditLimitsRemoved,
		one: 'credit limit removed',
		many: 'credit limits removed'
	},
	{ of: (summary) => summary.losses.namesRemoved, one: 'name removed', many: 'names removed' },
	{ of: (summary) => summary.losses.notesRemoved, one: 'note cleared', many: 'notes cleared' }
];

/**
 * What a change of the columns did to the counts (spec M7): "3 more updates, 2 fewer unchanged rows, 1 customer
 * unblocked". Empty where they are the same.
 */
export function effectSentence(before: ReviewSummary, after: ReviewSummary): string {
	function words({ of, one, many }: Figure, isLoss: boolean): string[] {
		const more = of(after) - of(before);
		if (more === 0) return [];
		// Losses that were not there before are losses, not more of them.
		if (isLoss && of(before) === 0) return [countOf(more, one, many)];
		const size = Math.abs(more);
		return [`${count(size)} ${more > 0 ? 'more' : 'fewer'} ${size === 1 ? one : many}`];
	}
	return [
		...figures.flatMap((figure) => words(figure, false)),
		...losses.flatMap((figure) => words(figure, true))
	].join(', ');
}
