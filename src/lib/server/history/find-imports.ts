import type { ImportPage, ListedImport } from '../../import/history.ts';
import { importState } from '../../import/undo/import-state.ts';
import { inCompany } from '../company-scope.ts';
import { decodePlace, encodePlace } from '../cursor.ts';
import type { Queryable } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { type TokenColumns, toUsedToken } from '../tokens/used-token.ts';

/** What of the list is asked for. */
interface ImportListQuery {
	/** Of the page before; without it the newest imports. */
	cursor?: string;
	/** Lines of a page, 1 to 200. */
	take?: number;
}

interface FoundLine extends TokenColumns {
	importId: string;
	runId: string | null;
	batches: number | null;
	fileName: string;
	fileBytes: number;
	by: string;
	appliedAt: Date;
}

interface Sums {
	key: string;
	done: number;
	created: number;
	updated: number;
	unchanged: number;
	durationMs: number;
	undone: number;
	startedAt: Date;
}

const defaultTake = 50;
const maxTake = 200;

/**
 * A page of the company's imports, newest first; those of one large file are one line, at the place of the last of
 * them (spec H1, I30, U2). A cursor that is not one means the first page.
 */
export function findImports(companyId: string, query: ImportListQuery): Promise<ImportPage> {
	const take = Math.min(Math.max(Math.trunc(query.take ?? defaultTake) || defaultTake, 1), maxTake);
	return inCompany(companyId, async (transaction) => {
		const lines = await readLines(transaction, companyId, query.cursor, take + 1);
		const page = lines.slice(0, take);
		const sums = await readSums(transaction, companyId, page);
		const last = page.at(-1);
		return {
			imports: page.map((line) => listedImport(line, sums.get(line.runId ?? line.importId))),
			nextCursor: last && lines.length > take ? encodePlace(last.appliedAt, last.importId) : null
		};
	});
}

/** The last import of each file that took several, and all others. */
function readLines(
	transaction: Queryable,
	companyId: string,
	cursor: string | undefined,
	limit: number
): Promise<FoundLine[]> {
	return transaction.$queryRaw<FoundLine[]>`
		SELECT
			i."id"::text AS "importId", i."runId"::text, i."batches", i."fileName", i."fileBytes",
			u."name" AS "by", i."tokenId"::text, i."tokenName", i."createdAt" AS "appliedAt"
		FROM "Import" AS i JOIN "User" AS u ON u."id" = i."userId"
		WHERE
			i."companyId" = ${companyId}::uuid ${olderThan(cursor)}
			AND NOT EXISTS (
				SELECT FROM "Import" AS l
				WHERE
					l."companyId" = i."companyId" AND l."runId" = i."runId"
					AND (l."createdAt", l."id") > (i."createdAt", i."id")
			)
		ORDER BY i."createdAt" DESC, i."id" DESC
		LIMIT ${limit}
	`;
}

function olderThan(cursor: string | undefined): Prisma.Sql {
	const place = cursor === undefined ? null : decodePlace(cursor);
	if (place === null) return Prisma.empty;
	const { at, id } = place;
	// Said twice, since PostgreSQL finds its way into the index by the first condition only.
	return Prisma.sql`
		AND i."createdAt" <= ${at}::timestamptz
		AND (i."createdAt", i."id") < (${at}::timestamptz, ${id}::uuid)
	`;
}

/** What the imports of each line did, together. */
async function readSums(
	transaction: Queryable,
	companyId: string,
	lines: readonly FoundLine[]
): Promise<Map<string, Sums>> {
	const runIds = lines.flatMap(({ runId }) => runId ?? []);
	const importIds = lines.flatMap(({ importId, runId }) => (runId === null ? importId : []));
	const found = await transaction.$queryRaw<Sums[]>`
		WITH listed AS (
			SELECT * FROM "Import"
			WHERE "companyId" = ${companyId}::uuid AND "id" = ANY(${importIds}::uuid[])
			UNION ALL
			SELECT * FROM "Import"
			WHERE "companyId" = ${companyId}::uuid AND "runId" = ANY(${runIds}::uuid[])
		), undone AS (
			SELECT "importId", sum("restored" + "removed") AS "n" FROM "ImportUndo"
			WHERE "companyId" = ${companyId}::uuid AND "importId" IN (SELECT "id" FROM listed)
			GROUP BY "importId"
		)
		SELECT
			coalesce(i."runId", i."id")::text AS "key", count(*)::int AS "done",
			sum(i."created")::int AS "created", sum(i."updated")::int AS "updated",
			sum(i."unchanged")::int AS "unchanged", sum(i."durationMs")::int AS "durationMs",
			sum(coalesce(u."n", 0))::int AS "undone", min(i."createdAt") AS "startedAt"
		FROM listed AS i LEFT JOIN undone AS u ON u."importId" = i."id"
		GROUP BY 1
	`;
	return new Map(found.map((sums) => [sums.key, sums]));
}

function listedImport(
	{ runId, batches, tokenId, tokenName, appliedAt, ...line }: FoundLine,
	sums: Sums | undefined
): ListedImport {
	if (sums === undefined) throw new Error('An import has no sums.');
	const { done, created, updated, unchanged, durationMs, undone, startedAt } = sums;
	return {
		...line,
		token: toUsedToken({ tokenId, tokenName }),
		run: runId === null ? null : { id: runId, done, batches: batches ?? done },
		created,
		updated,
		unchanged,
		durationMs,
		state: importState(created + updated, undone),
		startedAt: startedAt.toISOString(),
		appliedAt: appliedAt.toISOString()
	};
}
