import { error } from '@sveltejs/kit';
import { importLimits } from '$lib/server/import/import-limits.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
	const { mayImport } = await parent();
	if (!mayImport) {
		error(
			403,
			'Your role may look at customers, but not import them. Ask an owner or admin of your company.'
		);
	}
	return { limits: importLimits() };
};
