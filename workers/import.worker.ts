import { expose } from 'comlink';
import type { Customer } from '../src/lib/customer/customer.ts';
import type { PlanUsage } from '../src/lib/customer/plan-limit.ts';
import { makeSubmission } from '../src/lib/import/make-submission.ts';
import { planImport } from '../src/lib/import/plan-import.ts';
import { readCsv } from '../src/lib/import/read-csv.ts';
import { type MappedRows, distinctEmails, remapRows } from '../src/lib/import/remap-rows.ts';
import * as reviews from '../src/lib/import/review.ts';
import { summarizeFile } from '../src/lib/import/summarize-file.ts';
import type { CsvTable } from '../src/lib/import/table.ts';
import { collectWarnings } from '../src/lib/import/warnings.ts';
import type { ImportWorkerApi, Submission } from '../src/lib/import/worker-api.ts';
import { writeIssues } from '../src/lib/import/write-issues.ts';
import { hashBytes } from './hash-bytes.ts';
import { readBytes } from './read-bytes.ts';

// What this worker knows: one file, how it is mapped, the customers to compare with, the plan under review.
let table: CsvTable;
let mapped: MappedRows | null = null;
let existing = new Map<string, Customer>();
let usage: PlanUsage = { allowed: null, present: 0 };
let review: reviews.Review | null = null;
let submit: (() => Submission) | null = null;

const api = {
	async open(file, options, limits, onProgress) {
		const bytes = await readBytes(file, onProgress);
		const read = readCsv(bytes, options, limits);
		if (read.kind === 'unreadable') return read;
		({ table } = read);
		mapped = review = submit = null;
		existing = new Map();
		const sha256 = await hashBytes(bytes);
		return { kind: 'opened', file: summarizeFile({ bytes: bytes.length, sha256 }, table) };
	},
	async map(mapping) {
		mapped = remapRows(table, mapped, mapping);
		return { emails: distinctEmails(mapped.rows) };
	},
	async setExisting(customers, planUsage) {
		existing = new Map(customers.map((customer) => [customer.email, customer]));
		usage = planUsage;
	},
	async review(emptyCells) {
		if (mapped === null) throw new Error('A review comes after a mapping.');
		const { rows, mapping } = mapped;
		const plan = planImport(rows, existing, { emptyCells });
		review = reviews.reviewPlan(table, mapping, plan);
		submit = () => makeSubmission(rows, { emptyCells }, plan);
		return {
			counts: plan.counts,
			losses: plan.losses,
			warnings: collectWarnings(table, mapping, plan, usage),
			issueGroups: reviews.groupIssues(review),
			issueCount: plan.issues.length
		};
	},
	rows: async (filter, offset, limit) => (review ? reviews.reviewRows(review, filter, offset, limit) : []),
	rowsByNumber: async (rowNumbers) => (review ? reviews.rowsByNumber(review, rowNumbers) : []),
	positionOf: async (row) => (review ? reviews.positionOfRow(review, row) : -1),
	issues: async (code, offset, limit) => (review ? reviews.issuesOfKind(review, code, offset, limit) : []),
	issuesCsv: async () => (review ? writeIssues(review) : ''),
	async submission() {
		if (submit === null) throw new Error('A submission comes after a review.');
		return submit();
	}
} satisfies ImportWorkerApi;

expose(api);
