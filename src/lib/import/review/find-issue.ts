import type { FoundIssue, IssuePlace } from '../worker-api.ts';
import type { Review } from './review.ts';

/**
 * The issue after or before a place, in the order of rows, then of fields; beyond the last or first one it goes
 * on at the other end and says so (spec W3). From null, the first or the last. Null where there are no issues.
 */
export function findIssue(
	{ plan: { issueList } }: Review,
	from: IssuePlace | null,
	direction: 'next' | 'previous'
): FoundIssue | null {
	const { length } = issueList;
	if (length === 0) return null;
	const wanted =
		direction === 'next'
			? from === null
				? 0
				: issueList.countThrough(from.row, from.field)
			: (from === null ? length : issueList.countBefore(from.row, from.field)) - 1;
	const wrapped = wanted < 0 || wanted >= length;
	const number = wrapped ? (direction === 'next' ? 0 : length - 1) : wanted;
	const issue = issueList.at(number);
	return { row: issue.row, field: issue.field, issue, number: number + 1, of: length, wrapped };
}
