import type { IncomingMessage, ServerResponse } from 'node:http';
import { setSecurityHeaders } from '../../src/lib/server/http/security-headers.ts';

/** What operators' programs ask for, and how it is found out. */
export interface Probes {
	/** `GET /ready`: whether to send people here. */
	isReady(): Promise<boolean>;
}

/**
 * Answers `/health` (the process lives: without the database, which a restart would not bring back) and
 * `/ready` (it can work; otherwise 503). They are answered in front of the application: no session is looked
 * up, nothing is counted, and a database that hangs hangs neither.
 *
 * @returns whether the request was one of them
 */
export function answerProbe(request: IncomingMessage, response: ServerResponse, probes: Probes): boolean {
	const [path] = (request.url ?? '').split('?', 1);
	if (path !== '/health' && path !== '/ready') return false;
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		response.setHeader('Allow', 'GET, HEAD');
		answer(response, 405, { code: 'WRONG_METHOD' });
	} else if (path === '/health') answer(response, 200, { status: 'alive' });
	else {
		void probes.isReady().then((isReady) => {
			if (!isReady) response.setHeader('Retry-After', '5');
			answer(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready' });
		});
	}
	return true;
}

function answer(response: ServerResponse, status: number, body: Record<string, string>): void {
	const headers = new Headers({ 'Content-Type': 'application/json' });
	setSecurityHeaders(headers, true);
	for (const [name, value] of headers) response.setHeader(name, value);
	response.statusCode = status;
	response.end(JSON.stringify(body));
}
