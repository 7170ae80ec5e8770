import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { demoCompanies, demoPassword } from '../../src/lib/server/auth/demo-accounts.ts';
import type { PrismaClient } from '../../src/lib/server/generated/prisma/client.ts';
import { acmeCustomers, bluePlateCustomers } from './demo-customers.ts';
import { createRandom } from './random.ts';

const customersOf = { acme: acmeCustomers, 'blue-plate': bluePlateCustomers };

const day = 24 * 60 * 60 * 1000;

/** Longer than Prisma's five seconds: a slow machine may need them for the embedded database. */
const longestSeedMs = 60_000;

/**
 * Adds the demo companies with their staff and customers (spec U3), all or nothing.
 *
 * @returns false, with nothing written, where one of their slugs or addresses is taken
 */
export async function seedDemo(client: PrismaClient): Promise<boolean> {
	const slugs = demoCompanies.map(({ slug }) => slug);
	const emails = demoCompanies.flatMap(({ staff }) => staff.map(({ email }) => email));
	if ((await client.company.count({ where: { slug: { in: slugs } } })) > 0) return false;
	if ((await client.user.count({ where: { email: { in: emails } } })) > 0) return false;

	const password = await hashPassword(demoPassword);
	await client.$transaction(
		async (transaction) => {
			for (const { slug, name, plan, staff } of demoCompanies) {
				const { id: companyId } = await transaction.company.create({ data: { slug, name, plan } });
				await transaction.customer.createMany({ data: withDates(companyId, customersOf[slug]()) });
				for (const person of staff) {
					// As better-auth stores someone who signed up with a password.
					const id = randomUUID();
					const account = { id: randomUUID(), accountId: id, providerId: 'credential', password };
					await transaction.user.create({
						data: { id, companyId, ...person, accounts: { create: account } }
					});
				}
			}
		},
		{ timeout: longestSeedMs }
	);
	return true;
}

/** Customers as rows of the table that came one after the other over the last two years. */
function withDates(companyId: string, customers: Customer[]) {
	const random = createRandom(3);
	const now = Date.now();
	return customers.map((customer, index) => {
		const age = (1 - index / customers.length) * 700 + random.next();
		const createdAt = new Date(now - (age + 1) * day);
		return { companyId, ...customer, createdAt, updatedAt: createdAt };
	});
}
