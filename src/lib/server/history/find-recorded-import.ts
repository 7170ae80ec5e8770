import type { FieldName } from '../../customer/customer.ts';
import type { RecordedImport, RecordedUndo } from '../../import/history.ts';
import type { EmptyCells } from '../../import/mapping.ts';
import { importState } from '../../import/undo/import-state.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { importedAction } from '../import/record-import.ts';
import { revertedAction } from '../import/record-undo.ts';
import { undoableUntil } from '../import/undo-expiry.ts';
import { toUsedToken } from '../tokens/used-token.ts';

/** Everything about an import of the company but its changes; null where it has none with this id (spec H1, U2). */
export function findRecordedImport(companyId: string, importId: string): Promise<RecordedImport | null> {
	return inCompany(companyId, async (transaction) => {
		const found = await transaction.import.findUnique({
			where: { companyId_id: { companyId, id: importId } },
			select: {
				fileName: true,
				fileBytes: true,
				fileSha256: true,
				mapping: true,
				emptyCells: true,
				created: true,
				updated: true,
				unchanged: true,
				durationMs: true,
				createdAt: true,
				runId: true,
				batch: true,
				batches: true,
				imagesDeletedAt: true,
				tokenId: true,
				tokenName: true,
				user: { select: { name: true } }
			}
		});
		if (found === null) return null;
		const { user, mapping, emptyCells, createdAt, runId, batch, batches, imagesDeletedAt, ...rest } = found;
		const { tokenId, tokenName, ...facts } = rest;
		const entries = await readEntries(transaction, companyId, importId);
		const undos = await readUndos(transaction, companyId, importId, entries.undos);
		const undone = undos.reduce((sum, { restored, removed }) => sum + restored + removed, 0);
		return {
			importId,
			...facts,
			run: runId === null ? null : { id: runId, batch: batch ?? 1, batches: batches ?? 1 },
			mapping: mapping as Partial<Record<FieldName, string>>,
			emptyCells: emptyCells as EmptyCells,
			by: user.name,
			token: toUsedToken({ tokenId, tokenName }),
			appliedAt: createdAt.toISOString(),
			auditEntryId: entries.import,
			undos,
			state: importState(facts.created + facts.updated, undone),
			undoableUntil: undoableUntil(createdAt).toISOString(),
			imagesDeletedAt: imagesDeletedAt?.toISOString() ?? null
		};
	});
}

/** The audit entries of an import and of its undos, these by time. */
async function readEntries(
	transaction: Queryable,
	companyId: string,
	importId: string
): Promise<{ import: string; undos: string[] }> {
	const found = await transaction.auditEntry.findMany({
		where: { companyId, importId, action: { in: [importedAction, revertedAction] } },
		orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
		select: { id: true, action: true }
	});
	const imported = found.find(({ action }) => action === importedAction);
	if (imported === undefined) throw new Error('An import has no audit entry.');
	return {
		import: imported.id,
		undos: found.flatMap(({ id, action }) => (action === revertedAction ? id : []))
	};
}

/** @param entryIds their audit entries, in the same order: each undo has one (spec H2) */
async function readUndos(
	transaction: Queryable,
	companyId: string,
	importId: string,
	entryIds: readonly string[]
): Promise<RecordedUndo[]> {
	const found = await transaction.importUndo.findMany({
		where: { companyId, importId },
		orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
		select: {
			id: true,
			restored: true,
			removed: true,
			kept: true,
			createdAt: true,
			tokenId: true,
			tokenName: true,
			user: { select: { name: true } }
		}
	});
	return found.map(({ id, user, tokenId, tokenName, createdAt, ...counts }, index) => ({
		undoId: id,
		by: user.name,
		token: toUsedToken({ tokenId, tokenName }),
		undoneAt: createdAt.toISOString(),
		...counts,
		auditEntryId: entryIds[index] ?? ''
	}));
}
