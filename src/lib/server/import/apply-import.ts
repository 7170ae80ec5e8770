import { randomUUID } from 'node:crypto';
import { exceedsPlan, plans } from '../../customer/plan-limit.ts';
import type { ApplyProblem, ApplyRequest, ApplyResult } from '../../import/apply.ts';
import { checkSubmittedRows } from '../../import/check/check-rows.ts';
import { valuesOf } from '../../import/check/field-column.ts';
import { planDigest, rowDigest } from '../../import/plan/digest.ts';
import type { CheckedRows, ImportPlan } from '../../import/plan.ts';
import { planImport } from '../../import/plan/plan-import.ts';
import type { StaffMember } from '../auth/staff-member.ts';
import type { Queryable } from '../database.ts';
import { countCustomers } from '../customers/count-customers.ts';
import { expectRows } from './expect-rows.ts';
import { readImport } from './find-import.ts';
import { inTurn } from './import-turns.ts';
import { lockCompany } from './lock-company.ts';
import { nativeDigest } from './native-digest.ts';
import { type StoredCustomer, lockExisting, withoutId } from './read-existing.ts';
import { finishRecord, recordImport } from './record-import.ts';
import { rememberMapping } from './remembered-mappings.ts';
import { requestHash } from './request-hash.ts';
import { type NotWritten, writeCertainly } from './write-certainly.ts';
import { type PlannedCreate, type PlannedUpdate, changeCustomers, createCustomers } from './write-changes.ts';

/** The most issues of a refused import that are sent back; the count is of all. */
const maxReturnedIssues = 200;

/** What came of an apply. */
export type ApplyOutcome = ApplyResult | NotWritten;

/** An apply request with all that can be known of it without the database. */
interface Prepared {
	staff: StaffMember;
	request: ApplyRequest;
	hash: string;
	rows: CheckedRows;
	startedAt: number;
}

/**
 * Applies an import, or says why not (spec 3.7). The server trusts nothing of the request: it checks every
 * row again, reads the customers under the company's lock and computes the plan itself. Only when that plan
 * is the one that the person saw is it written: all of it with its record and audit entry, or nothing.
 *
 * @param request in the shape of `applyStruct`, its parts of one length
 * @throws whatever else the database throws; then nothing was written
 */
export async function applyImport(staff: StaffMember, request: ApplyRequest): Promise<ApplyOutcome> {
	const turn = await inTurn(staff.company.id, () => applyOnce(staff, request));
	return turn.kind === 'done' ? turn.value : turn;
}

/** `applyImport` without waiting for this process's turns: what holds when several processes import at once. */
export async function applyOnce(staff: StaffMember, request: ApplyRequest): Promise<ApplyOutcome> {
	const startedAt = performance.now();
	const { rowNumbers, columns } = request.submission;
	const rows = checkSubmittedRows(rowNumbers, columns);
	const prepared = { staff, request, hash: requestHash(request), rows, startedAt };
	return writeCertainly(staff.company.id, (transaction) => applyLocked(transaction, prepared));
}

async function applyLocked(transaction: Queryable, prepared: Prepared): Promise<ApplyResult> {
	const { staff, request, hash, rows } = prepared;
	const companyId = staff.company.id;
	const { plan: companyPlan } = await lockCompany(transaction, companyId);

	const known = await readImport(transaction, companyId, request.importId);
	if (known !== null) {
		return known.requestHash === hash
			? { kind: 'applied', import: known.applied }
			: refused({ code: 'IMPORT_ID_REUSED' });
	}

	const emails = valuesOf(rows.columns.email);
	const stored = new Map(
		(await lockExisting(transaction, companyId, emails)).map((found) => [found.email, found])
	);
	const existing = new Map([...stored].map(([email, found]) => [email, withoutId(found)]));
	const plan = planImport(rows, existing, { emptyCells: request.submission.emptyCells });

	const problem = problemOf(plan, request);
	if (problem !== null) return refused(problem);
	const allowed = plans[companyPlan].maxCustomers;
	if (allowed !== null && plan.counts.create > 0) {
		const present = await countCustomers(transaction, companyId);
		const creates = plan.counts.create;
		if (exceedsPlan({ allowed, present }, creates)) {
			return refused({ code: 'PLAN_LIMIT', allowed, present, creates });
		}
	}
	return write(transaction, prepared, plan, stored);
}

/** Why a plan is not written, as far as rows and digests tell. */
function problemOf(plan: ImportPlan, { submission }: ApplyRequest): ApplyProblem | null {
	if (plan.issues.length > 0) {
		const issues = plan.issues.slice(0, maxReturnedIssues);
		return { code: 'ROWS_INVALID', issues, issueCount: plan.issues.length };
	}
	const rowDigests = plan.outcomes.map(rowDigest);
	const fields = Object.keys(submission.columns) as (keyof typeof submission.columns)[];
	if (
		planDigest({ emptyCells: submission.emptyCells }, fields, rowDigests, nativeDigest) !== submission.digest
	) {
		const rows = plan.outcomes.filter((_, i) => rowDigests[i] !== submission.rowDigests[i]);
		return { code: 'PLAN_STALE', rows };
	}
	if (plan.counts.create + plan.counts.update === 0) return { code: 'NOTHING_TO_CHANGE' };
	return null;
}

async function write(
	transaction: Queryable,
	{ staff, request, hash, startedAt }: Prepared,
	plan: ImportPlan,
	stored: ReadonlyMap<string, StoredCustomer>
): Promise<ApplyResult> {
	const companyId = staff.company.id;
	const now = new Date();
	const creates: PlannedCreate[] = [];
	const updates: PlannedUpdate[] = [];
	for (const outcome of plan.outcomes) {
		if (outcome.kind === 'create') {
			creates.push({ row: outcome.row, id: randomUUID(), customer: outcome.customer });
		} else if (outcome.kind === 'update') {
			const { row, before, after, changes } = outcome;
			const found = stored.get(before.email);
			if (found === undefined) throw new Error('A planned update has no stored customer.');
			updates.push({ row, id: found.id, after, fields: changes.map(({ field }) => field) });
		}
	}
	const counts = { created: creates.length, updated: updates.length, unchanged: plan.counts.unchanged };
	const record = { staff, request, requestHash: hash, counts, now, startedAt };
	await recordImport(transaction, record);
	const scope = { companyId, importId: request.importId, now };
	if (creates.length > 0) expectRows(creates.length, await createCustomers(transaction, scope, creates));
	if (updates.length > 0) expectRows(updates.length, await changeCustomers(transaction, scope, updates));
	if (request.remember) await rememberMapping(transaction, companyId, request.remember, now);
	return { kind: 'applied', import: await finishRecord(transaction, record) };
}

function refused(problem: ApplyProblem): ApplyResult {
	return { kind: 'refused', problem };
}
