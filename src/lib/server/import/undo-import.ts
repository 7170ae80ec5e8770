import { undoDays } from '../../import/limits.ts';
import { planUndo, undoObstacle } from '../../import/undo/plan-undo.ts';
import { undoDigest, undoRowDigest } from '../../import/undo/undo-digest.ts';
import type { AppliedUndo, UndoPlan, UndoProblem, UndoRequest } from '../../import/undo.ts';
import type { StaffMember } from '../auth/staff-member.ts';
import type { Queryable } from '../database.ts';
import { expectRows } from './expect-rows.ts';
import { inTurn } from './import-turns.ts';
import { lockCompany } from './lock-company.ts';
import { nativeDigest } from './native-digest.ts';
import { readChanges } from './read-changes.ts';
import { readUndoFacts } from './read-undo-facts.ts';
import { readUndo, recordUndo } from './record-undo.ts';
import { type TakenBack, removeCustomers, restoreCustomers } from './take-back.ts';
import { undoableSince } from './undo-expiry.ts';
import { type NotWritten, writeCertainly } from './write-certainly.ts';

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
	return refusalOf(plan, request) ?? { kind: 'undone', undo: await write(transaction, wanted, plan) };
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
	if (undoDigest(request.importId, digests, nativeDigest) !== request.digest) {
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
	{ outcomes, counts }: UndoPlan
): Promise<AppliedUndo> {
	const { staff, request, startedAt } = wanted;
	const companyId = staff.company.id;
	// Taken under the lock: what had to wait comes after what it waited for.
	const now = new Date();
	const restored = takenBack(outcomes, 'restore');
	const removed = takenBack(outcomes, 'remove');
	if (restored.rows.length > 0)
		expectRows(restored.rows.length, await restoreCustomers(transaction, companyId, request, restored, now));
	if (removed.rows.length > 0)
		expectRows(removed.rows.length, await removeCustomers(transaction, companyId, request, removed));
	const done = { restored: counts.restore, removed: counts.remove, kept: counts.keep };
	return recordUndo(transaction, { staff, request, counts: done, now, startedAt });
}

function takenBack(outcomes: UndoPlan['outcomes'], kind: 'restore' | 'remove'): TakenBack {
	const found = outcomes.filter((outcome) => outcome.kind === kind);
	return {
		rows: found.map(({ row }) => row),
		customerIds: found.map(({ customerId }) => customerId)
	};
}

function refused(problem: UndoProblem): UndoResult {
	return { kind: 'refused', problem };
}
