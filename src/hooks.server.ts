import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { redirect } from '@sveltejs/kit';
import { keepCookies } from './lib/server/auth/session-cookies.ts';
import { staffOfRequest } from './lib/server/auth/staff.ts';
import { disconnectDatabase } from './lib/server/database.ts';
import { errorFacts, isUnreachable } from './lib/server/error-facts.ts';
import { isAllowedOrigin } from './lib/server/http/origin-check.ts';
import { refuse } from './lib/server/http/refuse.ts';
import { setSecurityHeaders } from './lib/server/http/security-headers.ts';
import { log } from './lib/server/log.ts';

/** Closes the database pool after the last request, when adapter-node stops on SIGTERM. */
export const init: ServerInit = () => {
	process.once('sveltekit:shutdown', () => void disconnectDatabase());
};

/** Every request passes here: origin check, session, the dashboard's door, headers. */
export const handle: Handle = async ({ event, resolve }) => {
	event.locals.requestId = randomUUID();
	event.locals.staff = null;
	const response = await answer(event, resolve);
	setSecurityHeaders(response.headers, event.locals.staff !== null || isPrivatePath(event.url.pathname));
	response.headers.set('X-Request-Id', event.locals.requestId);
	return response;
};

/** Logs what happened by ids and codes alone, and tells the person no more than where to find it (spec 9, T26, T27). */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { message: 'There is no such page.' };
	const { requestId, staff } = event.locals;
	log.error(
		{ requestId, userId: staff?.userId, route: event.route.id, status, ...errorFacts(error) },
		'request failed'
	);
	return { message: 'Something went wrong on our side. Try again.', requestId };
};

async function answer(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']): Promise<Response> {
	const { request, url, locals } = event;
	if (!isAllowedOrigin(request.method, request.headers, url)) return refuse('CROSS_SITE_REQUEST');
	try {
		const { staff, answer } = await staffOfRequest(request.headers);
		keepCookies(event.cookies, answer);
		locals.staff = staff;
	} catch (error) {
		const facts = errorFacts(error);
		if (!isUnreachable(error)) throw error;
		log.error({ requestId: locals.requestId, ...facts }, 'database unreachable');
		return refuse('UNAVAILABLE');
	}
	if (locals.staff === null && isDashboard(url.pathname)) {
		return isForPage(event) ? toSignIn(event) : refuse('SIGNED_OUT');
	}
	return resolve(event);
}

/** To the sign-in page and back. Kit itself tells its router, which asks for data, how to redirect. */
function toSignIn({ url, request, isDataRequest }: RequestEvent): Response {
	const location = `/login?next=${encodeURIComponent(url.pathname + url.search)}`;
	if (isDataRequest || request.headers.has('x-sveltekit-action')) redirect(303, location);
	return new Response(null, { status: 303, headers: { location } });
}

function isDashboard(path: string): boolean {
	return path === '/dashboard' || path.startsWith('/dashboard/');
}

function isPrivatePath(path: string): boolean {
	return isDashboard(path) || path.startsWith('/api/');
}

/** Whether a page or the app's router asked, which can follow a redirect; a program gets a status. */
function isForPage({ request, isDataRequest }: RequestEvent): boolean {
	return (
		isDataRequest ||
		request.headers.has('x-sveltekit-action') ||
		(request.headers.get('accept')?.includes('text/html') ?? false)
	);
}
