import type { RequestEvent } from '@sveltejs/kit';
import { mayImport } from '../auth/staff-member.ts';
import { isOwnDownload } from '../http/origin-check.ts';
import { refuse, refuseForNow } from '../http/refuse.ts';
import { takeAttempt } from '../rate-limit/take-attempt.ts';
import { streamCustomers } from './stream-customers.ts';

/** Answers a request for the export: staff who may import, and only for pages of this application (spec E1, U1, T05). */
export async function exportCustomers({ request, locals }: RequestEvent): Promise<Response> {
	if (!isOwnDownload(request.headers)) return refuse('CROSS_SITE_REQUEST');
	if (locals.staff === null) return refuse('SIGNED_OUT');
	if (!mayImport(locals.staff.role)) return refuse('NOT_ALLOWED');
	const { id, slug } = locals.staff.company;
	const attempt = await takeAttempt('exportByCompany', id);
	if (attempt.kind === 'wait') return refuseForNow(attempt.seconds);
	const date = new Date().toISOString().slice(0, 10);
	return new Response(streamCustomers(id), {
		headers: {
			'Content-Type': 'text/csv; charset=utf-8',
			// A slug holds only letters, digits and hyphens, which need no escaping here.
			'Content-Disposition': `attachment; filename="customers-${slug}-${date}.csv"`,
			'Cache-Control': 'no-store',
			'X-Content-Type-Options': 'nosniff'
		}
	});
}
