import { fieldNames } from '../../customer/customer.ts';
import type { FoundIssue, IssuePlace } from '../worker-api.ts';
import type { Review } from './review.ts';

/**
 * The issue after or before a place, in the order of rows, then of fields; beyond the last or first one it goes
 * on at the other end and says so (spec W3). From null, the first or the last. Null where there are no issues.
 */
export function findIssue(
	{ plan: { issues } }: Review,
	from: IssuePlace | null,
	direction: 'next' | 'previous'
): FoundIssue | null {
	if (issues.length === 0) return null;
	const at =
		direction === 'next'
			? issues.findIndex((issue) => from === null || comparePlaces(issue, from) > 0)
			: issues.findLastIndex((issue) => from === null || comparePlaces(issue, from) < 0);
	const wrapped = at === -1;
	const found = wrapped ? (direction === 'next' ? 0 : issues.length - 1) : at;
	const issue = issues[found];
	if (issue === undefined) return null;
	return { row: issue.row, field: issue.field, issue, number: found + 1, of: issues.length, wrapped };
}

function comparePlaces(one: IssuePlace, other: IssuePlace): number {
	return one.row - other.row || fieldPosition(one) - fieldPosition(other);
}

// An issue of the whole row comes before those of its fields, as in a plan.
function fieldPosition({ field }: IssuePlace): number {
	return field === null ? -1 : fieldNames.indexOf(field);
}
