import './auth-secret.ts';
import { randomInt } from 'node:crypto';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { parseCookies } from 'better-auth/cookies';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';

export interface TestEvent {
	event: RequestEvent;
	/** The cookies that were set, by name. */
	cookies: Map<string, { value: string; options: Record<string, unknown> }>;
}

/**
 * A SvelteKit request event around a real `Request`, with what our handlers use of it. It comes from an address
 * of its own, so that the limits of one test are not those of another.
 */
export function requestEvent(
	request: Request,
	options: { staff?: StaffMember | null; isDataRequest?: boolean; clientAddress?: string } = {}
): TestEvent {
	const jar: TestEvent['cookies'] = new Map();
	const clientAddress =
		options.clientAddress ??
		`2001:db8:${randomInt(0xffff).toString(16)}:${randomInt(0xffff).toString(16)}::1`;
	const cookies = {
		get: (name: string) => parseCookies(request.headers.get('cookie') ?? '').get(name),
		set: (name: string, value: string, given: Record<string, unknown>) =>
			jar.set(name, { value, options: given })
	} as unknown as Cookies;
	const event = {
		request,
		url: new URL(request.url),
		cookies,
		getClientAddress: () => clientAddress,
		locals: {
			requestId: 'test-request',
			receivedAt: performance.now(),
			staff: options.staff ?? null,
			tokenRefusal: null
		},
		isDataRequest: options.isDataRequest ?? false,
		route: { id: null }
	};
	return { event: event as unknown as RequestEvent, cookies: jar };
}
