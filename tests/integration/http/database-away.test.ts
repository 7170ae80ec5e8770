import '../../support/auth-secret.ts';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handle, handleError } from '../../../src/hooks.server.ts';
import { disconnectDatabase, setDatabaseUrl } from '../../../src/lib/server/database.ts';
import { requestEvent } from '../../support/request-event.ts';

const address = 'http://localhost:3000/dashboard/customers';
const html = { accept: 'text/html' };

beforeAll(() => setDatabaseUrl('postgresql://nobody@127.0.0.1:9/none'));
afterAll(disconnectDatabase);

/** A session cookie that was signed by us; whose it is only the database knows. */
function sessionCookie(): string {
	const token = 'a'.repeat(32);
	const signature = createHmac('sha256', process.env.AUTH_SECRET ?? '')
		.update(token)
		.digest('base64');
	return `distribu-session=${encodeURIComponent(`${token}.${signature}`)}`;
}

test('E07: a browser with a session gets a page that says when to come again', async () => {
	const { event } = requestEvent(new Request(address, { headers: { ...html, cookie: sessionCookie() } }));
	const response = await handle({ event, resolve: () => expect.fail('It came through') });
	expect(response.status).toBe(503);
	expect(response.headers.get('retry-after')).toBe('10');
	expect(response.headers.get('content-type')).toContain('text/html');
	expect(response.headers.get('x-frame-options')).toBe('DENY');
	expect(response.headers.get('x-request-id')).toBe(event.locals.requestId);
});

test('E07: a page that fails on its way because the database went away is 503 too, other failures are not', async () => {
	const away = Object.assign(new Error('secret'), { code: 'P1001' });
	for (const [error, status] of [
		[away, 503],
		[new Error('secret'), 500]
	] as const) {
		const { event } = requestEvent(new Request('http://localhost:3000/login', { headers: html }));
		const response = await handle({
			event,
			resolve: async (resolved) => {
				await handleError({ error, event: resolved, status: 500, message: 'Internal Error' });
				return new Response('Internal Error', { status: 500 });
			}
		});
		expect(response.status).toBe(status);
		expect(await response.text()).not.toContain('secret');
	}
});
