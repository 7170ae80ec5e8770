import type { Cookies, RequestEvent } from '@sveltejs/kit';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';

export interface TestEvent {
	event: RequestEvent;
	/** The cookies that were set, by name. */
	cookies: Map<string, { value: string; options: Record<string, unknown> }>;
}

/** A SvelteKit request event around a real `Request`, with what our handlers use of it. */
export function requestEvent(
	request: Request,
	options: { staff?: StaffMember | null; isDataRequest?: boolean } = {}
): TestEvent {
	const jar: TestEvent['cookies'] = new Map();
	const cookies = {
		set: (name: string, value: string, given: Record<string, unknown>) =>
			jar.set(name, { value, options: given })
	} as unknown as Cookies;
	const event = {
		request,
		url: new URL(request.url),
		cookies,
		locals: { requestId: 'test-request', staff: options.staff ?? null },
		isDataRequest: options.isDataRequest ?? false,
		route: { id: null }
	};
	return { event: event as unknown as RequestEvent, cookies: jar };
}
