import { prismaAdapter } from 'better-auth/adapters/prisma';
import { betterAuth } from 'better-auth/minimal';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { database } from '../database.ts';
import { authSecret } from './auth-secret.ts';
import { cookieName, isSecure } from './cookie-rules.ts';
import { withHashedTokens } from './hashed-tokens.ts';
import { maxPasswordLength, minPasswordLength } from './password-rules.ts';
import { staffSessionLimits } from './staff-session-limits.ts';

function createAuth(client: PrismaClient) {
	return betterAuth({
		database: withHashedTokens(prismaAdapter(client, { provider: 'postgresql' })),
		secret: authSecret(),
		baseURL: process.env.ORIGIN ?? 'http://localhost',
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength,
			// Counted by better-auth in UTF-16 units, of which a character has up to two.
			maxPasswordLength: 2 * maxPasswordLength
		},
		session: { expiresIn: staffSessionLimits.idle, updateAge: staffSessionLimits.betweenProlongings },
		user: {
			additionalFields: {
				companyId: { type: 'string', input: false },
				role: { type: ['OWNER', 'ADMIN', 'MEMBER'], input: false }
			}
		},
		advanced: {
			ipAddress: { disableIpTracking: true },
			// The names carry their own prefix: better-auth adds `__Secure-` only, and `__Host-` binds to the host too.
			useSecureCookies: false,
			defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure(), path: '/' },
			cookies: { session_token: { name: cookieName('distribu-session') } }
		},
		// Its messages hold values; what matters comes back as an error.
		logger: { disabled: true },
		telemetry: { enabled: false }
	});
}

let made: { client: PrismaClient; auth: ReturnType<typeof createAuth> } | undefined;

/**
 * better-auth on the application's database: sessions in the database, e-mail and password, cookies that
 * are HttpOnly, SameSite=Lax and, where ORIGIN is https, Secure and bound to the host. Its own HTTP
 * handler is mounted nowhere: `staff.ts` is the only door.
 *
 * @throws Error when AUTH_SECRET is not set
 */
export function auth(): ReturnType<typeof createAuth> {
	const client = database();
	if (made?.client !== client) made = { client, auth: createAuth(client) };
	return made.auth;
}
