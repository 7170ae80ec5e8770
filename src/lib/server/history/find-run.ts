import type { BatchImport, RecordedRun } from '../../import/history.ts';
import { importState } from '../../import/undo/import-state.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { undoableUntil } from '../import/undo-expiry.ts';
import { toUsedToken } from '../tokens/used-token.ts';

/** The company's imports of one large file; null where it has none with this run id (spec I30, U2). */
export function findRun(companyId: string, runId: string): Promise<RecordedRun | null> {
	return inCompany(companyId, async (transaction) => {
		const found = await transaction.import.findMany({
			where: { companyId, runId },
			orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
			select: {
				id: true,
				batch: true,
				batches: true,
				fileName: true,
				fileBytes: true,
				fileSha256: true,
				created: true,
				updated: true,
				unchanged: true,
				durationMs: true,
				createdAt: true,
				tokenId: true,
				tokenName: true,
				user: { select: { name: true } }
			}
		});
		const [first, last] = [found.at(0), found.at(-1)];
		if (first === undefined || last === undefined) return null;
		const undone = await countUndone(
			transaction,
			companyId,
			found.map(({ id }) => id)
		);
		const imports = found.map(({ id, batch, createdAt, created, updated, unchanged, durationMs }) => ({
			importId: id,
			batch: batch ?? 1,
			appliedAt: createdAt.toISOString(),
			created,
			updated,
			unchanged,
			durationMs,
			state: importState(created + updated, undone.get(id) ?? 0)
		}));
		const { fileName, fileBytes, fileSha256 } = last;
		const sums = {
			created: sumOf(imports, 'created'),
			updated: sumOf(imports, 'updated'),
			unchanged: sumOf(imports, 'unchanged'),
			durationMs: sumOf(imports, 'durationMs')
		};
		const takenBack = [...undone.values()].reduce((sum, n) => sum + n, 0);
		return {
			runId,
			fileName,
			fileBytes,
			fileSha256,
			by: last.user.name,
			token: toUsedToken(last),
			startedAt: first.createdAt.toISOString(),
			appliedAt: last.createdAt.toISOString(),
			batches: last.batches ?? imports.length,
			imports,
			...sums,
			state: importState(sums.created + sums.updated, takenBack),
			undoableUntil: undoableUntil(first.createdAt).toISOString()
		};
	});
}

function sumOf(
	imports: readonly BatchImport[],
	key: 'created' | 'updated' | 'unchanged' | 'durationMs'
): number {
	return imports.reduce((sum, one) => sum + one[key], 0);
}

/** For how many customers imports were taken back, by import; those without an undo are missing. */
async function countUndone(
	transaction: Queryable,
	companyId: string,
	importIds: readonly string[]
): Promise<Map<string, number>> {
	const sums = await transaction.importUndo.groupBy({
		by: ['importId'],
		where: { companyId, importId: { in: [...importIds] } },
		_sum: { restored: true, removed: true }
	});
	return new Map(sums.map(({ importId, _sum }) => [importId, (_sum.restored ?? 0) + (_sum.removed ?? 0)]));
}
