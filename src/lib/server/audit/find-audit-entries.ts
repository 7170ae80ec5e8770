import { decodeCursor, encodeCursor, isInstant, isUuid } from '../cursor.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { storableText } from '../storable-text.ts';

/** What of the audit log is asked for. */
export interface AuditQuery {
	action?: string;
	userId?: string;
	/** Of the page before; without it the newest entries. */
	cursor?: string;
	/** Entries of a page, 1 to 200. */
	take?: number;
}

export interface AuditLine {
	id: string;
	action: string;
	metadata: { created: number; updated: number };
	/** As it was at the time. */
	userName: string;
	userId: string;
	importId: string | null;
	createdAt: Date;
}

export interface AuditPage {
	entries: AuditLine[];
	nextCursor: string | null;
	/** Everyone who has an entry, by their latest name. */
	people: { userId: string; name: string }[];
}

const defaultTake = 50;
const maxTake = 200;
const maxFilterLength = 64;

/** A page of the company's audit log, newest first (spec D3, U2). A cursor that is not one means the first page. */
export async function findAuditEntries(companyId: string, query: AuditQuery): Promise<AuditPage> {
	const take = Math.min(Math.max(Math.trunc(query.take ?? defaultTake) || defaultTake, 1), maxTake);
	const { entries, people } = await inCompany(companyId, async (transaction) => ({
		entries: await readEntries(transaction, companyId, query, take + 1),
		people: await readPeople(transaction, companyId)
	}));
	const page = entries.slice(0, take);
	const last = page.at(-1);
	const nextCursor =
		last && entries.length > take ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
	return { entries: page, nextCursor, people };
}

async function readEntries(
	transaction: Queryable,
	companyId: string,
	query: AuditQuery,
	limit: number
): Promise<AuditLine[]> {
	const { action, userId, cursor } = query;
	const entries = await transaction.auditEntry.findMany({
		where: {
			companyId,
			...(action === undefined ? {} : { action: storableText(action, maxFilterLength) }),
			...(userId === undefined ? {} : { userId: storableText(userId, maxFilterLength) }),
			...olderThan(cursor)
		},
		orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
		take: limit,
		select: {
			id: true,
			action: true,
			metadata: true,
			userName: true,
			userId: true,
			importId: true,
			createdAt: true
		}
	});
	return entries.map((entry) => ({ ...entry, metadata: countsOf(entry.metadata) }));
}

function olderThan(cursor: string | undefined): Prisma.AuditEntryWhereInput {
	const [createdAt, id] = (cursor !== undefined && decodeCursor(cursor, 2)) || [];
	if (!isInstant(createdAt) || !isUuid(id)) return {};
	// Said twice, since PostgreSQL finds its way into the index by the first condition only.
	return { createdAt: { lte: createdAt }, OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] };
}

function readPeople(transaction: Queryable, companyId: string): Promise<{ userId: string; name: string }[]> {
	return transaction.$queryRaw`
		SELECT "userId", "name" FROM (
			SELECT DISTINCT ON ("userId") "userId", "userName" AS "name"
			FROM "AuditEntry"
			WHERE "companyId" = ${companyId}::uuid
			ORDER BY "userId", "createdAt" DESC
		) AS people
		ORDER BY "name", "userId"
	`;
}

function countsOf(metadata: Prisma.JsonValue): AuditLine['metadata'] {
	const { created, updated } = metadata as { created?: unknown; updated?: unknown };
	return { created: Number(created ?? 0), updated: Number(updated ?? 0) };
}
