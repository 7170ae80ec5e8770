import type { Customer } from '../lib/customer/customer.ts';
import type { PlanUsage } from '../lib/customer/plan-limit.ts';
import type { ApplyRequest, BatchOfRun } from '../lib/import/apply.ts';
import { checkedRows } from '../lib/import/fixes/desk.ts';
import type { ImportWarning, RowIssue } from '../lib/import/issue.ts';
import { type EmptyCells, clearEmptyCells } from '../lib/import/mapping.ts';
import type { Losses, OutcomeCounts, RowOutcome } from '../lib/import/plan.ts';
import type { Confirmation } from '../lib/import/plan/confirmations.ts';
import { cutBatches } from '../lib/import/plan/cut-batches.ts';
import { makeSubmission } from '../lib/import/plan/make-submission.ts';
import { fixDesk } from '../lib/import/review/fix-desk.ts';
import { type Review, reviewDesk } from '../lib/import/review/review.ts';
import { summarizeReview } from '../lib/import/review/summarize-review.ts';
import type { Submission } from '../lib/import/worker-api.ts';
import { newImportId } from '../lib/wire/new-import-id.ts';
import type { MappedTable } from './map-columns.ts';

/** What a file is compared with: the customers that have its addresses, and how much of its plan the company uses. */
export interface ExistingCustomers {
	/** Others do no harm. */
	customers: readonly Customer[];
	usage: PlanUsage;
}

/** What a person would decide at the review. */
export interface PlanImportOptions {
	/** What an empty cell of a mapped column does; `clear` where a field is left out (spec S3). */
	emptyCells?: Partial<EmptyCells>;
	/** Spreadsheet rows that are not imported (spec W4). */
	leaveOut?: readonly number[];
	/** What a person has confirmed of what is unusual about the import (spec W9). */
	confirmed?: readonly Confirmation['code'][];
}

/** Why there is nothing to send, as the page would not let a person press Import. */
export type PlanObstacle =
	/** Rows with issues: mend the file or leave the rows out (spec W4). */
	| { code: 'ISSUES'; rows: number }
	/** Every row matches its customer already (spec W7). */
	| { code: 'NOTHING_TO_CHANGE' }
	/** The plan allows fewer customers than several imports would come to, which would stop in the middle (spec I30, W6). */
	| { code: 'PLAN_LIMIT'; allowed: number; present: number; creates: number }
	/** Something about it is unusual, and nobody has confirmed it (spec W9). */
	| { code: 'NOT_CONFIRMED'; confirmations: Confirmation[] };

/** What an import would do, exactly as the import page previews it. */
export interface PlannedImport {
	counts: OutcomeCounts;
	losses: Losses;
	/** In the order of rows. Made when asked. */
	readonly issues: readonly RowIssue[];
	/** What the import does with each row, but for those that are left out. Made when asked. */
	readonly outcomes: readonly RowOutcome[];
	warnings: ImportWarning[];
	/** What is unusual about it (spec W9); `confirmed` of the options has no part in this. */
	confirmations: Confirmation[];
	/** How many imports it takes; 0 where nothing changes, more than 1 only where one cannot hold the file (spec I30). */
	imports: number;
	/** Null where it can be applied. */
	obstacle: PlanObstacle | null;
	/** What to send where it takes one import; null where it takes several, and where something stands in its way. */
	request: ApplyRequest | null;
	/**
	 * What to send, import by import; none where something stands in its way. Each is all or nothing, and the next one
	 * is to be sent when the one before is known to be written. Asked for again, the same ones come again, by their ids.
	 */
	requests(): Iterable<ApplyRequest>;
}

/**
 * Plans an import by the functions of the import page and the server (spec 3.5), so that what it says is what is
 * written: where the customers changed meanwhile, the server refuses it with the rows that differ.
 */
export function planImport(
	mapped: MappedTable,
	existing: ExistingCustomers,
	options: PlanImportOptions = {}
): PlannedImport {
	const emptyCells = { ...clearEmptyCells, ...options.emptyCells };
	const review = reviewWithout(mapped, existing, emptyCells, options.leaveOut ?? []);
	const { plan } = review;
	const { batchLimits } = mapped.read;
	const { warnings, confirmations, batches } = summarizeReview(review, existing.usage, batchLimits);
	const { counts, losses } = plan;
	const imports = batches?.count ?? Math.min(counts.create + counts.update, 1);
	const open = confirmations.filter(({ code }) => !options.confirmed?.includes(code));
	const obstacle = findObstacle(counts, imports, warnings, open);

	const ids: string[] = [];
	let runId: string | undefined;
	// Without a mapping to remember: what the page proposes to people is what people confirmed (spec M9).
	function requestOf(submission: Submission, number: number, run: BatchOfRun | null): ApplyRequest {
		const { fileName, sha256, bytes } = mapped.read;
		const file = { name: fileName, sha256, bytes };
		const importId = (ids[number] ??= newImportId());
		return { importId, file, mapping: mapped.mapping, ...(run && { run }), submission };
	}

	function* requests(): Generator<ApplyRequest, void, undefined> {
		if (obstacle !== null) return;
		const rows = checkedRows(review.desk);
		if (batchLimits === null) {
			yield requestOf(makeSubmission(rows, { emptyCells }, plan), 0, null);
			return;
		}
		let batch = 0;
		for (const part of cutBatches(rows, plan, batchLimits)) {
			batch++;
			const run = imports === 1 ? null : { id: (runId ??= newImportId()), batch, batches: imports };
			yield requestOf(makeSubmission(rows, { emptyCells }, plan, part), batch - 1, run);
		}
	}

	let request: ApplyRequest | null | undefined;
	return {
		counts,
		losses,
		get issues() {
			return plan.issues;
		},
		get outcomes() {
			return plan.outcomes;
		},
		warnings,
		confirmations,
		imports,
		obstacle,
		get request() {
			request ??= imports === 1 ? ([...requests()][0] ?? null) : null;
			return request;
		},
		requests
	};
}

function reviewWithout(
	{ desk }: MappedTable,
	existing: ExistingCustomers,
	emptyCells: EmptyCells,
	leaveOut: readonly number[]
): Review {
	const customers = new Map(existing.customers.map((customer) => [customer.email, customer]));
	const review = reviewDesk(desk, customers, { emptyCells });
	if (leaveOut.length === 0) return review;
	const without = fixDesk(desk, review, { kind: 'set-aside', rows: [...leaveOut] });
	return reviewDesk(without, customers, { emptyCells });
}

/** The first thing that stands in the way, as of the page's Import (spec W4, W7, W9). */
function findObstacle(
	counts: OutcomeCounts,
	imports: number,
	warnings: readonly ImportWarning[],
	open: Confirmation[]
): PlanObstacle | null {
	if (counts.issue > 0) return { code: 'ISSUES', rows: counts.issue };
	if (imports === 0) return { code: 'NOTHING_TO_CHANGE' };
	const exceeded = warnings.find((warning) => warning.code === 'PLAN_LIMIT');
	if (imports > 1 && exceeded !== undefined) return exceeded;
	return open.length > 0 ? { code: 'NOT_CONFIRMED', confirmations: open } : null;
}
