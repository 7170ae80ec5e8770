import { findRun } from '$lib/server/history/find-run.ts';
import { foundOr404, requireImporter } from '../../importers-only.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, params }) => {
	const { staff, mayImport } = await parent();
	requireImporter(mayImport);
	const run = await foundOr404(params.id, (id) => findRun(staff.company.id, id));
	return { run, now: new Date() };
};
