import { type TRPCClient, createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '../server/trpc/app-router.ts';
import { packedFetch } from '../wire/packed-fetch.ts';

/**
 * A typed client of the server's procedures. Queries go as POST too: a lookup carries up to 5,000 addresses,
 * which no URL holds and no server's log should. What is large goes packed with gzip, both ways.
 */
export function createServerClient(): TRPCClient<AppRouter> {
	return createTRPCClient<AppRouter>({
		links: [httpLink({ url: '/api/trpc', methodOverride: 'POST', fetch: packedFetch })]
	});
}
