import type { Customer } from '../../customer/customer.ts';
import type { Queryable } from '../database.ts';

/** A customer as it is stored, with the id that its rows are keyed by. */
export interface StoredCustomer extends Customer {
	id: string;
}

/** The company's customers that have one of these addresses, in one statement (spec S1, U2). Five fields and the id. */
export function readExisting(
	client: Queryable,
	companyId: string,
	emails: readonly string[]
): Promise<StoredCustomer[]> {
	return client.$queryRaw<StoredCustomer[]>`
		SELECT "id"::text, "email", "name", "status"::text AS "status", "notes", "creditLimit"::text AS "creditLimit"
		FROM "Customer"
		WHERE "companyId" = ${companyId}::uuid AND "email" = ANY(${emails}::text[])
	`;
}

/** The five fields alone: what may leave the server. */
export function withoutId({ email, name, status, notes, creditLimit }: StoredCustomer): Customer {
	return { email, name, status, notes, creditLimit };
}
