import type { Customer } from '../../customer/customer.ts';
import { arrayLiteral } from '../array-literal.ts';
import type { Queryable } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';

/** A customer as it is stored, with the id that its rows are keyed by and the name of this state (spec H2). */
export interface StoredCustomer extends Customer {
	id: string;
	version: string;
}

/** The company's customers that have one of these addresses, in one statement (spec S1, U2). Five fields and the id. */
export function readExisting(
	client: Queryable,
	companyId: string,
	emails: readonly string[]
): Promise<StoredCustomer[]> {
	return read(client, companyId, emails, Prisma.empty);
}

/**
 * The same, and nobody else changes or deletes them until the transaction ends: an edit that does not take the
 * company's lock comes before this read, and makes the preview stale, or after the import (spec A3, E04).
 */
export function lockExisting(
	transaction: Queryable,
	companyId: string,
	emails: readonly string[]
): Promise<StoredCustomer[]> {
	return read(transaction, companyId, emails, Prisma.sql`FOR NO KEY UPDATE`);
}

function read(
	client: Queryable,
	companyId: string,
	emails: readonly string[],
	lock: Prisma.Sql
): Promise<StoredCustomer[]> {
	return client.$queryRaw<StoredCustomer[]>`
		SELECT
			"id"::text, "email", "name", "status"::text AS "status", "notes", "creditLimit"::text AS "creditLimit",
			"version"::text
		FROM "Customer"
		WHERE "companyId" = ${companyId}::uuid AND "email" = ANY(${arrayLiteral(emails)}::text[])
		${lock}
	`;
}

/** The five fields alone: what may leave the server. */
export function withoutId({ email, name, status, notes, creditLimit }: StoredCustomer): Customer {
	return { email, name, status, notes, creditLimit };
}
