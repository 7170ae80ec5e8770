import { inCompany } from '../company-scope.ts';
import { type Queryable, database } from '../database.ts';
import { undoableSince } from './undo-expiry.ts';

/** What was deleted: of how many imports, and of how many customers' changes. */
export interface DeletedImages {
	imports: number;
	changes: number;
}

// Of one import at a time, which is a fraction of a second.
const limits = { maxWait: 30_000, timeout: 60_000, statement: 30_000 };

/**
 * Deletes what customers were before imports that are too old to be undone (spec H2); what each changed, and to what,
 * stays. Every import is a transaction of its own, so that whatever ends this in between, the next time goes on from
 * there; one that another process has at work is left to it.
 *
 * @param now decides which imports are too old
 * @param companyIds whose; all companies' by default
 * @param isEnding asked between two imports
 * @throws what the database throws; what was deleted before stays deleted
 */
export async function deleteBeforeImages(
	now = new Date(),
	companyIds?: readonly string[],
	isEnding: () => boolean = () => false
): Promise<DeletedImages> {
	const deleted = { imports: 0, changes: 0 };
	for (const companyId of companyIds ?? (await allCompanies())) {
		while (!isEnding()) {
			const changes = await inCompany(
				companyId,
				(transaction) => deleteOne(transaction, companyId, now),
				limits
			);
			if (changes === null) break;
			deleted.imports++;
			deleted.changes += changes;
		}
	}
	return deleted;
}

async function allCompanies(): Promise<string[]> {
	const companies = await database().company.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
	return companies.map(({ id }) => id);
}

/** Deletes those of the company's oldest import that has any; answers how many, or null where there is none. */
async function deleteOne(transaction: Queryable, companyId: string, now: Date): Promise<number | null> {
	const [found] = await transaction.$queryRaw<{ id: string }[]>`
		SELECT "id"::text FROM "Import"
		WHERE
			"companyId" = ${companyId}::uuid AND "createdAt" < ${undoableSince(now).toISOString()}::timestamptz
			AND "imagesDeletedAt" IS NULL
		ORDER BY "createdAt" LIMIT 1
		FOR UPDATE SKIP LOCKED
	`;
	if (found === undefined) return null;
	const changes = await transaction.$executeRaw`
		UPDATE "ImportChange" SET "before" = NULL
		WHERE "companyId" = ${companyId}::uuid AND "importId" = ${found.id}::uuid AND "before" IS NOT NULL
	`;
	await transaction.$executeRaw`
		UPDATE "Import" SET "imagesDeletedAt" = ${now.toISOString()}::timestamptz
		WHERE "companyId" = ${companyId}::uuid AND "id" = ${found.id}::uuid
	`;
	return changes;
}
