import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Customer } from '../../src/lib/customer/customer.ts';
import type { Plan } from '../../src/lib/customer/plan-limit.ts';

/** Asks the running application's own database, past the application. */
export async function query<Row extends pg.QueryResultRow>(
	sql: string,
	values: unknown[] = []
): Promise<Row[]> {
	const client = new pg.Client({ connectionString: process.env.E2E_DATABASE_URL });
	await client.connect();
	try {
		return (await client.query<Row>(sql, values)).rows;
	} finally {
		await client.end();
	}
}

/** Gives a company customers, whatever its plan allows. */
export async function insertCustomers(companyId: string, customers: readonly Customer[]): Promise<void> {
	await query(
		`INSERT INTO "Customer" ("id", "companyId", "email", "name", "status", "notes", "creditLimit")
		 SELECT id, $1, email, name, status::"CustomerStatus", notes, "creditLimit"::numeric
		 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
		   AS row (id, email, name, status, notes, "creditLimit")`,
		[
			companyId,
			customers.map(() => randomUUID()),
			...(['email', 'name', 'status', 'notes', 'creditLimit'] as const).map((field) =>
				customers.map((customer) => customer[field])
			)
		]
	);
}

/** A company's customers by address. */
export async function readCustomers(companyId: string): Promise<Customer[]> {
	return await query<Customer & pg.QueryResultRow>(
		`SELECT "email", "name", "status", "notes", "creditLimit"::text FROM "Customer"
		 WHERE "companyId" = $1 ORDER BY "email"`,
		[companyId]
	);
}

export async function countAuditEntries(companyId: string): Promise<number> {
	const [row] = await query<{ count: number }>(
		'SELECT count(*)::int AS count FROM "AuditEntry" WHERE "companyId" = $1',
		[companyId]
	);
	return row?.count ?? 0;
}

export async function setPlan(companyId: string, plan: Plan): Promise<void> {
	await query('UPDATE "Company" SET "plan" = $2::"Plan" WHERE "id" = $1', [companyId, plan]);
}

export async function setRole(email: string, role: 'OWNER' | 'ADMIN' | 'MEMBER'): Promise<void> {
	await query('UPDATE "User" SET "role" = $2::"StaffRole" WHERE "email" = $1', [email, role]);
}

/** The id of the company that a staff member works for. */
export async function companyOf(email: string): Promise<string> {
	const [user] = await query<{ companyId: string }>('SELECT "companyId" FROM "User" WHERE "email" = $1', [
		email
	]);
	if (user === undefined) throw new Error(`${email} works for no company.`);
	return user.companyId;
}
