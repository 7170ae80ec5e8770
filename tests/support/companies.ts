import { randomUUID } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { Customer } from '../../src/lib/customer/customer.ts';
import type { Plan } from '../../src/lib/customer/plan-limit.ts';
import type { StaffMember, StaffRole } from '../../src/lib/server/auth/staff-member.ts';
import { toAppError } from '../../src/lib/server/trpc/app-error.ts';
import { createCaller } from '../../src/lib/server/trpc/app-router.ts';
import { ownerDatabase } from './owner-database.ts';

/** A company of its own for one test, so that tests on one database never meet. */
export interface TestCompany {
	id: string;
	slug: string;
	owner: StaffMember;
	admin: StaffMember;
	member: StaffMember;
}

/** Makes a company with an owner, an admin and a member, and with these customers. */
export async function makeCompany(
	options: { plan?: Plan; customers?: readonly Customer[] } = {}
): Promise<TestCompany> {
	const { plan = 'ENTERPRISE', customers = [] } = options;
	const slug = `company-${randomUUID().slice(0, 18)}`;
	const company = await ownerDatabase().company.create({ data: { slug, name: 'Test Company', plan } });
	if (customers.length > 0) {
		await ownerDatabase().customer.createMany({
			data: customers.map((customer) => ({ ...customer, companyId: company.id }))
		});
	}
	return {
		id: company.id,
		slug,
		owner: await makeStaff('OWNER', company),
		admin: await makeStaff('ADMIN', company),
		member: await makeStaff('MEMBER', company)
	};
}

async function makeStaff(role: StaffRole, company: StaffMember['company']): Promise<StaffMember> {
	const userId = randomUUID();
	const name = `Test ${role}`;
	const email = `${role.toLowerCase()}@${company.slug}.example`;
	await ownerDatabase().user.create({ data: { id: userId, companyId: company.id, role, name, email } });
	const { id, slug, name: companyName, plan } = company;
	return { userId, name, email, role, company: { id, slug, name: companyName, plan }, token: null };
}

/** The router's procedures as this person calls them; null is someone who is signed out. */
export function callAs(staff: StaffMember | null): ReturnType<typeof createCaller> {
	return createCaller({ staff, requestId: 'test-request', waitedMs: 0 });
}

/** A company's customers as the database has them, by e-mail, every column. */
export async function storedCustomers(companyId: string): Promise<
	(Customer & {
		id: string;
		/** Names the state of the five fields (spec H2). */
		version: string;
		passwordHash: string | null;
		emailVerified: boolean;
		createdAt: Date;
		updatedAt: Date;
	})[]
> {
	const rows = await ownerDatabase().customer.findMany({ where: { companyId }, orderBy: { email: 'asc' } });
	return rows.map(({ companyId: _, creditLimit, ...row }) => ({
		...row,
		creditLimit: creditLimit?.toFixed(2) ?? null
	}));
}

/** The five fields of a company's customers, by e-mail. */
export async function customersOf(companyId: string): Promise<Customer[]> {
	const stored = await storedCustomers(companyId);
	return stored.map(({ email, name, status, notes, creditLimit }) => ({
		email,
		name,
		status,
		notes,
		creditLimit
	}));
}

/** How a refused call was refused; a call that succeeds fails the test. */
export async function refusalOf(call: Promise<unknown>) {
	const error = await call.then(
		() => {
			throw new Error('The call was expected to be refused, and was not.');
		},
		(reason: unknown) => reason
	);
	if (!(error instanceof TRPCError)) throw error;
	const { appCode, problem } = toAppError(error);
	return { status: getHTTPStatusCodeFromError(error), appCode, problem };
}
