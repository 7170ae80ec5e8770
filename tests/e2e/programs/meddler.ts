import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';

/** What stands between a program and the application, and does something before a request goes on. */
export interface Meddler {
	address: string;
	stop(): Promise<void>;
}

/**
 * Stands before the application.
 *
 * @param before told of each request's path, before it is sent on; `lose`: the application answers, and nobody hears it;
 *   `hold`: it goes nowhere, and whoever sent it waits; `cut`: the connection ends in the middle of the answer
 */
export async function startMeddler(
	before: (path: string) => Promise<'pass' | 'lose' | 'hold' | 'cut'>
): Promise<Meddler> {
	const { hostname, port } = new URL(process.env.E2E_ADDRESS ?? '');
	async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		const path = incoming.url ?? '/';
		const how = await before(path);
		if (how === 'hold') return;
		const { method, headers } = incoming;
		const onward = request({ hostname, port, method, path, headers }, (answer) => {
			if (how === 'lose') return void answer.on('end', () => incoming.socket.destroy()).resume();
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			if (how === 'cut')
				return void answer.once('data', (part) => outgoing.write(part, () => outgoing.destroy()));
			answer.pipe(outgoing);
		});
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	}
	const server = createServer((incoming, outgoing) => void forward(incoming, outgoing));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const own = server.address();
	if (typeof own !== 'object' || own === null) throw new Error('It has no port.');
	return {
		address: `http://127.0.0.1:${own.port}`,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
