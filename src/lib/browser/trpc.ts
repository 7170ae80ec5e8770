import { type TRPCClient, createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '../server/trpc/app-router.ts';

/**
 * A typed client of the server's procedures. Queries go as POST too: a lookup carries up to 5,000 addresses,
 * which no URL holds and no server's log should.
 */
export function createServerClient(): TRPCClient<AppRouter> {
	return createTRPCClient<AppRouter>({ links: [httpLink({ url: '/api/trpc', methodOverride: 'POST' })] });
}
