import type { PlanUsage } from '../../customer/plan-limit.ts';
import { findConfirmations } from '../plan/confirmations.ts';
import type { SuggestionReason } from '../fix.ts';
import type { SizeLimits } from '../limits.ts';
import { groupIssues } from './list-issues.ts';
import { summarizeBatches } from './next-batch.ts';
import type { Review } from './review.ts';
import { shortenText } from '../shorten-text.ts';
import { statusWords } from './status-words.ts';
import { suggestionsOf } from './suggestions.ts';
import { hasRow } from '../fixes/row-set.ts';
import { summarizeFixes } from '../fixes/summarize-fixes.ts';
import { cellText } from '../table.ts';
import { collectWarnings } from './warnings.ts';
import type { ReviewSummary, SuggestionGroup } from '../worker-api.ts';
import { type FieldName, fieldNames } from '../../customer/customer.ts';

const firstSuggestions = 3;
const maxTextLength = 60;

/**
 * What the page is told of a review; rows and issues are asked for in windows.
 *
 * @param batchLimits of one import, for a file that is too large for one (spec I30); null for any other
 */
export function summarizeReview(
	review: Review,
	usage: PlanUsage,
	batchLimits: SizeLimits | null
): ReviewSummary {
	const { plan, desk } = review;
	const words = statusWords(review);
	return {
		counts: plan.counts,
		losses: plan.losses,
		warnings: collectWarnings(review, words, usage),
		issueGroups: groupIssues(review),
		issueCount: plan.issueList.length,
		suggestions: groupSuggestions(review),
		statusWords: words.words,
		statusWordCount: words.count,
		fixes: summarizeFixes(desk),
		fixedRows: [...desk.folded.cells.keys()].filter((index) => !hasRow(desk.passed, index)).length,
		asideRows: review.groups.aside.length,
		confirmations: findConfirmations(plan, usage.present),
		batches: batchLimits && summarizeBatches(review, batchLimits)
	};
}

function groupSuggestions(review: Review): SuggestionGroup[] {
	const kinds = new Map<string, { field: FieldName; reason: SuggestionReason }>();
	for (const ofRow of review.suggestions.values()) {
		for (const field of fieldNames) {
			const reason = ofRow[field]?.reason;
			if (reason) kinds.set(`${field} ${reason}`, { field, reason });
		}
	}
	return [...kinds.values()].map(({ field, reason }) => {
		const found = suggestionsOf(review, field, reason);
		return {
			field,
			reason,
			count: found.length,
			first: found.slice(0, firstSuggestions).map(({ index, suggestion }) => ({
				row: review.desk.source.rowNumbers[index] ?? 0,
				before: shortenText(textAt(review, index, field), maxTextLength),
				after: shortenText(suggestion.to, maxTextLength)
			}))
		};
	});
}

function textAt({ desk }: Review, index: number, field: FieldName): string {
	const column = desk.mapping[field];
	return column === null ? '' : cellText(desk.table, index, column);
}
