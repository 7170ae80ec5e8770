import { type Agent, type IncomingHttpHeaders, request as send } from 'node:http';

/** What the server answered, undone by nothing. */
export interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/** A request as it goes over the wire; without a method it is a GET. */
export interface Ask {
	method?: string;
	headers?: Record<string, string>;
	body?: string | Uint8Array;
	/** Sends the body in chunks, without saying how long it is. */
	isChunked?: boolean;
	/** The connections to use; without it one that is closed afterwards. */
	agent?: Agent;
}

/** Asks the running server past any browser, byte for byte as said here. */
export function ask(
	path: string,
	{ method = 'GET', headers = {}, body, isChunked = false, agent }: Ask = {}
): Promise<Answer> {
	const { hostname, port } = new URL(process.env.E2E_ADDRESS ?? '');
	const length = isChunked
		? { 'Transfer-Encoding': 'chunked' }
		: { ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }) };
	return new Promise((resolve, reject) => {
		const asked = send(
			{ hostname, port, path, method, agent: agent ?? false, headers: { ...length, ...headers } },
			(response) => {
				const parts: Buffer[] = [];
				response.on('data', (part: Buffer) => parts.push(part));
				response.on('error', reject);
				response.on('end', () =>
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						body: Buffer.concat(parts).toString('utf8')
					})
				);
			}
		);
		asked.on('error', reject);
		asked.end(body);
	});
}
