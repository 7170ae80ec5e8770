import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';

/** What came of a request: a whole answer, or none that can be believed. */
export type HttpAnswer =
	| { kind: 'answered'; status: number; headers: IncomingHttpHeaders; body: string; ms: number }
	/** Refused, cut, or not whole: the server may have done what it was asked, or not. */
	| { kind: 'cut'; code: string; ms: number };

export interface HttpRequest {
	method?: 'GET' | 'POST';
	headers?: Record<string, string>;
	body?: string | Buffer;
	/** After this many milliseconds no answer is waited for. */
	timeoutMs?: number;
}

const defaultTimeoutMs = 120_000;

/** Sends one request on a connection of its own, so that a server that was killed before leaves no trace. */
export function send(url: string, { method = 'GET', headers = {}, body, timeoutMs }: HttpRequest = {}) {
	return new Promise<HttpAnswer>((resolve) => {
		const start = performance.now();
		function cut(error: unknown): void {
			const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
			resolve({ kind: 'cut', code, ms: performance.now() - start });
		}
		const length: Record<string, string> =
			body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
		const options: RequestOptions = {
			method,
			agent: false,
			headers: { ...headers, ...length },
			signal: AbortSignal.timeout(timeoutMs ?? defaultTimeoutMs)
		};
		const sent = request(url, options, (response) => {
			const parts: Buffer[] = [];
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('error', cut);
			response.on('close', () => {
				if (!response.complete) return cut('INCOMPLETE');
				const { statusCode: status = 0, headers } = response;
				const text = Buffer.concat(parts).toString('utf8');
				resolve({ kind: 'answered', status, headers, body: text, ms: performance.now() - start });
			});
		});
		sent.on('error', cut);
		sent.end(body);
	});
}
