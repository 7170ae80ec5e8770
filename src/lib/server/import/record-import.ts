import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import type { AppliedImport, ApplyRequest } from '../../import/apply.ts';
import type { StaffMember } from '../auth/staff-member.ts';
import type { Queryable } from '../database.ts';
import { storableText } from '../storable-text.ts';

/** The audit log's word for an import (spec D1). Stored: renaming it needs a migration of entries that nothing may change. */
export const importedAction = 'CustomerBulkImported';

const maxFileNameLength = 255;
const maxHeaderLength = 200;

/** What an import did to one customer. */
export type CustomerChange = { row: number; customerId: string; after: Customer } & (
	| { kind: 'create' }
	| {
			kind: 'update';
			before: Customer;
			/** Those that it changed. */
			fields: FieldName[];
			/** The customer's version that it found (spec H2). */
			versionBefore: string;
	  }
);

/** What there is to say of an import that has been written. */
export interface ImportRecord {
	staff: StaffMember;
	request: ApplyRequest;
	requestHash: string;
	counts: { created: number; updated: number; unchanged: number };
	changes: readonly CustomerChange[];
	now: Date;
	/** When the work began, by `performance.now()`. */
	startedAt: number;
}

/**
 * Writes the import, its before-images and its one audit entry (spec D1, H1), in the transaction that wrote
 * the customers. The entry's metadata is exactly the two counts.
 */
export async function recordImport(transaction: Queryable, record: ImportRecord): Promise<AppliedImport> {
	const { staff, request, requestHash, counts, changes, now, startedAt } = record;
	const companyId = staff.company.id;
	const { importId, file, submission, run } = request;
	await transaction.import.create({
		data: {
			companyId,
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
			...(run ? { runId: run.id, batch: run.batch, batches: run.batches } : {})
		},
		select: { id: true }
	});
	await insertChanges(transaction, companyId, importId, changes);
	const { id: auditEntryId } = await transaction.auditEntry.create({
		data: {
			companyId,
			userId: staff.userId,
			userName: staff.name,
			action: importedAction,
			metadata: { created: counts.created, updated: counts.updated },
			importId,
			createdAt: now
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

async function insertChanges(
	transaction: Queryable,
	companyId: string,
	importId: string,
	changes: readonly CustomerChange[]
): Promise<void> {
	const updates = changes.map((change) => (change.kind === 'update' ? change : null));
	await transaction.$executeRaw`
		INSERT INTO "ImportChange"
			("companyId", "importId", "row", "customerId", "before", "after", "fields", "versionBefore")
		SELECT
			${companyId}::uuid, ${importId}::uuid, n."row", n."customerId", n."before"::jsonb, n."after"::jsonb,
			string_to_array(n."fields", ' '), n."versionBefore"
		FROM unnest(
			${changes.map(({ row }) => row)}::int[],
			${changes.map(({ customerId }) => customerId)}::uuid[],
			${updates.map((update) => update && JSON.stringify(update.before))}::text[],
			${changes.map(({ after }) => JSON.stringify(after))}::text[],
			${updates.map((update) => update?.fields.join(' ') ?? '')}::text[],
			${updates.map((update) => update?.versionBefore ?? null)}::uuid[]
		) AS n("row", "customerId", "before", "after", "fields", "versionBefore")
	`;
}

function storableMapping({ mapping }: ApplyRequest): Record<string, string> {
	const stored: Record<string, string> = {};
	for (const field of fieldNames) {
		const header = mapping[field];
		if (header !== undefined) stored[field] = storableText(header, maxHeaderLength);
	}
	return stored;
}
