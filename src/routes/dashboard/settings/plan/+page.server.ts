import { planUsage } from '$lib/server/plan/plan-usage.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
	const { staff } = await parent();
	return { usage: await planUsage(staff.company.id) };
};
