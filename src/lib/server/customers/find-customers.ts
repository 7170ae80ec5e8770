import type { Customer, CustomerStatus } from '../../customer/customer.ts';
import type { ListTotal, SortField } from '../../customer/list-query.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { storableText } from '../storable-text.ts';
import { countCustomers } from './count-customers.ts';
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
	total: ListTotal;
}

/** Which customers a list has, as a condition, and how many these are. */
interface Narrowed {
	filter: Prisma.Sql;
	total: ListTotal;
}

const defaultTake = 50;
const maxTake = 200;
const maxQueryLength = 254;

/**
 * A search that finds no more than these is answered by finding them all, and sorting them: so it costs what it finds,
 * not what the company has. One that finds more is common enough to meet a page of them soon, in the list's order.
 */
const mostFound = 5000;

interface SortColumn {
	name: Prisma.Sql;
	/** A place's value, as this column compares it. */
	valueOf: (value: string | null) => Prisma.Sql;
	nullable: boolean;
}

// With the table's name: ORDER BY with a bare name would mean the column of the answer, which is text.
const sortColumns: Record<SortField, SortColumn> = {
	email: { name: Prisma.sql`c."email"`, valueOf: (value) => Prisma.sql`${value}::text`, nullable: false },
	name: { name: Prisma.sql`c."name"`, valueOf: (value) => Prisma.sql`${value}::text`, nullable: true },
	// In cents: an index on the amount itself is of no use across the second wall (migration `scale`).
	creditLimit: {
		name: Prisma.sql`c."creditCents"`,
		valueOf: (value) => Prisma.sql`(${value}::numeric * 100)::bigint`,
		nullable: true
	},
	updatedAt: {
		name: Prisma.sql`c."updatedAt"`,
		valueOf: (value) => Prisma.sql`${value}::timestamptz`,
		nullable: false
	}
};

/**
 * A page of the company's customers (spec 8, U2). Paged by position, not by offset, so that a deep page costs
 * what the first one does and rows that come or go shift nothing. Nothing sorts after everything: no name
 * last, and no credit limit above the largest limit; `desc` is exactly the reverse.
 */
export function findCustomers(companyId: string, list: CustomerListQuery): Promise<CustomerPage> {
	return inCompany(companyId, async (transaction) => {
		const { filter, total } = await narrow(transaction, companyId, list);
		return { ...(await readPage(transaction, filter, list)), total };
	});
}

async function narrow(
	transaction: Queryable,
	companyId: string,
	{ query, status }: CustomerListQuery
): Promise<Narrowed> {
	const ofCompany = Prisma.sql`c."companyId" = ${companyId}::uuid`;
	const ofStatus =
		status === undefined ? Prisma.empty : Prisma.sql`AND c."status" = ${status}::"CustomerStatus"`;
	const wanted = storableText(query ?? '', maxQueryLength).trim();
	if (wanted === '') {
		const count = await countCustomers(transaction, companyId, status);
		return { filter: Prisma.sql`${ofCompany} ${ofStatus}`, total: { count, isMore: false } };
	}
	const pattern = `%${wanted.replace(/[\\%_]/g, '\\$&')}%`;
	const found = await transaction.$queryRaw<{ id: string }[]>`
		SELECT s."id"::text FROM "searchCustomers"(${pattern}, ${status ?? null}::"CustomerStatus", ${mostFound + 1}::int) AS s("id")
	`;
	if (found.length <= mostFound) {
		const ids = found.map(({ id }) => id);
		return {
			filter: Prisma.sql`${ofCompany} AND c."id" = ANY(${ids}::uuid[])`,
			total: { count: ids.length, isMore: false }
		};
	}
	return {
		filter: Prisma.sql`${ofCompany} ${ofStatus} AND (c."email" ILIKE ${pattern} OR c."name" ILIKE ${pattern})`,
		total: { count: mostFound, isMore: true }
	};
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
	const { name, valueOf } = sortColumns[sort];
	const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`;
	const beyond = ascending ? Prisma.sql`>` : Prisma.sql`<`;
	const part = nulls ? Prisma.sql`${name} IS NULL` : Prisma.sql`${name} IS NOT NULL`;
	const place =
		from === null
			? Prisma.empty
			: nulls
				? Prisma.sql`AND c."id" ${beyond} ${from.id}::uuid`
				: Prisma.sql`AND (${name}, c."id") ${beyond} (${valueOf(from.value)}, ${from.id}::uuid)`;
	return transaction.$queryRaw<ListedCustomer[]>`
		SELECT
			c."id"::text AS "id", c."email", c."name", c."status"::text AS "status", c."notes",
			c."creditLimit"::text AS "creditLimit", c."updatedAt"
		FROM "Customer" AS c
		WHERE ${filter} AND ${part} ${place}
		ORDER BY ${name} ${order}, c."id" ${order}
		LIMIT ${limit}
	`;
}

function positionOf(customer: ListedCustomer, sort: SortField): Position {
	const value = customer[sort];
	return { value: value instanceof Date ? value.toISOString() : value, id: customer.id };
}
