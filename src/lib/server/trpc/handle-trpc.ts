import type { RequestEvent } from '@sveltejs/kit';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { maxRequestBytes } from '../../import/limits.ts';
import { errorFacts } from '../error-facts.ts';
import { refuse } from '../http/refuse.ts';
import { importLimits } from '../import/import-limits.ts';
import { log } from '../log.ts';
import { toAppError } from './app-error.ts';
import { appRouter } from './app-router.ts';
import { createContext } from './context.ts';

/**
 * Answers a call of a procedure. Only POST with JSON, queries too, since a lookup's addresses belong in no
 * URL; what a form of another site could send has another content type and gets 415 (T04). One call a
 * request: batches would only let one request carry many (T10).
 */
export function handleTrpc(event: RequestEvent): Response | Promise<Response> {
	const { headers } = event.request;
	if (!isJson(headers.get('content-type'))) return refuse('WRONG_CONTENT_TYPE');
	if (Number(headers.get('content-length') ?? 0) > maxRequestBytes(importLimits()))
		return refuse('TOO_LARGE');
	return fetchRequestHandler({
		endpoint: '/api/trpc',
		req: event.request,
		router: appRouter,
		createContext: () => createContext(event),
		allowMethodOverride: true,
		allowBatching: false,
		onError({ error, ctx, path }) {
			if (toAppError(error).appCode !== 'INTERNAL') return;
			const { requestId, staff } = ctx ?? {};
			const facts = errorFacts(error.cause ?? error);
			log.error({ requestId, userId: staff?.userId, procedure: path, ...facts }, 'procedure failed');
		}
	});
}

function isJson(contentType: string | null): boolean {
	return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}
