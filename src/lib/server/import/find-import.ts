import type { AppliedImport } from '../../import/apply.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { type TurnResult, inTurn } from './import-turns.ts';
import { lockCompany } from './lock-company.ts';
import { importedAction } from './record-import.ts';

/** An import that was applied, with the hash of the request that asked for it. */
export interface KnownImport {
	requestHash: string;
	applied: AppliedImport;
}

/** A statement that waits for the company's lock may take as long as that. */
const limits = { maxWait: 4000, timeout: 20_000, statement: 15_000 };

/**
 * What an import of this company did, or null when none has this id (spec A5). Before it says null it waits for
 * the imports that are being written, and for those that came to this process before: who lost an answer asks
 * while that import may still be at work.
 *
 * @returns `busy` where that would take too long
 * @throws also the database's error for which `isLockTimeout`
 */
export async function findImport(
	companyId: string,
	importId: string
): Promise<TurnResult<KnownImport | null>> {
	const known = await inCompany(companyId, (transaction) => readImport(transaction, companyId, importId));
	if (known !== null) return { kind: 'done', value: known };
	return inTurn(companyId, () =>
		inCompany(
			companyId,
			async (transaction) => {
				await lockCompany(transaction, companyId);
				return readImport(transaction, companyId, importId);
			},
			limits
		)
	);
}

/** What an import did, within a transaction of its company. */
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
