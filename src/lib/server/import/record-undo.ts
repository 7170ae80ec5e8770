import type { AppliedUndo, UndoRequest } from '../../import/undo.ts';
import type { StaffMember } from '../auth/staff-member.ts';
import type { Queryable } from '../database.ts';
import { tokenColumns } from '../tokens/used-token.ts';

/** The audit log's word for an undo (spec H2). Stored: renaming it needs a migration of entries that nothing may change. */
export const revertedAction = 'CustomerBulkImportReverted';

/** An undo that was done, with the digest of the plan that was asked for. */
export interface KnownUndo {
	digest: string;
	applied: AppliedUndo;
}

/** What there is to say of an undo that has been written. */
export interface UndoRecord {
	staff: StaffMember;
	request: UndoRequest;
	counts: { restored: number; removed: number; kept: number };
	now: Date;
	/** When the work began, by `performance.now()`. */
	startedAt: number;
}

/** What an undo of this company did, or null when none has this id (spec A5, H2), within a transaction of the company. */
export async function readUndo(
	transaction: Queryable,
	companyId: string,
	undoId: string
): Promise<KnownUndo | null> {
	const found = await transaction.importUndo.findUnique({
		where: { companyId_id: { companyId, id: undoId } },
		select: {
			importId: true,
			digest: true,
			restored: true,
			removed: true,
			kept: true,
			durationMs: true,
			createdAt: true
		}
	});
	if (found === null) return null;
	const { digest, createdAt, ...done } = found;
	// The audit entry has the time of its undo, and times are indexed.
	const { id: auditEntryId } = await transaction.auditEntry.findFirstOrThrow({
		where: { companyId, action: revertedAction, createdAt, importId: done.importId },
		select: { id: true }
	});
	return { digest, applied: { undoId, ...done, auditEntryId, undoneAt: createdAt.toISOString() } };
}

/**
 * Writes the undo and its one audit entry, in the transaction that did it. The entry's metadata is exactly the
 * three counts (spec H2).
 */
export async function recordUndo(transaction: Queryable, record: UndoRecord): Promise<AppliedUndo> {
	const { staff, request, counts, now, startedAt } = record;
	const companyId = staff.company.id;
	const { importId, undoId, digest } = request;
	const { id: auditEntryId } = await transaction.auditEntry.create({
		data: {
			companyId,
			userId: staff.userId,
			userName: staff.name,
			action: revertedAction,
			metadata: counts,
			importId,
			createdAt: now,
			...tokenColumns(staff.token)
		},
		select: { id: true }
	});
	// Last, so that it knows how long everything took: an undo's record is never changed.
	const durationMs = Math.round(performance.now() - startedAt);
	await transaction.importUndo.create({
		data: {
			companyId,
			id: undoId,
			importId,
			userId: staff.userId,
			digest,
			...counts,
			durationMs,
			createdAt: now,
			...tokenColumns(staff.token)
		},
		select: { id: true }
	});
	return { undoId, importId, ...counts, durationMs, auditEntryId, undoneAt: now.toISOString() };
}
