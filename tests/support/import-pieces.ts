import type {
	ColumnSummary,
	FileSummary,
	ComparedRow,
	ReviewSummary
} from '../../src/lib/import/worker-api.ts';
import { noMapping } from '../../src/lib/import/mapping.ts';

/** A column of a file, as the worker would tell the page of it. */
export function column(index: number, header: string, fields: Partial<ColumnSummary> = {}): ColumnSummary {
	return {
		index,
		header,
		label: header,
		filled: 3,
		samples: [`${header} 1`, `${header} 2`],
		ignored: null,
		selectable: true,
		joins: null,
		...fields
	};
}

/** A file of three rows with these columns. */
export function fileSummary(columns: ColumnSummary[], fields: Partial<FileSummary> = {}): FileSummary {
	return {
		rows: 3,
		blankRows: 0,
		bytes: 120,
		sha256: '0'.repeat(64),
		dialect: { encoding: 'utf-8', delimiter: ',' },
		columns,
		mapping: noMapping,
		suggestions: [],
		headerRow: 1,
		topRows: [],
		workbook: null,
		...fields
	};
}

/** A review in which nothing happens but what a test says. */
export function reviewSummary(fields: Partial<ReviewSummary> = {}): ReviewSummary {
	return {
		counts: { create: 0, update: 0, unchanged: 0, issue: 0 },
		losses: { namesRemoved: 0, notesRemoved: 0, creditLimitsRemoved: 0, customersUnblocked: 0 },
		warnings: [],
		issueGroups: [],
		issueCount: 0,
		suggestions: [],
		statusWords: [],
		statusWordCount: 0,
		fixes: [],
		fixedRows: 0,
		asideRows: 0,
		confirmations: [],
		batches: null,
		...fields
	};
}

/** A row of the preview. */
export function reviewRow(fields: Partial<ComparedRow> = {}): ComparedRow {
	return {
		row: 2,
		kind: 'create',
		email: 'a@x.co',
		values: { email: 'a@x.co', name: null, status: 'ACTIVE', notes: null, creditLimit: null },
		changes: [],
		issues: [],
		fixed: {},
		suggestions: {},
		...fields
	};
}
