import type { Customer, CustomerStatus } from '../../customer/customer.ts';
import type { SortField } from '../../customer/list-query.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { storableText } from '../storable-text.ts';
import {
	type PageStart,
	type Position,
	type SortDirection,
	customerCursor,
	readCustomerCursor
} from './customer-cursor.ts';

/** What of the customer list is asked for. */
export interface CustomerListQuery {
	/** A part of the e-mail or name, in any case; `%` and `_` are ordinary characters. */
	query?: string;
	status?: CustomerStatus;
	sort: SortField;
	direction: SortDirection;
	/** Of the page before or after; without it the first page. */
	cursor?: string;
	/** Rows of a page, 1 to 200. */
	take?: number;
}

export interface ListedCustomer extends Customer {
	id: string;
	updatedAt: Date;
}

export interface CustomerPage {
	customers: ListedCustomer[];
	nextCursor: string | null;
	previousCursor: string | null;
	/** Of all pages. */
	total: number;
}

const defaultTake = 50;
const maxTake = 200;
const maxQueryLength = 254;

// With the table's name: ORDER BY with a bare name would mean the column of the answer, which is text.
const sortColumns: Record<SortField, { name: Prisma.Sql; type: Prisma.Sql; nullable: boolean }> = {
	email: { name: Prisma.sql`c."email"`, type: Prisma.sql`text`, nullable: false },
	name: { name: Prisma.sql`c."name"`, type: Prisma.sql`text`, nullable: true },
	creditLimit: { name: Prisma.sql`c."creditLimit"`, type: Prisma.sql`numeric`, nullable: true },
	updatedAt: { name: Prisma.sql`c."updatedAt"`, type: Prisma.sql`timestamptz`, nullable: false }
};

/**
 * A page of the company's customers (spec 8, U2). Paged by position, not by offset, so that a deep page costs
 * what the first one does and rows that come or go shift nothing. Nothing sorts after everything: no name
 * last, and no credit limit above the largest limit; `desc` is exactly the reverse.
 */
export async function findCustomers(companyId: string, list: CustomerListQuery): Promise<CustomerPage> {
	const filter = filterOf(companyId, list);
	const [counted, page] = await Promise.all([
		inCompany(companyId, (transaction) => countRows(transaction, filter)),
		inCompany(companyId, (transaction) => readPage(transaction, filter, list))
	]);
	return { ...page, total: counted };
}

async function readPage(
	transaction: Queryable,
	filter: Prisma.Sql,
	list: CustomerListQuery
): Promise<Omit<CustomerPage, 'total'>> {
	const { sort, direction, cursor } = list;
	const take = Math.min(Math.max(Math.trunc(list.take ?? defaultTake) || defaultTake, 1), maxTake);
	const start = cursor === undefined ? null : readCustomerCursor(sort, direction, cursor);
	const backwards = start?.side === 'before';
	const ascending = (direction === 'asc') !== backwards;
	const rows = await walk(transaction, filter, sort, ascending, start, take + 1);
	// What the cursor pointed to is gone, with all that followed.
	if (rows.length === 0 && start !== null) return readPage(transaction, filter, { sort, direction, take });

	const more = rows.length > take;
	const customers = rows.slice(0, take);
	if (backwards) customers.reverse();
	const [first, last] = [customers.at(0), customers.at(-1)];
	const hasNext = backwards || more;
	const hasPrevious = backwards ? more : start !== null;
	function cursorTo(customer: ListedCustomer, side: PageStart['side']): string {
		return customerCursor(sort, direction, { side, ...positionOf(customer, sort) });
	}
	return {
		customers,
		nextCursor: last && hasNext ? cursorTo(last, 'after') : null,
		previousCursor: first && hasPrevious ? cursorTo(first, 'before') : null
	};
}

/**
 * Rows in order from a place on. Those with a value and those without are read apart: each is one range of
 * the index, while a condition on both would read everything before the place.
 */
async function walk(
	transaction: Queryable,
	filter: Prisma.Sql,
	sort: SortField,
	ascending: boolean,
	start: Position | null,
	limit: number
): Promise<ListedCustomer[]> {
	const withNulls = sortColumns[sort].nullable;
	const parts = ascending ? [false, true] : [true, false];
	const rows: ListedCustomer[] = [];
	let from = start;
	for (const nulls of parts) {
		if (nulls && !withNulls) continue;
		if (from !== null && (from.value === null) !== nulls) continue;
		rows.push(...(await readPart(transaction, filter, sort, ascending, nulls, from, limit - rows.length)));
		from = null;
		if (rows.length >= limit) break;
	}
	return rows;
}

function readPart(
	transaction: Queryable,
	filter: Prisma.Sql,
	sort: SortField,
	ascending: boolean,
	nulls: boolean,
	from: Position | null,
	limit: number
): Promise<ListedCustomer[]> {
	const { name, type } = sortColumns[sort];
	const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`;
	const beyond = ascending ? Prisma.sql`>` : Prisma.sql`<`;
	const part = nulls ? Prisma.sql`${name} IS NULL` : Prisma.sql`${name} IS NOT NULL`;
	const keys = nulls ? Prisma.sql`c."id" ${order}` : Prisma.sql`${name} ${order}, c."id" ${order}`;
	const place =
		from === null
			? Prisma.empty
			: nulls
				? Prisma.sql`AND c."id" ${beyond} ${from.id}::uuid`
				: Prisma.sql`AND (${name}, c."id") ${beyond} (${from.value}::${type}, ${from.id}::uuid)`;
	return transaction.$queryRaw<ListedCustomer[]>`
		SELECT
			c."id"::text AS "id", c."email", c."name", c."status"::text AS "status", c."notes",
			c."creditLimit"::text AS "creditLimit", c."updatedAt"
		FROM "Customer" AS c
		WHERE ${filter} AND ${part} ${place}
		ORDER BY ${keys}
		LIMIT ${limit}
	`;
}

async function countRows(transaction: Queryable, filter: Prisma.Sql): Promise<number> {
	const [row] = await transaction.$queryRaw<{ rows: bigint }[]>`
		SELECT count(*) AS "rows" FROM "Customer" AS c WHERE ${filter}
	`;
	return Number(row?.rows ?? 0);
}

function filterOf(companyId: string, { query, status }: CustomerListQuery): Prisma.Sql {
	const conditions = [Prisma.sql`c."companyId" = ${companyId}::uuid`];
	if (status !== undefined) conditions.push(Prisma.sql`c."status" = ${status}::"CustomerStatus"`);
	const wanted = storableText(query ?? '', maxQueryLength).trim();
	if (wanted !== '') {
		const pattern = `%${wanted.replace(/[\\%_]/g, '\\$&')}%`;
		conditions.push(Prisma.sql`(c."email" ILIKE ${pattern} OR c."name" ILIKE ${pattern})`);
	}
	return Prisma.join(conditions, ' AND ');
}

function positionOf(customer: ListedCustomer, sort: SortField): Position {
	const value = customer[sort];
	return { value: value instanceof Date ? value.toISOString() : value, id: customer.id };
}
