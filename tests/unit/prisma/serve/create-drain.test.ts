import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse
} from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { createDrain, type Drain } from '../../../../prisma/serve/create-drain.ts';
import { connectRaw } from '../../../support/raw-connection.ts';

const never = 60_000;
const question = 'GET /ask HTTP/1.1\r\nHost: a\r\n\r\n';

let server: Server;
afterEach(() => server.closeAllConnections());

interface Running {
	port: number;
	drain: Drain;
	/** Resolves with a request that arrived and is not answered yet. */
	asked: Promise<{ request: IncomingMessage; response: ServerResponse }>;
}

/** A server on which `/ask` waits to be answered by the test, and everything else is answered at once. */
async function run(): Promise<Running> {
	let arrive: (asked: { request: IncomingMessage; response: ServerResponse }) => void = () => {};
	const asked = new Promise<{ request: IncomingMessage; response: ServerResponse }>((resolve) => {
		arrive = resolve;
	});
	const handle: RequestListener = (request, response) => {
		if (request.url === '/ask') arrive({ request, response });
		else response.end('at once');
	};
	server = createServer(handle);
	const drain = createDrain(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return { port: typeof address === 'object' && address !== null ? address.port : 0, drain, asked };
}

it('E16: lets a running request finish, tells its client to go, and takes nobody new', async () => {
	const { port, drain, asked } = await run();
	const client = await connectRaw(port);
	client.send(question);
	const { response } = await asked;
	const finished = drain.finish(never);
	expect(drain.isDraining()).toBe(true);
	await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
	response.end('in the end');
	const answer = await client.closed;
	expect(answer).toContain('Connection: close');
	expect(answer).toContain('in the end');
	expect(await finished).toBe(0);
});

it('E16: lets an answer that has begun be read to its end', async () => {
	const { port, drain, asked } = await run();
	const client = await connectRaw(port);
	client.send(question);
	const { response } = await asked;
	response.write('the beginning');
	await client.until('the beginning');
	const finished = drain.finish(never);
	response.end('the end');
	expect(await client.closed).toContain('the end');
	expect(await finished).toBe(0);
});

it('closes connections on which nothing is asked, also those on which nothing ever was', async () => {
	const { port, drain } = await run();
	const [idle, fresh, half] = [await connectRaw(port), await connectRaw(port), await connectRaw(port)];
	idle.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
	await idle.until('at once');
	half.send('GET / HTTP/1.1\r\nHo');
	expect(await drain.finish(never)).toBe(0);
	await Promise.all([idle.closed, fresh.closed, half.closed]);
});

it('E16: cuts off what takes longer than it may, and says how much', async () => {
	const { port, drain, asked } = await run();
	const client = await connectRaw(port);
	client.send(question);
	await asked;
	expect(await drain.finish(50)).toBe(1);
	expect(await client.closed).toBe('');
});

it('once announced, goes on to answer, and lets go of each client after its answer', async () => {
	const { port, drain } = await run();
	const client = await connectRaw(port);
	drain.announce();
	client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
	expect(await client.closed).toContain('Connection: close');
	const response = await fetch(`http://127.0.0.1:${port}`);
	expect(await response.text()).toBe('at once');
	expect(await drain.finish(never)).toBe(0);
});
