import { fieldDefinition } from '../../customer/field-catalogue.ts';
import { quotedLine } from '../csv/quoted-line.ts';
import { issueMessage } from '../messages.ts';
import { cellOfIssue } from './list-issues.ts';
import type { Review } from './review.ts';

/** A plan's issues as a CSV file with BOM and CRLF: row, column, value as written, problem (spec W3, E2). */
export function writeIssues(review: Review): string {
	const { issueList } = review.plan;
	const lines = Array.from({ length: issueList.length }, (_, number) => {
		const issue = issueList.at(number);
		const column = issue.field === null ? '' : fieldDefinition(issue.field).label;
		return [String(issue.row), column, cellOfIssue(review, issue) ?? '', issueMessage(issue)];
	});
	return '\ufeff' + [['row', 'column', 'value', 'problem'], ...lines].map(quotedLine).join('');
}
