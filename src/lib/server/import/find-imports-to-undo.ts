import type { ImportToUndo } from '../../import/undo.ts';
import { inCompany } from '../company-scope.ts';
import { undoableUntil } from './undo-expiry.ts';

/**
 * An import of the company, for the page of its undo; null where it has none with this id (spec U2).
 *
 * @param importId a UUID
 */
export async function findImportToUndo(companyId: string, importId: string): Promise<ImportToUndo | null> {
	const [found] = await find(companyId, 'id', importId);
	return found ?? null;
}

/**
 * The imports of one large file, the latest first (spec I30); null where the company has no such run.
 *
 * @param runId a UUID
 */
export async function findRunToUndo(companyId: string, runId: string): Promise<ImportToUndo[] | null> {
	const found = await find(companyId, 'runId', runId);
	return found.length > 0 ? found : null;
}

async function find(companyId: string, key: 'id' | 'runId', id: string): Promise<ImportToUndo[]> {
	const found = await inCompany(companyId, (transaction) =>
		transaction.import.findMany({
			where: { companyId, [key]: id },
			orderBy: [{ createdAt: 'desc' }, { batch: 'desc' }],
			select: {
				id: true,
				fileName: true,
				createdAt: true,
				created: true,
				updated: true,
				runId: true,
				batch: true,
				batches: true,
				user: { select: { name: true } }
			}
		})
	);
	return found.map(({ id: importId, createdAt, runId, batch, batches, user, ...rest }) => ({
		importId,
		...rest,
		userName: user.name,
		appliedAt: createdAt.toISOString(),
		until: undoableUntil(createdAt).toISOString(),
		// The database has all three of them, or none.
		run: runId !== null && batch !== null && batches !== null ? { id: runId, batch, batches } : null
	}));
}
