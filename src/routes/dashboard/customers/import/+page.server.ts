import { mayImport } from '$lib/server/auth/staff-member.ts';
import { importLimits } from '$lib/server/import/import-limits.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
	const { staff } = await parent();
	return { limits: importLimits(), mayImport: mayImport(staff.role) };
};
