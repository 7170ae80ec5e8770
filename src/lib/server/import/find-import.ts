import type { AppliedImport } from '../../import/apply.ts';
import { type Queryable, database } from '../database.ts';
import { importedAction } from './record-import.ts';

/** An import that was applied, with the hash of the request that asked for it. */
export interface KnownImport {
	requestHash: string;
	applied: AppliedImport;
}

/** What an import of this company did, or null when none has this id (spec A5). */
export async function findImport(
	companyId: string,
	importId: string,
	client: Queryable = database()
): Promise<KnownImport | null> {
	const found = await client.import.findUnique({
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
	const { id: auditEntryId } = await client.auditEntry.findFirstOrThrow({
		where: { companyId, action: importedAction, createdAt, importId },
		select: { id: true }
	});
	return { requestHash, applied: { importId, ...counts, auditEntryId, appliedAt: createdAt.toISOString() } };
}
