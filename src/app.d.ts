import type { StaffMember } from './lib/server/auth/staff-member.ts';

declare global {
	namespace App {
		interface Locals {
			/** Names this request in the log and in error messages. */
			requestId: string;
			/** When it came in, by `performance.now()`. */
			receivedAt: number;
			/** Who is signed in, or null. */
			staff: StaffMember | null;
			/** Whether a page could not be shown because the database did not answer. */
			isDatabaseAway: boolean;
		}

		interface Error {
			message: string;
			/** For support: the request's line in the log. Expected errors have none. */
			requestId?: string;
		}
	}
}
