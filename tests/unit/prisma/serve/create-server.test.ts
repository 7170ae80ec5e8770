import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../../../prisma/serve/create-server.ts';
import { serverLimits } from '../../../../prisma/serve/limits.ts';
import { connectRaw } from '../../../support/raw-connection.ts';

/** As the product's, but nobody waits for long. */
const impatient = { ...serverLimits, headersMs: 400, bodyGraceMs: 400, betweenLooksMs: 20 };

let server: Server;
afterEach(
	() =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		})
);

async function serve(handle: RequestListener, limits = impatient): Promise<number> {
	server = createHttpServer(handle, limits, 16_000_000);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Answers with what was sent, once all of it is there. */
const echo: RequestListener = (request, response) => {
	void textOf(request).then(
		(text) => response.end(`got ${text}`),
		() => response.destroy()
	);
};

async function textOf(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	return text;
}

const upload = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n';

describe('the server', () => {
	it('T10: ends an upload that stops in the middle with 408, and answers the next person', async () => {
		const port = await serve(echo);
		const slow = await connectRaw(port);
		slow.send(`${upload}some`);
		expect(await slow.closed).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
		const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: 'all' });
		expect(await answer.text()).toBe('got all');
	});

	it('T10: ends an upload that nobody reads with 408 too', async () => {
		const port = await serve(() => {});
		const slow = await connectRaw(port);
		slow.send(`${upload}some`);
		expect(await slow.closed).toMatch(/^HTTP\/1\.1 408 /);
	});

	it('T10: ends a request whose head never ends with 408', async () => {
		const slow = await connectRaw(await serve(echo));
		slow.send('GET / HTTP/1.1\r\nHost: a\r\nX-Slow');
		expect(await slow.closed).toMatch(/^HTTP\/1\.1 408 /);
	});

	it('T10: ends a connection on which nothing is asked', async () => {
		const silent = await connectRaw(await serve(echo));
		expect(await silent.closed).toMatch(/^(HTTP\/1\.1 408 |$)/);
	});

	it('T10: lets a request take its time once it has arrived', async () => {
		let finish: () => void = () => {};
		const port = await serve((_, response) => {
			finish = () => response.end('done');
		});
		const patient = await connectRaw(port);
		patient.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
		// Somebody else is cut off meanwhile, so the limits have been looked at.
		const slow = await connectRaw(port);
		slow.send('GET / HTTP/1.1\r\nX-Slow');
		await slow.closed;
		finish();
		await patient.until('done');
		patient.destroy();
	});

	it('never writes a refusal into an answer that has begun', async () => {
		const port = await serve((_, response) => void response.writeHead(200).write('begun'));
		const slow = await connectRaw(port);
		slow.send(`${upload}some`);
		expect(await slow.closed).not.toContain('408');
	});

	it('T10: refuses a head that is too large with 431, and what is no HTTP with 400', async () => {
		const port = await serve(echo, serverLimits);
		const large = await connectRaw(port);
		large.send(`GET / HTTP/1.1\r\nX-Large: ${'a'.repeat(serverLimits.headBytes)}\r\n\r\n`);
		expect(await large.closed).toMatch(/^HTTP\/1\.1 431 /);
		const strange = await connectRaw(port);
		strange.send('nonsense\r\n\r\n');
		expect(await strange.closed).toMatch(/^HTTP\/1\.1 400 /);
	});

	it('T07: has the security headers in every answer, its own refusals included', async () => {
		const port = await serve(echo);
		const { headers } = await fetch(`http://127.0.0.1:${port}`);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('x-frame-options')).toBe('DENY');
		const strange = await connectRaw(port);
		strange.send('nonsense\r\n\r\n');
		expect(await strange.closed).toContain('x-content-type-options: nosniff');
	});

	it('T10: takes so many connections and no more', async () => {
		const port = await serve(echo, { ...serverLimits, connections: 1 });
		const first = await connectRaw(port);
		first.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
		await first.until('got');
		expect(await (await connectRaw(port)).closed).toBe('');
		first.destroy();
	});
});
