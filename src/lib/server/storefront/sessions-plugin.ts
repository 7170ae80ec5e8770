import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { deleteSessionCookie, setSessionCookie } from 'better-auth/cookies';

/**
 * Starts and ends sessions by themselves, for better-auth: whose password it was is found out by our own
 * `check-password.ts`, which takes the same steps for every customer, known or not. better-auth's sign-in asks
 * the database once more for those who exist.
 */
export const sessionsWithoutPassword = {
	id: 'sessions-without-password',
	endpoints: {
		/** A new session of a customer, with its cookie; the token is new too, so that none can be planted (T03). */
		startSession: createAuthEndpoint(
			'/start-session',
			{ method: 'POST', requireHeaders: true, metadata: { $Infer: { body: {} as { customerId: string } } } },
			async (context) => {
				const { internalAdapter } = context.context;
				const user = await internalAdapter.findUserById(context.body.customerId);
				if (user === null) return { started: false };
				const session = await internalAdapter.createSession(user.id);
				await setSessionCookie(context, { session, user });
				return { started: true };
			}
		),
		/** Ends the session of the request's cookie, in the database first: an error leaves the cookie as it is. */
		endSession: createAuthEndpoint(
			'/end-session',
			{ method: 'POST', requireHeaders: true },
			async (context) => {
				const { authCookies, secret, internalAdapter } = context.context;
				const token = await context.getSignedCookie(authCookies.sessionToken.name, secret);
				if (token) await internalAdapter.deleteSession(token);
				deleteSessionCookie(context);
			}
		)
	}
} satisfies BetterAuthPlugin;
