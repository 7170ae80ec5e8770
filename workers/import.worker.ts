import { expose } from 'comlink';
import type { Customer } from '../src/lib/customer/customer.ts';
import type { PlanUsage } from '../src/lib/customer/plan-limit.ts';
import { type PortableFixes, adoptFixes, exportFixes } from '../src/lib/import/fixes/carry-fixes.ts';
import { checkEdit } from '../src/lib/import/review/check-edit.ts';
import { type Desk, distinctEmails, mapDesk, openDesk, passRows } from '../src/lib/import/fixes/desk.ts';
import { findIssue } from '../src/lib/import/review/find-issue.ts';
import { findRows, positionOfRow } from '../src/lib/import/review/find-rows.ts';
import { fixDesk } from '../src/lib/import/review/fix-desk.ts';
import { issuesOfKind } from '../src/lib/import/review/list-issues.ts';
import { nextBatch } from '../src/lib/import/review/next-batch.ts';
import { makeSubmission } from '../src/lib/import/plan/make-submission.ts';
import { type SizeLimits, fitsOneImport } from '../src/lib/import/limits.ts';
import { clearEmptyCells } from '../src/lib/import/mapping.ts';
import type { PlanOptions } from '../src/lib/import/plan.ts';
import { type Review, reviewDesk } from '../src/lib/import/review/review.ts';
import { reviewRows, rowsByNumber } from '../src/lib/import/review/review-rows.ts';
import { rowDetails } from '../src/lib/import/review/row-details.ts';
import { readFile } from '../src/lib/import/read-file.ts';
import { findReadings } from '../src/lib/import/read/readings.ts';
import { summarizeFile } from '../src/lib/import/columns/summarize-file.ts';
import { fixedRows } from '../src/lib/import/fixes/summarize-fixes.ts';
import { summarizeReview } from '../src/lib/import/review/summarize-review.ts';
import type { ReadOptions } from '../src/lib/import/table.ts';
import type { ImportWorkerApi, RowQuery } from '../src/lib/import/worker-api.ts';
import { writeCorrected } from '../src/lib/import/fixes/write-corrected.ts';
import { writeIssues } from '../src/lib/import/review/write-issues.ts';
import { writeSetAside } from '../src/lib/import/fixes/write-set-aside.ts';
import { hashBytes } from './hash-bytes.ts';
import { readBytes } from './read-bytes.ts';

// What this worker knows: one file on the desk, the customers to compare with, the plan under review.
let bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
let desk: Desk;
/** How a text file was read; null for a workbook, which can be read in one way only. */
let readAs: ReadOptions | null = null;
/** The limits of one import, where the file takes several (spec I30). */
let batchLimits: SizeLimits | null = null;
let existing = new Map<string, Customer>();
/** The addresses that were looked up, whether customers were found or not. */
let lookedUp = new Set<string>();
let usage: PlanUsage = { allowed: null, present: 0 };
let options: PlanOptions = { emptyCells: clearEmptyCells };
let review: Review | null = null;
/** The rows of the last query: the page asks for window after window of the same ones. */
let found: { review: Review; query: RowQuery; rows: readonly number[] } | null = null;

function rowsOf(current: Review, query: RowQuery): readonly number[] {
	const isKnown =
		found?.review === current && found.query.filter === query.filter && found.query.search === query.search;
	if (!isKnown) found = { review: current, query, rows: findRows(current, query) };
	return found?.rows ?? [];
}

function emailsToLookUp(): string[] {
	return [...distinctEmails(desk)].filter((email) => !lookedUp.has(email));
}

