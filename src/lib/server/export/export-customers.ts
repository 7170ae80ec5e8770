import type { RequestEvent } from '@sveltejs/kit';
import type { TokenScope } from '../../import/api-token.ts';
import { type StaffMember, mayImport } from '../auth/staff-member.ts';
import { isOwnDownload } from '../http/origin-check.ts';
import { refuse, refuseForNow, refuseScope } from '../http/refuse.ts';
import { takeAttempt } from '../rate-limit/take-attempt.ts';
import { streamCustomers } from './stream-customers.ts';

/** What a token needs for the export. */
const exportScope: TokenScope = 'customers:read';

/** Answers a request for the export: staff who may import, and only for pages of this application (spec E1, U1, T05). */
export async function exportCustomers({ request, locals }: RequestEvent): Promise<Response> {
	if (!isOwnDownload(request.headers)) return refuse('CROSS_SITE_REQUEST');
	if (locals.staff === null) return refuse('SIGNED_OUT');
	if (!mayImport(locals.staff.role)) return refuse('NOT_ALLOWED');
	return await answerExport(locals.staff.company);
}

/** The same for a program: with a token that may read customers, and with nothing else (issue 7). */
export async function exportByToken({ locals }: RequestEvent): Promise<Response> {
	const { staff, tokenRefusal } = locals;
	if (tokenRefusal?.kind === 'wait') return refuseForNow(tokenRefusal.seconds);
	if (!staff?.token) return refuse('TOKEN_INVALID');
	if (!staff.token.scopes.includes(exportScope)) {
		return refuseScope({ code: 'SCOPE_MISSING', scope: exportScope });
	}
	const attempt = await takeAttempt('exportByToken', staff.token.id);
	if (attempt.kind === 'wait') return refuseForNow(attempt.seconds);
	return await answerExport(staff.company);
}

async function answerExport({ id, slug }: StaffMember['company']): Promise<Response> {
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
