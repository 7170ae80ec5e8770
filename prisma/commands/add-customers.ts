import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../src/lib/server/generated/prisma/client.ts';
import { lockCompany } from '../../src/lib/server/import/lock-company.ts';
import { insertCustomers } from '../../src/lib/server/import/write-customers.ts';
import { countCustomers } from '../../src/lib/server/customers/count-customers.ts';
import { Refusal } from '../refusal.ts';
import { numberedCustomers } from '../seed/make-customers.ts';
import { findCompany } from './find-company.ts';

/** How many customers a company is to have more, and which. */
export interface CustomersToAdd {
	slug: string;
	count: number;
	/** Which list they are from: the same start makes the same customers. */
	start: number;
	/** Whether they come beside those that the company has already. */
	isMore: boolean;
}

/** As many as an import has, and one transaction: whoever imports meanwhile waits for a fraction of a second. */
const batchSize = 5000;

const longestBatchMs = 60_000;

const day = 24 * 60 * 60 * 1000;

/**
 * Gives a company a list of made-up customers to try large lists with, in batches of which each is whole or not there.
 * Past the plan's limit too: it is an operator's work, and a plan never takes anybody away (spec L1). In the end the
 * database counts what it has, so that it plans for a table of this size.
 *
 * @param progress is told how many there are so far, after every batch
 * @returns the company's name
 * @throws Refusal when there is no such company, or when it has customers and no more are to come beside them
 */
export async function addCustomers(
	client: PrismaClient,
	{ slug, count, start, isMore }: CustomersToAdd,
	progress: (added: number) => void = () => {}
): Promise<string> {
	const { id: companyId, name } = await findCompany(client, slug);
	const present = await countCustomers(client, companyId);
	if (present > 0 && !isMore) {
		const customers = `${present.toLocaleString('en-US')} ${present === 1 ? 'customer' : 'customers'}`;
		throw new Refusal(`${name} has ${customers} already. To add to them, say --more.`);
	}
	const now = Date.now();
	for (let added = 0; added < count;) {
		const size = Math.min(batchSize, count - added);
		const customers = numberedCustomers(present + added + 1, size, start).map((customer) => ({
			...customer,
			id: randomUUID(),
			version: randomUUID()
		}));
		// As if they had come one import after the other over the last two years.
		const createdAt = new Date(now - (1 - added / count) * 700 * day);
		await client.$transaction(
			async (transaction) => {
				await lockCompany(transaction, companyId);
				await insertCustomers(transaction, companyId, customers, createdAt);
			},
			{ timeout: longestBatchMs }
		);
		added += size;
		progress(added);
	}
	await client.$executeRaw`VACUUM (ANALYZE) "Customer"`;
	return name;
}
