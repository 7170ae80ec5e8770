import { error } from '@sveltejs/kit';
import { findAuditEntries } from '$lib/server/audit/find-audit-entries.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, url }) => {
	const { staff, mayImport } = await parent();
	if (!mayImport) error(403, 'Only owners and admins can read the audit log.');
	const action = url.searchParams.get('action') || null;
	const userId = url.searchParams.get('by') || null;
	const cursor = url.searchParams.get('cursor') || null;
	const entry = url.searchParams.get('entry') || null;
	const found = await findAuditEntries(staff.company.id, {
		...(action !== null && { action }),
		...(userId !== null && { userId }),
		...(cursor !== null && { cursor }),
		...(entry !== null && { entry })
	});
	return { ...found, action, userId, highlighted: entry };
};
