import { verifyPassword } from 'better-auth/crypto';
import { beforeAll, expect, it } from 'vitest';
import { demoCompanies, demoOwner, demoPassword } from '../../../src/lib/server/auth/demo-accounts.ts';
import { acmeCustomers } from '../../../prisma/seed/demo-customers.ts';
import { findDemo } from '../../../prisma/seed/find-demo.ts';
import { seedDemo } from '../../../prisma/seed/seed-demo.ts';
import { describeEachEngine } from '../../support/each-engine.ts';
import { ownerDatabase } from '../../support/owner-database.ts';

describeEachEngine('the seed of the demo', ({ url }) => {
	let wasAdded: boolean;
	beforeAll(async () => {
		wasAdded = await seedDemo(ownerDatabase());
	});

	it('adds the two companies with their plans, staff and customers (spec U3)', async () => {
		expect(wasAdded).toBe(true);
		const companies = await ownerDatabase().company.findMany({
			where: { slug: { in: demoCompanies.map(({ slug }) => slug) } },
			orderBy: { slug: 'asc' },
			include: { _count: { select: { customers: true, staff: true, auditEntries: true } } }
		});
		expect(companies.map(({ slug, plan, _count }) => ({ slug, plan, ..._count }))).toEqual([
			{ slug: 'acme', plan: 'ENTERPRISE', customers: 1200, staff: 2, auditEntries: 0 },
			{ slug: 'blue-plate', plan: 'STARTER', customers: 23, staff: 1, auditEntries: 0 }
		]);
	});

	it('stores customers as they were made', async () => {
		const stored = await ownerDatabase().customer.findMany({
			where: { company: { slug: 'acme' } },
			select: { email: true, name: true, status: true, notes: true, creditLimit: true, passwordHash: true }
		});
		const byEmail = new Map(stored.map((customer) => [customer.email, customer]));
		for (const customer of acmeCustomers()) {
			const { creditLimit, passwordHash, ...rest } = byEmail.get(customer.email) ?? {};
			expect(passwordHash).toBeNull();
			expect({ ...rest, creditLimit: creditLimit?.toFixed(2) ?? null }).toEqual(customer);
		}
	});

	it('gives every person the demo password, as better-auth checks it', async () => {
		expect(await findDemo(url)).toBe('demo');
		const emails = demoCompanies.flatMap(({ staff }) => staff.map(({ email }) => email));
		expect(emails).toContain(demoOwner.email);
		const people = await ownerDatabase().user.findMany({
			where: { email: { in: emails } },
			include: { accounts: true }
		});
		expect(people).toHaveLength(3);
		for (const { id, accounts } of people) {
			expect(accounts).toEqual([expect.objectContaining({ providerId: 'credential', accountId: id })]);
			const hash = accounts[0]?.password ?? '';
			expect(await verifyPassword({ hash, password: demoPassword })).toBe(true);
		}
	});

	it('writes nothing where the names are taken', async () => {
		const before = await ownerDatabase().customer.count();
		expect(await seedDemo(ownerDatabase())).toBe(false);
		expect(await ownerDatabase().customer.count()).toBe(before);
	});
});
