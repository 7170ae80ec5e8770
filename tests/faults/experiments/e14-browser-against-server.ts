import fc from 'fast-check';
import type { Customer, FieldName } from '../../../src/lib/customer/customer.ts';
import { fieldNames } from '../../../src/lib/customer/customer.ts';
import { valueText } from '../../../src/lib/import/check/check-rows.ts';
import type { RowIssue } from '../../../src/lib/import/issue.ts';
import type { Mapping } from '../../../src/lib/import/mapping.ts';
import { type ArbitraryRow, arbitraryRow } from '../../support/arbitrary-cells.ts';
import { quoted } from '../../support/arbitrary-csv.ts';
import { applyRequest } from '../../support/apply-request.ts';
import { addViolations, type Experiment } from '../experiment.ts';
import { inChromium } from '../harness/chromium.ts';
import { type FaultCompany, makeFaultCompany, noteImport, sendImport } from '../harness/company.ts';
import { forgetLimits, onInstances } from '../harness/instances.ts';
import { type BrowserVerdict, type PageWorker, startPageWorker } from '../harness/page-worker.ts';
import { type StaffClient, signIn } from '../harness/staff-client.ts';
import { checkInvariants } from '../invariants.ts';

const rows = { short: 400, full: 10_000 };
/** A refusal names 200 issues; of so many rows there are hardly ever more. */
const rowsOfFile = 100;

const mapping: Mapping = { email: 0, name: 1, status: 2, notes: 3, creditLimit: 4 };

/** Counts of what must not happen. */
function nothing() {
	return {
		'rows that the browser takes and the server refuses': 0,
		'rows that the browser refuses and the server takes': 0,
		'issues that are others': 0,
		'plans that are others': 0
	};
}

type Violations = ReturnType<typeof nothing>;

/** The worker in a real browser and the procedure judge the same rows, good ones and bad ones. */
export const browserAgainstServer: Experiment = {
	id: 'E14',
	title: "the browser's verdict against the server's on generated rows, in both directions",
	run: (size, seed) =>
		inChromium((browser) =>
			onInstances(1, async ({ database, origin }) => {
				const company = await makeFaultCompany(database.url);
				const client = await signIn(origin, company.owner);
				const worker = await startPageWorker(browser, origin);
				const violations = nothing();
				const seen = { good: 0, bad: 0, issues: 0 };
				const all = fc.sample(arbitraryRow(), { seed, numRuns: rows[size] });
				for (let at = 0; at < all.length; at += rowsOfFile) {
					await forgetLimits(database);
					await compare(worker, company, client, all.slice(at, at + rowsOfFile), violations, seen);
				}
				const mustNever: Record<string, number> = { ...violations };
				const checked = { databaseUrl: database.url, companies: [company], origin };
				addViolations(mustNever, await checkInvariants(checked));
				const figures = {
					'rows without issues': seen.good,
					'rows with issues': seen.bad,
					'issues compared': seen.issues
				};
				return { rounds: all.length, mustNever, figures };
			})
		)
};

/** One file: its bad rows are sent as they are, and its good ones as the browser sends them. */
async function compare(
	worker: PageWorker,
	company: FaultCompany,
	client: StaffClient,
	file: readonly ArbitraryRow[],
	violations: Violations,
	seen: { good: number; bad: number; issues: number }
): Promise<void> {
	async function lookUp(emails: string[]): Promise<Customer[]> {
		const answer = await client.lookup(emails);
		if (answer.kind !== 'answer') throw new Error(`The lookup failed: ${JSON.stringify(answer)}`);
		return answer.value.customers;
	}
	const verdict = await worker.review(csvOf(file), mapping, lookUp);
	const bad = verdict.rows.filter(({ kind }) => kind === 'issue');
	seen.bad += bad.length;
	seen.good += verdict.rows.length - bad.length;
	if (bad.length > 0) await compareIssues(company, client, file, verdict, violations, seen);

	const good = verdict.rows.flatMap(({ row, kind }) => (kind === 'issue' ? [] : [rowAt(file, row)]));
	if (good.length > 0)
		await comparePlans(company, client, await worker.review(csvOf(good), mapping, lookUp), violations);
}

/** All rows as written, past the browser's checks: the server finds the same issues. */
async function compareIssues(
	company: FaultCompany,
	client: StaffClient,
	file: readonly ArbitraryRow[],
	{ rows, submission }: BrowserVerdict,
	violations: Violations,
	seen: { issues: number }
): Promise<void> {
	const columns: Partial<Record<FieldName, string[]>> = {};
	for (const field of fieldNames)
		columns[field] = submission.rowNumbers.map((row) => valueText(field, rowAt(file, row)[field]));
	const request = applyRequest(columns);
	request.submission.rowNumbers = submission.rowNumbers;
	const answer = await sendImport(client, noteImport(company, request));
	if (answer.kind !== 'refused' || answer.problem.code !== 'ROWS_INVALID') {
		violations['rows that the browser refuses and the server takes']++;
		return;
	}
	const inBrowser = rows.flatMap(({ issues }) => issues.map(issueText)).sort();
	const onServer = answer.problem.issues.map(issueText).sort();
	seen.issues += inBrowser.length;
	if (answer.problem.issueCount !== inBrowser.length) violations['issues that are others']++;
	else if (inBrowser.length <= onServer.length && inBrowser.join('\n') !== onServer.join('\n'))
		violations['issues that are others']++;
}

/** The good rows, as the browser submits them: the server comes to the same plan, and writes it. */
async function comparePlans(
	company: FaultCompany,
	client: StaffClient,
	{ counts, submission }: BrowserVerdict,
	violations: Violations
): Promise<void> {
	const request = { ...applyRequest({ email: [] }), submission };
	const answer = await sendImport(client, noteImport(company, request));
	if (answer.kind === 'answer') {
		const { created, updated, unchanged } = answer.value;
		const isSame = created === counts.create && updated === counts.update && unchanged === counts.unchanged;
		if (!isSame || counts.issue > 0) violations['plans that are others']++;
	} else if (answer.kind === 'refused' && answer.problem.code === 'NOTHING_TO_CHANGE') {
		if (counts.create + counts.update > 0) violations['plans that are others']++;
	} else if (answer.kind === 'refused' && answer.problem.code === 'PLAN_STALE') {
		violations['plans that are others']++;
	} else {
		violations['rows that the browser takes and the server refuses']++;
	}
}

/** The header is row 1, and a cell with line breaks adds no rows (spec P7). */
function rowAt(file: readonly ArbitraryRow[], row: number): ArbitraryRow {
	const found = file[row - 2];
	if (found === undefined) throw new Error(`The file has no row ${row}.`);
	return found;
}

function csvOf(file: readonly ArbitraryRow[]): string {
	const lines = file.map((row) => fieldNames.map((field) => quoted(row[field])).join(','));
	return [fieldNames.join(','), ...lines, ''].join('\r\n');
}

/** All that an issue says, in one order of keys. */
function issueText(issue: RowIssue): string {
	return JSON.stringify(Object.entries(issue).sort());
}
