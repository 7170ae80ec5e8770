import type { Remote } from 'comlink';
import type { FieldName } from '../customer/customer.ts';
import type { FixedRow } from '../import/fix.ts';
import type { RowIssue, RowIssueCode } from '../import/issue.ts';
import type {
	CorrectedFile,
	FoundIssue,
	ImportWorkerApi,
	IssuePlace,
	ListedIssue,
	Readings,
	RowDetails
} from '../import/worker-api.ts';
import type { WorkerAnswer } from './import-worker.ts';

/** Asks the worker about the open file; see `ImportWorker.ask`. */
export type AskWorker = <T>(
	question: (api: Remote<ImportWorkerApi>) => Promise<T>
) => Promise<WorkerAnswer<T>>;

/** What the preview asks about the review and changes nothing by. Without an open file there is no answer. */
export interface ReviewQuestions {
	readings: () => Promise<Readings>;
	/** More issues of one kind, from this one on (spec W3). */
	moreIssues: (code: RowIssueCode, offset: number) => Promise<ListedIssue[]>;
	findIssue: (from: IssuePlace | null, direction: 'next' | 'previous') => Promise<FoundIssue | null>;
	details: (row: number) => Promise<RowDetails | null>;
	checkEdit: (row: number, field: FieldName, text: string) => Promise<RowIssue[]>;
	/** More of what one fix did, from this row on. */
	fixRows: (id: number, offset: number) => Promise<FixedRow[]>;
	issuesFile: () => Promise<Blob | null>;
	correctedFile: () => Promise<CorrectedFile | null>;
	asideFile: () => Promise<Blob | null>;
}

const moreAtOnce = 100;

/** The questions of a review, put to the worker that holds it. */
export function reviewQuestions(ask: AskWorker): ReviewQuestions {
	async function answer<T>(question: (api: Remote<ImportWorkerApi>) => Promise<T>, otherwise: T): Promise<T> {
		const given = await ask(question);
		return given.kind === 'answer' ? given.value : otherwise;
	}
	return {
		readings: () => answer((api) => api.readings(), { encodings: [], delimiters: [] }),
		moreIssues: (code, offset) => answer((api) => api.issues(code, offset, moreAtOnce), []),
		findIssue: (from, direction) => answer((api) => api.findIssue(from, direction), null),
		details: (row) => answer((api) => api.details(row), null),
		checkEdit: (row, field, text) => answer((api) => api.checkEdit(row, field, text), []),
		fixRows: (id, offset) => answer((api) => api.fixRows(id, offset, moreAtOnce), []),
		issuesFile: () => answer<Blob | null>((api) => api.issuesFile(), null),
		correctedFile: () => answer<CorrectedFile | null>((api) => api.correctedFile(), null),
		asideFile: () => answer<Blob | null>((api) => api.asideFile(), null)
	};
}
