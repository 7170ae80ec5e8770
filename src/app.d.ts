import type { StaffMember } from './lib/server/auth/staff-member.ts';
import type { TokenRefusal } from './lib/server/tokens/staff-of-token.ts';

declare global {
	namespace App {
		interface Locals {
			/** Names this request in the log and in error messages. */
			requestId: string;
			/** When it came in, by `performance.now()`. */
			receivedAt: number;
			/** Who is signed in, or whose token a call of the API has; or null. */
			staff: StaffMember | null;
			/** Why the token of a call of the API opens nothing; null where it does, or has none. */
			tokenRefusal: TokenRefusal | null;
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
