import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Customer } from '../../src/lib/customer/customer.ts';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';

/** Makes a company with one owner. */
export async function createCompany(client: pg.Client): Promise<StaffMember> {
	const company = {
		id: randomUUID(),
		slug: `bench-${randomUUID()}`,
		name: 'Bench',
		plan: 'ENTERPRISE' as const
	};
	const staff = {
		userId: randomUUID(),
		name: 'Ben Ch',
		email: `${company.slug}@bench.example`,
		role: 'OWNER' as const
	};
	await client.query('INSERT INTO "Company" ("id", "slug", "name", "plan") VALUES ($1, $2, $3, $4)', [
		company.id,
		company.slug,
		company.name,
		company.plan
	]);
	await client.query(
		'INSERT INTO "User" ("id", "companyId", "role", "name", "email") VALUES ($1, $2, $3, $4, $5)',
		[staff.userId, company.id, staff.role, staff.name, staff.email]
	);
	return { ...staff, company, token: null };
}

/**
 * Leaves exactly these customers in the database, and no imports.
 *
 * @param ids of each address
 */
export async function fill(
	client: pg.Client,
	staff: StaffMember,
	customers: readonly Customer[],
	ids: ReadonlyMap<string, string>
): Promise<void> {
	await client.query(
		'TRUNCATE "ImportUndo", "ImportChange", "Import", "CustomerEdit", "CustomerSession", "PasswordReset", "Customer"'
	);
	await client.query(
		`INSERT INTO "Customer" ("companyId", "id", "email", "name", "status", "notes", "creditLimit")
		 SELECT $1, n.id, n.email, n.name, n.status::"CustomerStatus", n.notes, n.credit::numeric
		 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
		   AS n(id, email, name, status, notes, credit)`,
		[
			staff.company.id,
			customers.map(({ email }) => ids.get(email)),
			customers.map(({ email }) => email),
			customers.map(({ name }) => name),
			customers.map(({ status }) => status),
			customers.map(({ notes }) => notes),
			customers.map(({ creditLimit }) => creditLimit)
		]
	);
	await client.query('ANALYZE "Customer"');
}
