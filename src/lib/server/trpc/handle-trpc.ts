import type { RequestEvent } from '@sveltejs/kit';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { errorFacts, isUnreachable } from '../error-facts.ts';
import { packAnswer } from '../http/pack-answer.ts';
import { refuse } from '../http/refuse.ts';
import { log } from '../log.ts';
import { AppError, toAppError } from './app-error.ts';
import { appRouter } from './app-router.ts';
import { countCall } from './call-limits.ts';
import { type Context, createContext } from './context.ts';
import { guardBody } from './guard-body.ts';

/**
 * Answers a call of a procedure. Only POST with JSON, queries too, since a lookup's addresses belong in no
 * URL; what a form of another site could send has another content type and gets 415 (T04). One call a
 * request: batches would only let one request carry many. Who calls, whether they may, and how often they did,
 * is looked at before any of the body is read (T10). What is large may come in gzip, and goes so to who takes it.
 */
export async function handleTrpc(event: RequestEvent): Promise<Response> {
	const { request } = event;
	if (!isJson(request.headers.get('content-type'))) return refuse('WRONG_CONTENT_TYPE');
	const answer = await fetchRequestHandler({
		endpoint: '/api/trpc',
		req: guardBody(request),
		router: appRouter,
		createContext: ({ info }) => contextOf(event, info.calls[0]?.path ?? ''),
		allowMethodOverride: true,
		allowBatching: false,
		responseMeta({ errors }) {
			const seconds = errors.map((error) => toAppError(error).retryAfter).find((wait) => wait !== null);
			return seconds === undefined ? {} : { headers: new Headers({ 'Retry-After': String(seconds) }) };
		},
		onError({ error, ctx, path }) {
			if (toAppError(error).appCode !== 'INTERNAL') return;
			const { requestId, staff } = ctx ?? {};
			const facts = errorFacts(error.cause ?? error);
			log.error({ requestId, userId: staff?.userId, procedure: path, ...facts }, 'procedure failed');
		}
	});
	return packAnswer(request, answer);
}

/** The caller, whose call is counted here: the first thing that happens to a call, before its body. */
async function contextOf(event: RequestEvent, procedure: string): Promise<Context> {
	const { tokenRefusal } = event.locals;
	if (tokenRefusal?.kind === 'wait') throw new AppError('TOO_MANY_REQUESTS', tokenRefusal.seconds);
	if (tokenRefusal !== null) throw new AppError('TOKEN_INVALID');
	const { staff, waitedMs } = createContext(event);
	try {
		if (staff !== null) await countCall(procedure, staff, waitedMs);
		return createContext(event);
	} catch (error) {
		throw isUnreachable(error) ? new AppError('UNAVAILABLE') : error;
	}
}

function isJson(contentType: string | null): boolean {
	return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}
