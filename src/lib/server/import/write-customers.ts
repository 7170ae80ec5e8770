import type { Customer, FieldName } from '../../customer/customer.ts';
import { arrayLiteral } from '../array-literal.ts';
import type { Queryable } from '../database.ts';
import type { StoredCustomer } from './read-existing.ts';

// One statement for all rows, with a parameter a column: 5,000 rows in a tenth of the time of Prisma's createMany.

/** Creates customers in one statement; answers how many. They can't sign in until they set a password (spec T2). */
export function insertCustomers(
	transaction: Queryable,
	companyId: string,
	customers: readonly StoredCustomer[],
	now: Date
): Promise<number> {
	return transaction.$executeRaw`
		INSERT INTO "Customer"
			("id", "companyId", "email", "name", "status", "notes", "creditLimit", "version", "createdAt", "updatedAt")
		SELECT
			n."id", ${companyId}::uuid, n."email", n."name", n."status"::"CustomerStatus", n."notes", n."creditLimit"::numeric,
			n."version", ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
		FROM unnest(
			${ids(customers)}::uuid[], ${column(customers, 'email')}::text[], ${column(customers, 'name')}::text[],
			${column(customers, 'status')}::text[], ${column(customers, 'notes')}::text[],
			${column(customers, 'creditLimit')}::text[], ${versions(customers)}::uuid[]
		) AS n("id", "email", "name", "status", "notes", "creditLimit", "version")
	`;
}

function ids(customers: readonly StoredCustomer[]): string {
	return arrayLiteral(customers.map(({ id }) => id));
}

function versions(customers: readonly StoredCustomer[]): string {
	return arrayLiteral(customers.map(({ version }) => version));
}

function column(customers: readonly Customer[], field: FieldName): string {
	return arrayLiteral(customers.map((customer) => customer[field]));
}