const api = {
	async open(file, readOptions, limits, onProgress) {
		const original = await readBytes(file, onProgress);
		const read = await readFile(original, readOptions, limits.file);
		if (read.kind === 'unreadable') return read;
		bytes = read.bytes;
		desk = openDesk(read.table);
		readAs = read.workbook === null ? readOptions : null;
		review = found = null;
		existing = new Map();
		lookedUp = new Set();
		const sha256 = await hashBytes(original);
		const { table, workbook } = read;
		const size = { bytes: original.length, csvBytes: bytes.length, rows: table.rows.length };
		batchLimits = fitsOneImport(size, limits) ? null : limits;
		return { kind: 'opened', file: summarizeFile({ bytes: original.length, sha256 }, table, workbook) };
	},
	async readings() {
		if (readAs === null) return { encodings: [], delimiters: [] };
		return findReadings(bytes, desk.source, readAs);
	},
	async map(mapping) {
		desk = mapDesk(desk, mapping);
		return { toLookUp: emailsToLookUp().length };
	},
	emailsToLookUp: async (limit) => emailsToLookUp().slice(0, limit),
	async addExisting(emails, customers, planUsage) {
		for (const email of emails) lookedUp.add(email);
		for (const customer of customers) existing.set(customer.email, customer);
		usage = planUsage;
	},
	async forgetExisting() {
		existing = new Map();
		lookedUp = new Set();
	},
	async fix(request) {
		const before = desk;
		if (review) desk = fixDesk(desk, review, request);
		return { changed: desk !== before };
	},
	async exportFixes() {
		return new Blob([JSON.stringify(exportFixes(desk))], { type: 'application/json' });
	},
	async adoptFixes(fixes) {
		const result = adoptFixes(desk, JSON.parse(await fixes.text()) as PortableFixes);
		desk = result.desk;
		return result.adopted;
	},
	async fixRows(id, offset, limit) {
		const fix = desk.fixes.find((one) => one.id === id);
		return fix ? fixedRows(fix, offset, limit) : [];
	},
	async review(emptyCells) {
		options = { emptyCells };
		review = reviewDesk(desk, existing, options);
		return summarizeReview(review, usage, batchLimits);
	},
	// The page may ask for rows of a file that was replaced in the meantime: there are none then.
	async rows(query, offset, limit) {
		if (review === null) return { total: 0, rows: [] };
		const rows = rowsOf(review, query);
		return { total: rows.length, rows: reviewRows(review, rows, offset, limit) };
	},
	rowsByNumber: async (rowNumbers) => (review ? rowsByNumber(review, rowNumbers) : []),
	positionOf: async (row, query) => (review ? positionOfRow(review, rowsOf(review, query), row) : -1),
	details: async (row) => (review ? rowDetails(review, row, options) : null),
	checkEdit: async (row, field, text) => (review ? checkEdit(review, row, field, text) : []),
	findIssue: async (from, direction) => (review ? findIssue(review, from, direction) : null),
	issues: async (code, offset, limit) => (review ? issuesOfKind(review, code, offset, limit) : []),
	issuesFile: async () => csvBlob(review ? writeIssues(review) : ''),
	async correctedFile() {
		const { cells, aside } = desk.folded;
		const file = writeCorrected(bytes, desk.source, cells, new Set(aside.keys()));
		return { blob: csvBlob(file.bytes), encodingChanged: file.encodingChanged };
	},
	async asideFile() {
		const { aside, cells } = desk.folded;
		const rows = [...aside].map(([index, problems]) => ({ index, problems }));
		return csvBlob(writeSetAside(bytes, desk.source, rows, cells));
	},
	async submission() {
		if (review === null) throw new Error('A submission comes after a review.');
		return makeSubmission(review.rows, options, review.plan);
	},
	async nextBatch() {
		if (review === null || batchLimits === null) throw new Error('A batch is of a reviewed large file.');
		return nextBatch(review, desk.passed, options, batchLimits);
	},
	async passRows(passed) {
		desk = passRows(desk, passed);
	}
} satisfies ImportWorkerApi;

function csvBlob(content: Uint8Array<ArrayBuffer> | string): Blob {
	return new Blob([content], { type: 'text/csv' });
}

expose(api);
