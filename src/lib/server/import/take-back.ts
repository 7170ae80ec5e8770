import type { UndoRequest } from '../../import/undo.ts';
import { arrayLiteral } from '../array-literal.ts';
import type { Queryable } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';

// Each is one statement that marks the changes of some rows as undone and writes their customers from what is recorded
// of them: no value is sent, copied or read again. A change that is undone already is neither marked nor written.

/** Rows of an import, and their customers, in the same order. */
export interface TakenBack {
	rows: number[];
	/** Said apart, so that no more of the table is read than these, whatever the planner believes of its size. */
	customerIds: string[];
}

/** Brings back the four fields and the version that an import's updates found (spec H2); answers how many customers. */
export function restoreCustomers(
	transaction: Queryable,
	companyId: string,
	request: UndoRequest,
	{ rows, customerIds }: TakenBack,
	now: Date
): Promise<number> {
	return transaction.$executeRaw`
		WITH marked AS (${markUndone(companyId, request, rows)})
		UPDATE "Customer" AS c
		SET
			"name" = m."before"->>'name', "status" = (m."before"->>'status')::"CustomerStatus",
			"notes" = m."before"->>'notes', "creditLimit" = (m."before"->>'creditLimit')::numeric,
			"version" = m."versionBefore", "updatedAt" = ${now.toISOString()}::timestamptz
		FROM marked AS m
		WHERE
			c."companyId" = ${companyId}::uuid AND c."id" = ANY(${arrayLiteral(customerIds)}::uuid[])
			AND c."id" = m."customerId"
	`;
}

/** Removes what an import created; answers how many customers. One who has a password is never deleted (spec H2). */
export function removeCustomers(
	transaction: Queryable,
	companyId: string,
	request: UndoRequest,
	{ rows, customerIds }: TakenBack
): Promise<number> {
	return transaction.$executeRaw`
		WITH marked AS (${markUndone(companyId, request, rows)})
		DELETE FROM "Customer" AS c USING marked AS m
		WHERE
			c."companyId" = ${companyId}::uuid AND c."id" = ANY(${arrayLiteral(customerIds)}::uuid[])
			AND c."id" = m."customerId" AND c."passwordHash" IS NULL
	`;
}

function markUndone(
	companyId: string,
	{ importId, undoId }: UndoRequest,
	rows: readonly number[]
): Prisma.Sql {
	return Prisma.sql`
		UPDATE "ImportChange" SET "undoId" = ${undoId}::uuid
		WHERE
			"companyId" = ${companyId}::uuid AND "importId" = ${importId}::uuid
			AND "row" = ANY(${arrayLiteral(rows)}::int[]) AND "undoId" IS NULL
		RETURNING "customerId", "before", "versionBefore"
	`;
}
