import { findRecordedImport } from '$lib/server/history/find-recorded-import.ts';
import { foundOr404, requireImporter } from '../importers-only.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, params }) => {
	const { staff, mayImport } = await parent();
	requireImporter(mayImport);
	const record = await foundOr404(params.id, (id) => findRecordedImport(staff.company.id, id));
	return { record, now: new Date() };
};
