import type { AuditMetadata, AuditRecord, AuditRecords } from '../../import/audit.ts';
import { decodePlace, encodePlace, isUuid } from '../cursor.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { storableText } from '../storable-text.ts';
import { toUsedToken } from '../tokens/used-token.ts';

/** What of the audit log is asked for. */
export interface AuditQuery {
	action?: string;
	userId?: string;
	/** Of the page before; without it the newest entries. */
	cursor?: string;
	/** The id of an entry: without a cursor, the page that it is on. One that is not there means the newest entries. */
	entry?: string;
	/** Entries of a page, 1 to 200. */
	take?: number;
}

/** An entry as the page shows it. */
export interface AuditLine extends Omit<AuditRecord, 'createdAt'> {
	createdAt: Date;
}

export interface AuditPage {
	entries: AuditLine[];
	/** Whether these are the newest. */
	isFirst: boolean;
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
	const { entries, start, people } = await inCompany(companyId, async (transaction) => ({
		...(await readPage(transaction, companyId, query, take + 1)),
		people: await readPeople(transaction, companyId)
	}));
	const page = entries.slice(0, take);
	const last = page.at(-1);
	const nextCursor = last && entries.length > take ? encodePlace(last.createdAt, last.id) : null;
	return { entries: page, isFirst: start === null, nextCursor, people };
}

/** The next entries of the company's audit log for a program, newest first (issue 7); a null cursor is the beginning. */
export async function listAuditEntries(companyId: string, cursor: string | null): Promise<AuditRecords> {
	const { entries } = await inCompany(companyId, (transaction) =>
		readPage(transaction, companyId, cursor === null ? {} : { cursor }, maxTake + 1)
	);
	const page = entries.slice(0, maxTake);
	const last = page.at(-1);
	return {
		entries: page.map((entry) => ({ ...entry, createdAt: entry.createdAt.toISOString() })),
		nextCursor: last && entries.length > maxTake ? encodePlace(last.createdAt, last.id) : null
	};
}

/** Where a page begins: after an entry, or with it. */
interface Start {
	createdAt: Date;
	id: string;
	isIncluded: boolean;
}

/** The newest entries where the wanted one is among them; else it begins its page. */
async function readPage(
	transaction: Queryable,
	companyId: string,
	query: AuditQuery,
	limit: number
): Promise<{ entries: AuditLine[]; start: Start | null }> {
	const start = startOf(query.cursor);
	const entries = await readEntries(transaction, companyId, query, start, limit);
	const { entry } = query;
	if (start !== null || !isUuid(entry)) return { entries, start };
	if (entries.slice(0, limit - 1).some(({ id }) => id === entry)) return { entries, start };
	const [found] = await readEntries(transaction, companyId, query, null, 1, entry);
	if (found === undefined) return { entries, start };
	const { createdAt, id } = found;
	const itself = { createdAt, id, isIncluded: true };
	return { entries: await readEntries(transaction, companyId, query, itself, limit), start: itself };
}

async function readEntries(
	transaction: Queryable,
	companyId: string,
	query: AuditQuery,
	start: Start | null,
	limit: number,
	entryId?: string
): Promise<AuditLine[]> {
	const { action, userId } = query;
	const entries = await transaction.auditEntry.findMany({
		where: {
			companyId,
			...(entryId === undefined ? {} : { id: entryId }),
			...(action === undefined ? {} : { action: storableText(action, maxFilterLength) }),
			...(userId === undefined ? {} : { userId: storableText(userId, maxFilterLength) }),
			...(start === null ? {} : from(start))
		},
		orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
		take: limit,
		select: {
			id: true,
			action: true,
			metadata: true,
			userName: true,
			userId: true,
			tokenId: true,
			tokenName: true,
			importId: true,
			createdAt: true
		}
	});
	return entries.map(({ metadata, tokenId, tokenName, ...entry }) => ({
		...entry,
		metadata: tellable(metadata),
		token: toUsedToken({ tokenId, tokenName })
	}));
}

function startOf(cursor: string | undefined): Start | null {
	const place = cursor === undefined ? null : decodePlace(cursor);
	return place && { createdAt: new Date(place.at), id: place.id, isIncluded: false };
}

function from({ createdAt, id, isIncluded }: Start): Prisma.AuditEntryWhereInput {
	// Said twice, since PostgreSQL finds its way into the index by the first condition only.
	return {
		createdAt: { lte: createdAt },
		OR: [{ createdAt: { lt: createdAt } }, { id: isIncluded ? { lte: id } : { lt: id } }]
	};
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

/** What of an entry's metadata is a number, a text or a list of texts, as all that the application writes is. */
function tellable(metadata: Prisma.JsonValue): AuditMetadata {
	const values = Object.entries(metadata ?? {}) as [string, unknown][];
	return Object.fromEntries(
		values.filter((pair): pair is [string, AuditMetadata[string]] => isTellable(pair[1]))
	);
}

function isTellable(value: unknown): boolean {
	if (Array.isArray(value)) return value.every((one) => typeof one === 'string');
	return typeof value === 'number' || typeof value === 'string';
}
