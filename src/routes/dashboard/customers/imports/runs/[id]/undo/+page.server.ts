import { findRunToUndo } from '$lib/server/import/find-imports-to-undo.ts';
import { foundOr404, requireImporter } from '../../../importers-only.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, params }) => {
	const { staff, mayImport } = await parent();
	requireImporter(mayImport);
	const imports = await foundOr404(params.id, (id) => findRunToUndo(staff.company.id, id));
	return { imports, runId: params.id };
};
