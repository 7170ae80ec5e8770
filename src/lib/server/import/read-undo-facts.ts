import type { Customer } from '../../customer/customer.ts';
import type { CustomerNow, NamedImport, UndoFacts } from '../../import/undo/plan-undo.ts';
import { arrayLiteral } from '../array-literal.ts';
import type { Queryable } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { StoredChange } from './read-changes.ts';

interface CustomerRow extends Customer {
	id: string;
	version: string;
	hasPassword: boolean;
}

/**
 * What an undo of these changes of an import is decided by, in two statements (spec H2, U2).
 *
 * @param isLocking whether nobody else may change, delete or give a password to the customers until the transaction ends
 */
export async function readUndoFacts(
	transaction: Queryable,
	companyId: string,
	importId: string,
	changes: readonly StoredChange[],
	isLocking: boolean
): Promise<UndoFacts> {
	const customers = await readCustomers(transaction, companyId, changes, isLocking);
	const versions = new Set([...customers.values()].map(({ version }) => version));
	const imports = await readImports(transaction, companyId, [...versions]);
	return { importId, changes, customers, imports };
}

async function readCustomers(
	transaction: Queryable,
	companyId: string,
	changes: readonly StoredChange[],
	isLocking: boolean
): Promise<Map<string, CustomerNow>> {
	const ids = changes.map(({ customerId }) => customerId);
	const rows = await transaction.$queryRaw<CustomerRow[]>`
		SELECT
			"id"::text, "email", "name", "status"::text AS "status", "notes", "creditLimit"::text AS "creditLimit",
			"version"::text, "passwordHash" IS NOT NULL AS "hasPassword"
		FROM "Customer"
		WHERE "companyId" = ${companyId}::uuid AND "id" = ANY(${arrayLiteral(ids)}::uuid[])
		${isLocking ? Prisma.sql`FOR UPDATE` : Prisma.empty}
	`;
	return new Map(
		rows.map(({ id, version, hasPassword, ...customer }) => [id, { customer, version, hasPassword }])
	);
}

async function readImports(
	transaction: Queryable,
	companyId: string,
	ids: string[]
): Promise<Map<string, NamedImport>> {
	const rows = await transaction.$queryRaw<{ id: string; fileName: string; createdAt: Date }[]>`
		SELECT "id"::text, "fileName", "createdAt" FROM "Import"
		WHERE "companyId" = ${companyId}::uuid AND "id" = ANY(${ids}::uuid[])
	`;
	return new Map(
		rows.map(({ id, fileName, createdAt }) => [id, { fileName, appliedAt: createdAt.toISOString() }])
	);
}
