export type Plan = 'STARTER' | 'GROWTH' | 'ENTERPRISE';

/** The plans with their names and how many customers each allows; null is unlimited (spec 4). */
export const plans: Record<Plan, { label: string; maxCustomers: number | null }> = {
	STARTER: { label: 'Starter', maxCustomers: 25 },
	GROWTH: { label: 'Growth', maxCustomers: 250 },
	ENTERPRISE: { label: 'Enterprise', maxCustomers: null }
};

/** How much of its plan a company uses. */
export interface PlanUsage {
	/** How many customers the plan allows; null is unlimited. */
	allowed: number | null;
	/** How many customers the company has. */
	present: number;
}

/**
 * Whether creating so many customers would exceed the plan (spec W6, A4, L1). Creating none never does,
 * even where a company is over its limit already.
 */
export function exceedsPlan(usage: PlanUsage, creates: number): boolean {
	return creates > 0 && usage.allowed !== null && usage.present + creates > usage.allowed;
}
