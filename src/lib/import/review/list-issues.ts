import type { RowIssue, RowIssueCode } from '../issue.ts';
import type { Review } from './review.ts';
import { fixedCell } from './review-rows.ts';
import { indexOfRow } from '../read/row-index.ts';
import { shortenText } from '../shorten-text.ts';
import type { IssueGroup, ListedIssue } from '../worker-api.ts';

/** How many issues of one kind a summary lists; the rest are asked for. */
export const listedIssues = 20;

const maxIssueValueLength = 40;

/** The plan's issues by kind, in the order in which the kinds first occur, each with its first ones (spec W3). */
export function groupIssues(review: Review): IssueGroup[] {
	return [...review.plan.issueList.counts()].map(([code, count]) => ({
		code,
		count,
		issues: issuesOfKind(review, code, 0, listedIssues)
	}));
}

/** A window of the issues of one kind, in the order of rows. */
export function issuesOfKind(
	review: Review,
	code: RowIssueCode,
	offset: number,
	limit: number
): ListedIssue[] {
	const { issueList } = review.plan;
	return issueList.ofKind(code, offset, limit).map((number) => listIssue(review, issueList.at(number)));
}

/** The cell that an issue is about, with its fix; null for an issue of the whole row. */
export function cellOfIssue(review: Review, { row, field }: RowIssue): string | null {
	const index = indexOfRow(review.desk.source.rowNumbers, row);
	return field === null || index === -1 ? null : fixedCell(review, index, field);
}

function listIssue(review: Review, issue: RowIssue): ListedIssue {
	const cell = cellOfIssue(review, issue);
	return { issue, value: cell === null ? null : shortenText(cell, maxIssueValueLength) };
}
