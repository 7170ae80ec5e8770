import { handleTrpc } from '$lib/server/trpc/handle-trpc.ts';

export const POST = handleTrpc;
