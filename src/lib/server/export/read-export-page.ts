import type { Customer } from '../../customer/customer.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';

type Values = [email: string, name: string, status: Customer['status'], notes: string, creditLimit: string];

const valuesOfOne = 5;

/** ASCII's own character between values. Texts may have it nevertheless: see `readExportPage`. */
const separator = '\u001f';

// Its status is out before its pages are read: one that cannot be waited for cuts the file off. So it waits
// longer than a page of the dashboard, behind an import on the embedded engine for instance.
const pageLimits = { maxWait: 20_000, timeout: 20_000, statement: 15_000 };

/**
 * The company's customers whose addresses come next, in their order.
 *
 * They arrive as one text: thousands of rows of five values each would pass through driver, adapter and client one by one,
 * and writing JSON is most of what the database would do. A text that has the separator in it shows in their number, which
 * the database tells too; then they come as JSON.
 *
 * @param after an address, or nothing for the first page
 * @param size the most that there may be
 */
export function readExportPage(companyId: string, after: string, size: number): Promise<Customer[]> {
	const customers = Prisma.sql`(
		SELECT "email", coalesce("name", '') AS "name", "status", coalesce("notes", '') AS "notes",
			coalesce("creditLimit"::text, '') AS "creditLimit"
		FROM "Customer"
		WHERE "companyId" = ${companyId}::uuid AND "email" > ${after}
		ORDER BY "email"
		LIMIT ${size}
	) AS c`;
	return inCompany(
		companyId,
		async (transaction) => {
			const [page] = await transaction.$queryRaw<{ count: number; values: string }[]>`
				SELECT
					count(*)::int AS "count",
					coalesce(string_agg(
						c."email" || ${separator} || c."name" || ${separator} || c."status" || ${separator} || c."notes"
							|| ${separator} || c."creditLimit",
						${separator}
					), '') AS "values"
				FROM ${customers}
			`;
			if (page === undefined || page.count === 0) return [];
			const values = page.values.split(separator);
			return values.length === page.count * valuesOfOne
				? cut(values)
				: await readAsJson(transaction, customers);
		},
		pageLimits
	);
}

/** Slower, and whatever characters there are. */
async function readAsJson(transaction: Queryable, customers: Prisma.Sql): Promise<Customer[]> {
	const [page] = await transaction.$queryRaw<{ values: string }[]>`
		SELECT
			coalesce(json_agg(
				json_build_array(c."email", c."name", c."status", c."notes", c."creditLimit")
			), '[]')::text AS "values"
		FROM ${customers}
	`;
	return (JSON.parse(page?.values ?? '[]') as Values[]).map(customerOf);
}

function cut(values: readonly string[]): Customer[] {
	const customers: Customer[] = [];
	for (let at = 0; at < values.length; at += valuesOfOne) {
		const status = values[at + 2] as Customer['status'];
		customers.push(
			customerOf([values[at] ?? '', values[at + 1] ?? '', status, values[at + 3] ?? '', values[at + 4] ?? ''])
		);
	}
	return customers;
}

/** Nothing is stored as an empty text: that is how null comes here. */
function customerOf([email, name, status, notes, creditLimit]: Values): Customer {
	return { email, name: name || null, status, notes: notes || null, creditLimit: creditLimit || null };
}
