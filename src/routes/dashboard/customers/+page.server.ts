import { readListQuery } from '$lib/customer/list-query.ts';
import { findCustomers } from '$lib/server/customers/find-customers.ts';
import { planUsage } from '$lib/server/plan/plan-usage.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, url }) => {
	const { staff } = await parent();
	const list = readListQuery(url.searchParams);
	const [customers, usage] = await Promise.all([
		findCustomers(staff.company.id, {
			query: list.query,
			sort: list.sort,
			direction: list.direction,
			...(list.status !== null && { status: list.status }),
			...(list.cursor !== null && { cursor: list.cursor })
		}),
		planUsage(staff.company.id)
	]);
	return { list, usage, ...customers, now: new Date() };
};
