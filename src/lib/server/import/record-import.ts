import { fieldNames } from '../../customer/customer.ts';
import type { AppliedImport, ApplyRequest } from '../../import/apply.ts';
import type { StaffMember } from '../auth/staff-member.ts';
import type { Queryable } from '../database.ts';
import { storableText } from '../storable-text.ts';
import { tokenColumns } from '../tokens/used-token.ts';

/** The audit log's word for an import (spec D1). Stored: renaming it needs a migration of entries that nothing may change. */
export const importedAction = 'CustomerBulkImported';

const maxFileNameLength = 255;
const maxHeaderLength = 200;

/** What there is to say of an import. */
export interface ImportRecord {
	staff: StaffMember;
	request: ApplyRequest;
	requestHash: string;
	counts: { created: number; updated: number; unchanged: number };
	now: Date;
	/** When the work began, by `performance.now()`. */
	startedAt: number;
}

/** Writes the record of an import, in the transaction that is about to write its customers (spec H1). */
export async function recordImport(
	transaction: Queryable,
	{ staff, request, requestHash, counts, now }: ImportRecord
): Promise<void> {
	const { importId, file, submission, run } = request;
	await transaction.import.create({
		data: {
			companyId: staff.company.id,
			id: importId,
			userId: staff.userId,
			fileName: storableText(file.name, maxFileNameLength),
			fileSha256: file.sha256,
			fileBytes: file.bytes,
			mapping: storableMapping(request),
			emptyCells: { ...submission.emptyCells },
			requestHash,
			planDigest: submission.digest,
			...counts,
			durationMs: 0,
			createdAt: now,
			...tokenColumns(staff.token),
			...(run ? { runId: run.id, batch: run.batch, batches: run.batches } : {})
		},
		select: { id: true }
	});
}

/**
 * Writes the one audit entry of an import whose customers are written (spec D1), and how long it all took. The
 * entry's metadata is exactly the two counts.
 */
export async function finishRecord(
	transaction: Queryable,
	{ staff, request, counts, now, startedAt }: ImportRecord
): Promise<AppliedImport> {
	const companyId = staff.company.id;
	const { importId } = request;
	const { id: auditEntryId } = await transaction.auditEntry.create({
		data: {
			companyId,
			userId: staff.userId,
			userName: staff.name,
			action: importedAction,
			metadata: { created: counts.created, updated: counts.updated },
			importId,
			createdAt: now,
			...tokenColumns(staff.token)
		},
		select: { id: true }
	});
	const durationMs = Math.round(performance.now() - startedAt);
	await transaction.import.update({
		where: { companyId_id: { companyId, id: importId } },
		data: { durationMs },
		select: { id: true }
	});
	return { importId, ...counts, durationMs, auditEntryId, appliedAt: now.toISOString() };
}

function storableMapping({ mapping }: ApplyRequest): Record<string, string> {
	const stored: Record<string, string> = {};
	for (const field of fieldNames) {
		const header = mapping[field];
		if (header !== undefined) stored[field] = storableText(header, maxHeaderLength);
	}
	return stored;
}
