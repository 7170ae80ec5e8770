import { findImports } from '$lib/server/history/find-imports.ts';
import type { PageServerLoad } from './$types';
import { requireImporter } from './importers-only.server.ts';

export const load: PageServerLoad = async ({ parent, url }) => {
	const { staff, mayImport } = await parent();
	requireImporter(mayImport);
	const cursor = url.searchParams.get('cursor') || null;
	const found = await findImports(staff.company.id, cursor === null ? {} : { cursor });
	return { ...found, cursor };
};
