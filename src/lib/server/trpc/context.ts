import type { RequestEvent } from '@sveltejs/kit';
import type { StaffMember } from '../auth/staff-member.ts';

/** What every procedure knows of its caller. */
export interface Context {
	staff: StaffMember | null;
	/** Names the request in the log and in error answers. */
	requestId: string;
	/** How long the database was waited for before the procedure, in milliseconds: for session and limits. */
	waitedMs: number;
}

/** The context of a request; session or token was resolved by `hooks.server.ts`. Tests make a `Context` by hand. */
export function createContext({ locals }: RequestEvent): Context {
	const waitedMs = performance.now() - locals.receivedAt;
	return { staff: locals.staff, requestId: locals.requestId, waitedMs };
}
