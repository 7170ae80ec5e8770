import { type Plan, type PlanUsage, plans } from '../../src/lib/customer/plan-limit.ts';
import type { PrismaClient } from '../../src/lib/server/generated/prisma/client.ts';
import { lockCompany } from '../../src/lib/server/import/lock-company.ts';
import { countCustomers } from '../../src/lib/server/customers/count-customers.ts';
import { findCompany } from './find-company.ts';

/** What became of a company's plan. */
export interface PlanChange {
	companyName: string;
	before: Plan;
	after: Plan;
	/** Of the new plan. */
	usage: PlanUsage;
}

/**
 * Puts a company on a plan (spec L1). Takes the company's lock, as every path that creates customers does:
 * an import that is running finishes under the plan that it began with. A plan below what the company has
 * is allowed, since only creates are ever refused.
 *
 * @throws Refusal when there is no such company
 */
export async function changePlan(client: PrismaClient, slug: string, plan: Plan): Promise<PlanChange> {
	return await client.$transaction(async (transaction) => {
		const company = await findCompany(transaction, slug);
		const { plan: before } = await lockCompany(transaction, company.id);
		await transaction.company.update({ where: { id: company.id }, data: { plan } });
		const present = await countCustomers(transaction, company.id);
		const usage = { allowed: plans[plan].maxCustomers, present };
		return { companyName: company.name, before, after: plan, usage };
	});
}

/** Says what changed, and what it means where the company has more than the plan allows. */
export function planChangeSentence({ companyName, before, after, usage }: PlanChange): string {
	const change =
		before === after
			? `stays on ${plans[after].label}`
			: `is now on ${plans[after].label} (was ${plans[before].label})`;
	const present = usage.present.toLocaleString('en-US');
	if (usage.allowed === null) return `${companyName} ${change}: ${present} customers, unlimited.`;
	const allowed = usage.allowed.toLocaleString('en-US');
	const isOver = usage.present > usage.allowed;
	const meaning = isOver ? ' All of them stay and can be updated; new ones are refused.' : '';
	return `${companyName} ${change}: ${present} of ${allowed} customers.${meaning}`;
}
