import { undoDays } from '../../import/limits.ts';
import { planUndo, undoObstacle } from '../../import/undo/plan-undo.ts';
import { undoDigest, undoRowDigest } from '../../import/undo/undo-digest.ts';
import type { AppliedUndo, UndoPlan, UndoProblem, UndoRequest } from '../../import/undo.ts';
import type { StaffMember } from '../auth/staff-member.ts';
import type { Queryable } from '../database.ts';
import { inTurn } from './import-turns.ts';
import { lockCompany } from './lock-company.ts';
import { type StoredChange, readChanges } from './read-changes.ts';
import type { StoredCustomer } from './read-existing.ts';
import { readUndoFacts } from './read-undo-facts.ts';
import { readUndo, recordUndo } from './record-undo.ts';
import { undoableSince } from './undo-expiry.ts';
import { type NotWritten, writeCertainly } from './write-certainly.ts';
import { deleteCustomers, expectRows, updateCustomers } from './write-customers.ts';

/** What came of an undo. */
export type UndoResult =
	{ kind: 'undone'; undo: AppliedUndo } | { kind: 'refused'; problem: UndoProblem } | NotWritten;

/** An undo that is asked for. */
interface Wanted {
	staff: StaffMember;
	request: UndoRequest;
	/** Decides whether the import is too old. */
	now: Date;
	/** When the work began, by `performance.now()`. */
	startedAt: number;
}

/**
 * Undoes an import, or says why not (spec H2). As with apply, the server trusts nothing of the request: it reads what
 * the import did and locks the customers under the company's lock, and plans the undo itself. Only when that is the
 * plan that the person saw is it done: all of it with its record and audit entry, or nothing.
 *
 * @param now decides whether the import is too old
 * @throws whatever else the database throws; then nothing was written
 */
export async function undoImport(
	staff: StaffMember,
	request: UndoRequest,
	now = new Date()
): Promise<UndoResult> {
	const turn = await inTurn(staff.company.id, () => undoOnce(staff, request, now));
	return turn.kind === 'done' ? turn.value : turn;
}

/** `undoImport` without waiting for this process's turns: what holds when several processes write at once. */
export async function undoOnce(
	staff: StaffMember,
	request: UndoRequest,
	now = new Date()
): Promise<UndoResult> {
	const wanted = { staff, request, now, startedAt: performance.now() };
	return writeCertainly(staff.company.id, (transaction) => undoLocked(transaction, wanted));
}

async function undoLocked(transaction: Queryable, wanted: Wanted): Promise<UndoResult> {
	const { staff, request, now } = wanted;
	const companyId = staff.company.id;
	const { importId } = request;
	await lockCompany(transaction, companyId);

	const known = await readUndo(transaction, companyId, request.undoId);
	if (known !== null) {
		const isSame = known.digest === request.digest && known.applied.importId === importId;
		return isSame ? { kind: 'undone', undo: known.applied } : refused({ code: 'UNDO_ID_REUSED' });
	}

	const problem = await findUndoProblem(transaction, companyId, importId, now);
	if (problem !== null) return refused(problem);
	const query = { afterRow: null, limit: null, isStanding: true };
	const changes = await readChanges(transaction, companyId, importId, query);
	const plan = planUndo(await readUndoFacts(transaction, companyId, importId, changes, true));
	return (
		refusalOf(plan, request) ?? { kind: 'undone', undo: await write(transaction, wanted, plan, changes) }
	);
}

/**
 * Why nothing of an import can be undone whatever became of its customers, or null.
 *
 * The import's row stays locked until the transaction ends, so that nobody deletes its before-images meanwhile.
 */
export async function findUndoProblem(
	transaction: Queryable,
	companyId: string,
	importId: string,
	now: Date
): Promise<UndoProblem | null> {
	const [found] = await transaction.$queryRaw<{ createdAt: Date; imagesDeletedAt: Date | null }[]>`
		SELECT "createdAt", "imagesDeletedAt" FROM "Import"
		WHERE "companyId" = ${companyId}::uuid AND "id" = ${importId}::uuid
		FOR SHARE
	`;
	if (found === undefined) return { code: 'IMPORT_NOT_FOUND' };
	const isOver = found.createdAt < undoableSince(now) || found.imagesDeletedAt !== null;
	return isOver ? { code: 'UNDO_EXPIRED', days: undoDays } : null;
}

/** Why a plan is not carried out, as far as it tells itself. */
function refusalOf(plan: UndoPlan, request: UndoRequest): UndoResult | null {
	const obstacle = undoObstacle(plan);
	if (obstacle?.code === 'ALREADY_UNDONE') return refused(obstacle);
	const digests = plan.outcomes.map(undoRowDigest);
	if (undoDigest(request.importId, digests) !== request.digest) {
		// Rows that another undo took back are not in the plan any more, so places do not tell.
		const seen = new Set(request.rowDigests);
		const rows = plan.outcomes.filter((_, i) => !seen.has(digests[i] ?? ''));
		return refused({ code: 'UNDO_STALE', rows });
	}
	return obstacle === null ? null : refused(obstacle);
}

async function write(
	transaction: Queryable,
	wanted: Wanted,
	{ outcomes, counts }: UndoPlan,
	changes: readonly StoredChange[]
): Promise<AppliedUndo> {
	const { staff, request, startedAt } = wanted;
	const companyId = staff.company.id;
	// Taken under the lock: what had to wait comes after what it waited for.
	const now = new Date();
	const versions = new Map(changes.map(({ row, versionBefore }) => [row, versionBefore]));
	const restored: StoredCustomer[] = [];
	const removed: string[] = [];
	const rows: number[] = [];
	for (const outcome of outcomes) {
		if (outcome.kind === 'keep') continue;
		rows.push(outcome.row);
		if (outcome.kind === 'remove') {
			removed.push(outcome.customerId);
		} else {
			const version = versions.get(outcome.row) ?? null;
			if (version === null) throw new Error('A change to be restored has no version to go back to.');
			restored.push({ ...outcome.then, id: outcome.customerId, version });
		}
	}
	if (restored.length > 0)
		expectRows(restored.length, await updateCustomers(transaction, companyId, restored, now));
	if (removed.length > 0) expectRows(removed.length, await deleteCustomers(transaction, companyId, removed));
	expectRows(rows.length, await markUndone(transaction, companyId, request, rows));
	const done = { restored: counts.restore, removed: counts.remove, kept: counts.keep };
	return recordUndo(transaction, { staff, request, counts: done, now, startedAt });
}

function markUndone(
	transaction: Queryable,
	companyId: string,
	{ importId, undoId }: UndoRequest,
	rows: readonly number[]
): Promise<number> {
	return transaction.$executeRaw`
		UPDATE "ImportChange" SET "undoId" = ${undoId}::uuid
		WHERE
			"companyId" = ${companyId}::uuid AND "importId" = ${importId}::uuid
			AND "row" = ANY(${rows}::int[]) AND "undoId" IS NULL
	`;
}

function refused(problem: UndoProblem): UndoResult {
	return { kind: 'refused', problem };
}
