import { error } from '@sveltejs/kit';
import { isUuid } from '$lib/server/cursor.ts';
import { findCustomerRecord } from '$lib/server/history/find-customer-record.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ parent, params }) => {
	const { staff } = await parent();
	const customer = isUuid(params.id) ? await findCustomerRecord(staff.company.id, params.id) : null;
	if (customer === null) error(404, 'There is no such customer. An undo of an import may have removed it.');
	return { customer };
};
