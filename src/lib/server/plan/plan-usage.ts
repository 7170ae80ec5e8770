import { type Plan, type PlanUsage, plans } from '../../customer/plan-limit.ts';
import { inCompany } from '../company-scope.ts';
import { countCustomers } from '../customers/count-customers.ts';
import type { Queryable } from '../database.ts';

/** How much of its plan a company uses (spec L1). */
export function planUsage(companyId: string): Promise<PlanUsage & { plan: Plan }> {
	return inCompany(companyId, (transaction) => readPlanUsage(transaction, companyId));
}

/** `planUsage` within a transaction of the company. */
export async function readPlanUsage(
	transaction: Queryable,
	companyId: string
): Promise<PlanUsage & { plan: Plan }> {
	const { plan } = await transaction.company.findUniqueOrThrow({
		where: { id: companyId },
		select: { plan: true }
	});
	return { plan, allowed: plans[plan].maxCustomers, present: await countCustomers(transaction, companyId) };
}
