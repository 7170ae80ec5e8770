import { error } from '@sveltejs/kit';
import { findEarlierImports } from '$lib/server/import/earlier-imports.ts';
import { importLimits } from '$lib/server/import/import-limits.ts';
import { findRememberedMappings } from '$lib/server/import/remembered-mappings.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent }) => {
	const { staff, mayImport } = await parent();
	if (!mayImport) {
		error(
			403,
			'Your role may look at customers, but not import them. Ask an owner or admin of your company.'
		);
	}
	// All of them, so that the page need not tell anybody which headers a file has, nor which file it is (spec I4).
	const [remembered, earlier] = await Promise.all([
		findRememberedMappings(staff.company.id),
		findEarlierImports(staff.company.id)
	]);
	return { limits: importLimits(), remembered, earlier };
};
