import type { AppliedImport } from '../../import/apply.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { importedAction } from './record-import.ts';

/** An import that was applied, with the hash of the request that asked for it. */
export interface KnownImport {
	requestHash: string;
	applied: AppliedImport;
}

/** What an import of this company did, or null when none has this id (spec A5). */
export function findImport(companyId: string, importId: string): Promise<KnownImport | null> {
	return inCompany(companyId, (transaction) => readImport(transaction, companyId, importId));
}

/** `findImport` within a transaction of the company. */
export async function readImport(
	transaction: Queryable,
	companyId: string,
	importId: string
): Promise<KnownImport | null> {
	const found = await transaction.import.findUnique({
		where: { companyId_id: { companyId, id: importId } },
		select: {
			requestHash: true,
			created: true,
			updated: true,
			unchanged: true,
			durationMs: true,
			createdAt: true
		}
	});
	if (found === null) return null;
	const { requestHash, createdAt, ...counts } = found;
	// The audit entry has the time of its import, and times are indexed.
	const { id: auditEntryId } = await transaction.auditEntry.findFirstOrThrow({
		where: { companyId, action: importedAction, createdAt, importId },
		select: { id: true }
	});
	return { requestHash, applied: { importId, ...counts, auditEntryId, appliedAt: createdAt.toISOString() } };
}
