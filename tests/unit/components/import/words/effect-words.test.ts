import { expect, test } from 'vitest';
import { effectSentence } from '../../../../../src/lib/components/import/words/effect-words.ts';
import type { Losses, OutcomeCounts } from '../../../../../src/lib/import/plan.ts';
import type { ReviewSummary } from '../../../../../src/lib/import/worker-api.ts';
import { reviewSummary } from '../../../../support/import-pieces.ts';

function summaryOf(counts: Partial<OutcomeCounts>, losses: Partial<Losses> = {}): ReviewSummary {
	const none = reviewSummary();
	return { ...none, counts: { ...none.counts, ...counts }, losses: { ...none.losses, ...losses } };
}

test('M7 what a change of the columns did: more, fewer, and losses by themselves', () => {
	const before = summaryOf({ update: 5, unchanged: 4, issue: 2000 });
	const after = summaryOf({ update: 8, unchanged: 2, issue: 0, create: 1 }, { customersUnblocked: 1 });
	expect(effectSentence(before, after)).toBe(
		'2,000 fewer rows with issues, 1 more new customer, 3 more updates, 2 fewer unchanged rows, 1 customer unblocked'
	);
});

test('M7 more and fewer losses than before', () => {
	const before = summaryOf({}, { namesRemoved: 2, creditLimitsRemoved: 3 });
	const after = summaryOf({}, { namesRemoved: 1, creditLimitsRemoved: 5, notesRemoved: 2 });
	expect(effectSentence(before, after)).toBe(
		'2 more credit limits removed, 1 fewer name removed, 2 notes cleared'
	);
});

test('M7 nothing is said of nothing', () => {
	expect(effectSentence(summaryOf({ create: 3 }), summaryOf({ create: 3 }))).toBe('');
});
