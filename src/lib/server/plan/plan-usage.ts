import { type Plan, type PlanUsage, plans } from '../../customer/plan-limit.ts';
import { type Queryable, database } from '../database.ts';

/** How much of its plan a company uses (spec L1). */
export async function planUsage(companyId: string): Promise<PlanUsage & { plan: Plan }> {
	const { plan } = await database().company.findUniqueOrThrow({
		where: { id: companyId },
		select: { plan: true }
	});
	return { plan, allowed: plans[plan].maxCustomers, present: await countCustomers(database(), companyId) };
}

/** How many customers a company has. */
export function countCustomers(client: Queryable, companyId: string): Promise<number> {
	return client.customer.count({ where: { companyId } });
}
