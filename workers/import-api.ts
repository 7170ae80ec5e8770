import type { PlanUsage } from '../src/lib/customer/plan-limit.ts';
import { type PortableFixes, adoptFixes, exportFixes } from '../src/lib/import/fixes/carry-fixes.ts';
import { checkedRows as checkedRowsOf } from '../src/lib/import/review/checked-rows.ts';
import { checkEdit } from '../src/lib/import/review/check-edit.ts';
import { type Desk, checkedRows, mapDesk, openDesk, passRows } from '../src/lib/import/fixes/desk.ts';
import { findIssue } from '../src/lib/import/review/find-issue.ts';
import { findRows, positionOfRow } from '../src/lib/import/review/find-rows.ts';
import { fixDesk } from '../src/lib/import/review/fix-desk.ts';
import { issuesOfKind } from '../src/lib/import/review/list-issues.ts';
import { nextBatch } from '../src/lib/import/review/next-batch.ts';
import { makeSubmission } from '../src/lib/import/plan/make-submission.ts';
import { PackedCustomers } from '../src/lib/import/plan/packed-customers.ts';
import { type SizeLimits, fitsOneImport } from '../src/lib/import/limits.ts';
import { clearEmptyCells } from '../src/lib/import/mapping.ts';
import type { PlanOptions } from '../src/lib/import/plan.ts';
import { type Review, reviewDesk } from '../src/lib/import/review/review.ts';
import { reviewRows, rowsByNumber } from '../src/lib/import/review/review-rows.ts';
import { rowDetails } from '../src/lib/import/review/row-details.ts';
import { readFile } from '../src/lib/import/read-file.ts';
import { firstBytes, readFirstRows } from '../src/lib/import/read/read-first-rows.ts';
import { findReadings } from '../src/lib/import/read/readings.ts';
import { summarizeFile } from '../src/lib/import/columns/summarize-file.ts';
import { fixedRows } from '../src/lib/import/fixes/summarize-fixes.ts';
import { summarizeReview } from '../src/lib/import/review/summarize-review.ts';
import type { ReadOptions } from '../src/lib/import/table.ts';
import type { ImportWorkerApi, ReadingListener, RowQuery } from '../src/lib/import/worker-api.ts';
import { writeCorrected } from '../src/lib/import/fixes/write-corrected.ts';
import { writeIssues } from '../src/lib/import/review/write-issues.ts';
import { writeSetAside } from '../src/lib/import/fixes/write-set-aside.ts';
import { hashBytes } from './hash-bytes.ts';
import { createLookupQueue } from './lookup-queue.ts';
import { readBytes } from './read-bytes.ts';

/**
 * The answers of a worker that holds one file: what it asks for is in `ImportWorkerApi`. Each has a desk of its own and
 * knows nothing of any other.
 */
export function createImportApi(): Omit<ImportWorkerApi, 'warmUp'> {
	// What it knows: one file on the desk, the customers to compare with, the plan under review.
	let bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
	let desk: Desk;
	/** How a text file was read; null for a workbook, which can be read in one way only. */
	let readAs: ReadOptions | null = null;
	/** The limits of one import, where the file takes several (spec I30). */
	let batchLimits: SizeLimits | null = null;
	let existing = new PackedCustomers();
	const lookups = createLookupQueue();
	let usage: PlanUsage = { allowed: null, present: 0 };
	let options: PlanOptions = { emptyCells: clearEmptyCells };
	let review: Review | null = null;
	/** Whether it is a plan: rows are checked before the customers are known. */
	let isCompared = false;
	/** The rows of the last query: the page asks for window after window of the same ones. */
	let found: { review: Review; query: RowQuery; rows: Int32Array } | null = null;

	function rowsOf(current: Review, query: RowQuery): Int32Array {
		const isKnown =
			found?.review === current && found.query.filter === query.filter && found.query.search === query.search;
		if (found === null || !isKnown) found = { review: current, query, rows: findRows(current, query) };
		return found.rows;
	}

	return {
		async open(file, readOptions, limits, listener) {
			const [original] = await Promise.all([
				readBytes(file, (part) => listener.onProgress(part)),
				tellFirstRows(file, readOptions, listener)
			]);
			// Beside the reading of the rows: the browser hashes in a thread of its own.
			const hashing = hashBytes(original);
			const read = await readFile(original, readOptions, limits.file);
			if (read.kind === 'unreadable') return read;
			bytes = read.bytes;
			desk = openDesk(read.table);
			readAs = read.workbook === null ? readOptions : null;
			review = found = null;
			existing = new PackedCustomers();
			lookups.clear();
			const sha256 = await hashing;
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
			return { toLookUp: lookups.fill(desk) };
		},
		emailsToLookUp: async (limit) => lookups.take(limit),
		async addExisting(emails, customers, planUsage) {
			lookups.answer(emails);
			existing.add(customers);
			usage = planUsage;
		},
		async forgetExisting() {
			existing = new PackedCustomers();
			lookups.clear();
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
		async check() {
			review = reviewDesk(desk, new PackedCustomers(), options, review);
			isCompared = false;
			return { sound: review.plan.counts.create, issueCount: review.plan.issueList.length };
		},
		async review(emptyCells) {
			options = { emptyCells };
			review = reviewDesk(desk, existing, options, review);
			isCompared = true;
			return summarizeReview(review, usage, batchLimits);
		},
		// The page may ask for rows of a file that was replaced in the meantime: there are none then.
		async rows(query, offset, limit) {
			if (review === null) return { total: 0, rows: [] };
			const rows = rowsOf(review, query);
			const rowsAt = isCompared ? reviewRows : checkedRowsOf;
			return { total: rows.length, rows: rowsAt(review, rows, offset, limit) };
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
			if (review === null || !isCompared) throw new Error('A submission comes after a review.');
			return makeSubmission(checkedRows(review.desk), options, review.plan);
		},
		async nextBatch() {
			if (review === null || !isCompared || batchLimits === null)
				throw new Error('A batch is of a reviewed large file.');
			return nextBatch(review, desk.passed, options, batchLimits);
		},
		async passRows(passed) {
			desk = passRows(desk, passed);
		}
	};
}

// Of so many bytes a file is read to its end within a frame or two: its beginning would only flicker.
const shortFile = 1024 * 1024;

/** Tells what the beginning of a file says, where the rest of it takes a while. */
async function tellFirstRows(file: Blob, options: ReadOptions, listener: ReadingListener): Promise<void> {
	if (file.size <= shortFile) return;
	const beginning = new Uint8Array(await file.slice(0, firstBytes).arrayBuffer());
	const first = readFirstRows(beginning, options);
	if (first !== null) listener.onFirstRows(first);
}

function csvBlob(content: Uint8Array<ArrayBuffer> | string): Blob {
	return new Blob([content], { type: 'text/csv' });
}
