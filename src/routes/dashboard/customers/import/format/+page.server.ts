import { importLimits } from '$lib/server/import/import-limits.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
	return { limits: importLimits(), header: (url.searchParams.get('header') ?? '').slice(0, 200) };
};
