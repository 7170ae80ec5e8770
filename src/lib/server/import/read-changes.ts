import { type Customer, type FieldName, fieldNames } from '../../customer/customer.ts';
import type { RecordedChange } from '../../import/undo.ts';
import type { Queryable } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';

/** A recorded change, with the version of the customer that the import found: null for one that it created (spec H2). */
export type StoredChange = RecordedChange & { versionBefore: string | null };

/** Which of an import's changes are read. */
export interface ChangesQuery {
	/** Those of later rows only; null for all from the first one. */
	afterRow: number | null;
	/** At most so many; null for all. */
	limit: number | null;
	/** Only those that no undo has taken back. */
	isStanding: boolean;
}

interface ChangeRow {
	row: number;
	customerId: string;
	before: Customer | null;
	after: Customer;
	fields: string[];
	versionBefore: string | null;
	isUndone: boolean;
}

/** What an import of the company did, by row (spec H1); nothing for an import that is not the company's. */
export async function readChanges(
	transaction: Queryable,
	companyId: string,
	importId: string,
	{ afterRow, limit, isStanding }: ChangesQuery
): Promise<StoredChange[]> {
	const rows = await transaction.$queryRaw<ChangeRow[]>`
		SELECT
			"row", "customerId"::text, "before", "after", "fields", "versionBefore"::text,
			"undoId" IS NOT NULL AS "isUndone"
		FROM "ImportChange"
		WHERE
			"companyId" = ${companyId}::uuid AND "importId" = ${importId}::uuid AND "row" > ${afterRow ?? 0}
			${isStanding ? Prisma.sql`AND "undoId" IS NULL` : Prisma.empty}
		ORDER BY "row"
		LIMIT ${limit}::bigint
	`;
	return rows.map(toChange);
}

/** An update is told by its version: a before-image may be deleted. */
function toChange({ before, fields, versionBefore, ...change }: ChangeRow): StoredChange {
	if (versionBefore === null) return { kind: 'create', ...change, versionBefore };
	return {
		kind: 'update',
		...change,
		before,
		fields: fieldNames.filter((field: FieldName) => fields.includes(field)),
		versionBefore
	};
}
