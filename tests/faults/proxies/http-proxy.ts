import { type IncomingMessage, type ServerResponse, Agent, createServer, request } from 'node:http';
import { Transform, type TransformCallback, pipeline } from 'node:stream';

/** What the network between browser and application is like. */
export interface NetworkConditions {
	/** Bytes a second; null: as fast as it goes. */
	up: number | null;
	down: number | null;
	/** How long each request, and each answer, is on its way, in milliseconds. */
	delayMs: number;
}

/** Where the network breaks, for requests whose address contains `path`. */
export interface Cut {
	path: string;
	/** After so many bytes of the request's body, or where the application has answered and nobody hears it. */
	at: { bytesUp: number } | 'answer';
	/**
	 * The first such request; each one until `heal`, since browsers send a request again by themselves where a
	 * connection breaks without an answer; or everything from the first one on until `heal`.
	 */
	hits: 'first' | 'each' | 'everything after';
}

/** A plain reverse proxy in front of one or more instances of the application. */
export interface HttpProxy {
	/** Such as `http://127.0.0.1:34567`. */
	address: string;
	/** Which instance each request went to, in order, since the start. */
	readonly sentTo: readonly number[];
	/** How many requests a cut has hit. */
	cutCount(): number;
	setConditions(conditions: NetworkConditions): void;
	cut(cut: Cut): void;
	heal(): void;
	stop(): Promise<void>;
}

/** The network of the loopback address. */
const fastNetwork: NetworkConditions = { up: null, down: null, delayMs: 0 };

/**
 * Starts a proxy on the loopback address that gives requests to the instances in turn. It also serves as a
 * browser's HTTP proxy: what it is asked for goes to the instances, whatever host it names.
 *
 * @param instances addresses such as `http://127.0.0.1:3001`
 * @param port 0: a free one
 */
export async function startHttpProxy(instances: readonly string[], port = 0): Promise<HttpProxy> {
	const agent = new Agent({ keepAlive: false });
	const sentTo: number[] = [];
	let conditions = fastNetwork;
	let cut: Cut | null = null;
	let isDown = false;
	let healings = 0;
	let cutCount = 0;

	/** The cut that is meant for this request. */
	function takeCut(path: string): Cut | null {
		if (cut === null || !path.includes(cut.path)) return null;
		const taken = cut;
		if (taken.hits !== 'each') cut = null;
		return taken;
	}

	function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
		if (isDown) {
			cutCount++;
			incoming.socket.destroy();
			return;
		}
		const path = pathOf(incoming.url ?? '/');
		const taken = takeCut(path);
		const sentAt = healings;
		function cutNow(): void {
			cutCount++;
			// An answer may come when the network is back already.
			if (taken?.hits === 'everything after' && sentAt === healings) isDown = true;
			incoming.socket.destroy();
		}
		const turn = sentTo.length % instances.length;
		sentTo.push(turn);
		const { hostname, port: instancePort } = new URL(instances[turn] ?? '');
		const { delayMs, up, down } = conditions;
		const headers = { ...incoming.headers };
		delete headers['proxy-connection'];
		const upstream = request(
			{ hostname, port: instancePort, method: incoming.method, path, headers, agent },
			(answer) => {
				if (taken?.at === 'answer') {
					// All of the answer: the application has done everything it will do.
					answer.on('end', cutNow).resume();
					return;
				}
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				pipeline(answer, slowly(down, delayMs), outgoing, () => undefined);
			}
		);
		upstream.on('error', () => outgoing.destroy());
		const steps = [slowly(up, delayMs)];
		if (taken !== null && taken.at !== 'answer') steps.push(upTo(taken.at.bytesUp, cutNow));
		pipeline([incoming, ...steps, upstream], () => undefined);
	}

	const server = createServer({ requestTimeout: 0 }, forward);
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const own = server.address();
	if (typeof own !== 'object' || own === null) throw new Error('The proxy has no port.');
	return {
		address: `http://127.0.0.1:${own.port}`,
		sentTo,
		cutCount: () => cutCount,
		setConditions: (next) => (conditions = next),
		cut: (next) => (cut = next),
		heal() {
			cut = null;
			isDown = false;
			healings++;
			conditions = fastNetwork;
		},
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			agent.destroy();
		}
	};
}

/** Of a request to a proxy, which names the whole address, or to a server, which names the path alone. */
function pathOf(url: string): string {
	if (url.startsWith('/')) return url;
	const { pathname, search } = new URL(url);
	return pathname + search;
}

// A slow line carries a little at a time, rather than much now and then.
const ticksPerSecond = 20;

/** Lets bytes through at most so fast, the first of them after a delay. */
function slowly(bytesPerSecond: number | null, delayMs: number): Transform {
	const most = bytesPerSecond === null ? Infinity : Math.max(1, Math.floor(bytesPerSecond / ticksPerSecond));
	let isFirst = true;
	function send(stream: Transform, chunk: Buffer, done: TransformCallback): void {
		stream.push(chunk.subarray(0, most));
		const rest = chunk.subarray(most);
		if (most === Infinity) done();
		else setTimeout(() => (rest.length > 0 ? send(stream, rest, done) : done()), 1000 / ticksPerSecond);
	}
	return new Transform({
		transform(chunk: Buffer, _, done) {
			const wait = isFirst ? delayMs : 0;
			isFirst = false;
			if (wait > 0) setTimeout(() => send(this, chunk, done), wait);
			else send(this, chunk, done);
		}
	});
}

/** Lets so many bytes through, and then breaks. */
function upTo(bytes: number, breakOff: () => void): Transform {
	let passed = 0;
	return new Transform({
		transform(chunk: Buffer, _, done) {
			const rest = bytes - passed;
			passed += chunk.length;
			if (chunk.length > rest) {
				this.push(chunk.subarray(0, Math.max(0, rest)));
				breakOff();
				return;
			}
			done(null, chunk);
		}
	});
}
