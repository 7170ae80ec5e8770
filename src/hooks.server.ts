import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { redirect } from '@sveltejs/kit';
import { keepCookies } from './lib/server/auth/session-cookies.ts';
import { staffOfRequest } from './lib/server/auth/staff.ts';
import { disconnectDatabase } from './lib/server/database.ts';
import { errorFacts, isUnreachable } from './lib/server/error-facts.ts';
import { askerOf } from './lib/server/http/asker.ts';
import { bodyProblem } from './lib/server/http/body-problem.ts';
import { discardBody } from './lib/server/http/discard-body.ts';
import { isAllowedOrigin, isAllowedTokenOrigin } from './lib/server/http/origin-check.ts';
import { refuse } from './lib/server/http/refuse.ts';
import { setSecurityHeaders } from './lib/server/http/security-headers.ts';
import { unavailable } from './lib/server/http/unavailable.ts';
import { inTime } from './lib/server/in-time.ts';
import { startCleanUp } from './lib/server/import/clean-up.ts';
import { finishLater } from './lib/server/later.ts';
import { log } from './lib/server/log.ts';
import { countedAddress } from './lib/server/rate-limit/client-address.ts';
import { bearerToken } from './lib/server/tokens/bearer-token.ts';
import { staffOfToken } from './lib/server/tokens/staff-of-token.ts';

/**
 * Begins to clean up. After the last request, when the server ends: sends the mails that wait, ends the cleaning up,
 * and closes the database pool.
 */
export const init: ServerInit = () => {
	const endCleanUp = startCleanUp();
	process.once(
		'sveltekit:shutdown',
		() => void Promise.all([finishLater(), endCleanUp()]).finally(disconnectDatabase)
	);
};

/** Every request passes here: origin check, session or token, the dashboard's door, headers, and one line of the log. */
export const handle: Handle = async ({ event, resolve }) => {
	event.locals.requestId = randomUUID();
	event.locals.receivedAt = performance.now();
	event.locals.staff = null;
	event.locals.tokenRefusal = null;
	event.locals.isDatabaseAway = false;
	const answered = await answerInTime(event, resolve);
	const response = event.locals.isDatabaseAway ? unavailable(askerOf(event)) : answered;
	setSecurityHeaders(response.headers, true);
	response.headers.set('X-Request-Id', event.locals.requestId);
	void discardBody(event.request);
	logAnswer(event, response.status);
	return response;
};

/** Logs what happened by ids and codes alone, and tells the person no more than where to find it (spec 9, T26, T27). */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { message: 'There is no such page.' };
	// Kit's own refusals: another method than the address takes, or another type of form.
	if (status < 500) return { message: 'This address does not take such a request.' };
	const { requestId, staff } = event.locals;
	event.locals.isDatabaseAway ||= isUnreachable(error);
	log.error(
		{ requestId, userId: staff?.userId, route: event.route.id, status, ...errorFacts(error) },
		'request failed'
	);
	return { message: 'Something went wrong on our side. Try again.', requestId };
};

/**
 * Reads are answered within five seconds, if only to say that it takes longer: waits for a connection, for
 * the session and for the page's own questions would add up (E07). What writes may take its time.
 */
async function answerInTime(
	event: RequestEvent,
	resolve: Parameters<Handle>[0]['resolve']
): Promise<Response> {
	if (!['GET', 'HEAD'].includes(event.request.method)) return await answer(event, resolve);
	try {
		return await inTime(answer(event, resolve));
	} catch (error) {
		return withoutDatabase(event, error);
	}
}

/** The answer to a request that found no database; any other error is thrown on. */
function withoutDatabase(event: RequestEvent, error: unknown): Response {
	if (!isUnreachable(error)) throw error;
	log.error({ requestId: event.locals.requestId, ...errorFacts(error) }, 'database unreachable');
	return unavailable(askerOf(event));
}

async function answer(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']): Promise<Response> {
	const { request, url, locals } = event;
	const token = bearerToken(request.headers, url.pathname);
	const isAllowed =
		token === null
			? isAllowedOrigin(request.method, request.headers, url)
			: isAllowedTokenOrigin(request.headers, url);
	if (!isAllowed) return refuse('CROSS_SITE_REQUEST');
	const problem = bodyProblem(request, url.pathname);
	if (problem !== null) return refuse(problem);
	try {
		await inTime(token === null ? takeSession(event) : takeToken(event, token));
	} catch (error) {
		return withoutDatabase(event, error);
	}
	if (locals.staff === null && isDashboard(url.pathname)) {
		return askerOf(event) === 'program' ? refuse('SIGNED_OUT') : toSignIn(event);
	}
	return resolve(event);
}

/** Lets a request be that of who is signed in. */
async function takeSession({ request, cookies, locals }: RequestEvent): Promise<void> {
	const { staff, answer } = await staffOfRequest(request.headers);
	keepCookies(cookies, answer);
	locals.staff = staff;
}

/** Lets a call be that of a token's owner, or have its refusal, which each part of the API tells in its own form. */
async function takeToken(event: RequestEvent, text: string): Promise<void> {
	const { requestId } = event.locals;
	const address = countedAddress(event.getClientAddress());
	const result = await staffOfToken({ text, address, requestId });
	if (result.kind === 'staff') event.locals.staff = result.staff;
	else event.locals.tokenRefusal = result;
}

/** Who, what, how it went and how long it took; the pattern of the address, since the address itself can hold anything. */
function logAnswer({ locals, request, route }: RequestEvent, status: number): void {
	log.info(
		{
			requestId: locals.requestId,
			userId: locals.staff?.userId,
			tokenId: locals.staff?.token?.id,
			method: request.method,
			route: route.id ?? undefined,
			status,
			durationMs: Math.round(performance.now() - locals.receivedAt)
		},
		'answered'
	);
}

/** To the sign-in page and back. Kit itself tells its router, which asks for data, how to redirect. */
function toSignIn(event: RequestEvent): Response {
	const location = `/login?next=${encodeURIComponent(event.url.pathname + event.url.search)}`;
	if (askerOf(event) !== 'browser') redirect(303, location);
	return new Response(null, { status: 303, headers: { location } });
}

function isDashboard(path: string): boolean {
	return path === '/dashboard' || path.startsWith('/dashboard/');
}
