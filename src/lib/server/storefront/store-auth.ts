import { createHmac } from 'node:crypto';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { betterAuth } from 'better-auth/minimal';
import { authSecret } from '../auth/auth-secret.ts';
import { cookieName, isSecure } from '../auth/cookie-rules.ts';
import { withHashedTokens } from '../auth/hashed-tokens.ts';
import { database } from '../database.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { companyClient } from './company-client.ts';
import { sessionLimits } from './session-limits.ts';
import { sessionsWithoutPassword } from './sessions-plugin.ts';
import type { Store } from './store.ts';

function createStoreAuth(client: PrismaClient, store: Store) {
	return betterAuth({
		database: withHashedTokens(prismaAdapter(companyClient(client, store.id), { provider: 'postgresql' })),
		secret: secretOf(store),
		baseURL: process.env.ORIGIN ?? 'http://localhost',
		user: { modelName: 'customer' },
		session: {
			modelName: 'customerSession',
			fields: { userId: 'customerId' },
			expiresIn: sessionLimits.idle,
			updateAge: sessionLimits.betweenProlongings
		},
		databaseHooks: {
			// What is not stored cannot leak: neither the address nor the browser of a customer.
			session: {
				create: {
					before: (session) =>
						Promise.resolve({ data: { ...session, ipAddress: undefined, userAgent: undefined } })
				}
			}
		},
		plugins: [sessionsWithoutPassword],
		advanced: {
			ipAddress: { disableIpTracking: true },
			useSecureCookies: false,
			defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isSecure(), path: '/' },
			// A name for each store: whoever buys from two is signed in to both.
			cookies: { session_token: { name: cookieName(`distribu-store-${store.slug}`) } },
			// Customers have no accounts elsewhere, and no tables for them.
			database: { validateSchema: false }
		},
		logger: { disabled: true },
		telemetry: { enabled: false }
	});
}

/** A store's own: the cookie of another one is not even well signed here. */
function secretOf(store: Store): string {
	return createHmac('sha256', authSecret())
		.update(JSON.stringify(['store', store.id]))
		.digest('base64url');
}

type StoreAuth = ReturnType<typeof createStoreAuth>;

/** An instance is some hundred kilobytes; more stores than this take turns. */
const mostKept = 100;

let made: { client: PrismaClient; byId: Map<string, StoreAuth> } | undefined;

/**
 * better-auth for the customers of one company (spec T2): sessions, cookies and their limits. It is scoped three
 * times, by the client that it works with, by the secret that signs its cookies, and by the database. As for
 * staff, its HTTP handler is mounted nowhere; `customer-session.ts` is the only door.
 *
 * @throws Error when AUTH_SECRET is not set
 */
export function storeAuth(store: Store): StoreAuth {
	const client = database();
	if (made?.client !== client) made = { client, byId: new Map() };
	const key = `${store.id} ${store.slug}`;
	const kept = made.byId.get(key);
	if (kept !== undefined) return kept;
	const [oldest] = made.byId.keys();
	if (made.byId.size >= mostKept && oldest !== undefined) made.byId.delete(oldest);
	const auth = createStoreAuth(client, store);
	made.byId.set(key, auth);
	return auth;
}
