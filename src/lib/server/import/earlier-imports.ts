import { type EarlierImport, maxEarlierImports } from '../../import/earlier-import.ts';
import { importState } from '../../import/undo/import-state.ts';
import { inCompany } from '../company-scope.ts';

/** So many imports are looked through: a file of 100,000 rows takes twenty. */
const maxImports = 5000;

interface FoundFile {
	sha256: string;
	importId: string;
	runId: string | null;
	done: number;
	batches: number | null;
	appliedAt: Date;
	changed: number;
	undone: number;
}

/** The files that a company imported, each with its last time, the newest first (spec H3). */
export async function findEarlierImports(companyId: string): Promise<EarlierImport[]> {
	const found = await inCompany(
		companyId,
		(transaction) => transaction.$queryRaw<FoundFile[]>`
			WITH recent AS (
				SELECT "id", "runId", "batches", "fileSha256", "created" + "updated" AS "changed", "createdAt"
				FROM "Import" WHERE "companyId" = ${companyId}::uuid
				ORDER BY "createdAt" DESC, "id" DESC LIMIT ${maxImports}
			), undone AS (
				SELECT "importId", sum("restored" + "removed")::int AS "n" FROM "ImportUndo"
				WHERE "companyId" = ${companyId}::uuid AND "importId" IN (SELECT "id" FROM recent)
				GROUP BY "importId"
			), files AS (
				SELECT DISTINCT ON (i."fileSha256")
					i."fileSha256" AS "sha256",
					(array_agg(i."id" ORDER BY i."createdAt" DESC, i."id" DESC))[1]::text AS "importId",
					i."runId"::text,
					count(*)::int AS "done",
					(array_agg(i."batches" ORDER BY i."createdAt" DESC, i."id" DESC))[1] AS "batches",
					max(i."createdAt") AS "appliedAt",
					sum(i."changed")::int AS "changed",
					sum(coalesce(u."n", 0))::int AS "undone"
				FROM recent AS i LEFT JOIN undone AS u ON u."importId" = i."id"
				GROUP BY i."fileSha256", i."runId", CASE WHEN i."runId" IS NULL THEN i."id" END
				ORDER BY i."fileSha256", max(i."createdAt") DESC
			)
			SELECT * FROM files ORDER BY "appliedAt" DESC, "importId" DESC LIMIT ${maxEarlierImports}
		`
	);
	return found.map(({ sha256, importId, runId, done, batches, appliedAt, changed, undone }) => ({
		sha256,
		importId,
		run: runId === null ? null : { id: runId, done, batches: batches ?? done },
		appliedAt: appliedAt.toISOString(),
		state: importState(changed, undone)
	}));
}
