import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { defaultLimits, maxRequestBytes } from '../../../../src/lib/import/limits.ts';
import { AppError } from '../../../../src/lib/server/trpc/app-error.ts';
import { guardBody } from '../../../../src/lib/server/trpc/guard-body.ts';

const chunkBytes = 64 * 1024;
const gzip = { 'content-encoding': 'gzip' };

/** A body that begins with a text and goes on with another one for so many chunks; it counts what is read of it. */
function endless(start: string, filler: string, chunks = Infinity) {
	const encoder = new TextEncoder();
	const filling = encoder.encode(filler.repeat(Math.ceil(chunkBytes / filler.length)).slice(0, chunkBytes));
	let read = 0;
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			pull(controller) {
				controller.enqueue(read === 0 ? encoder.encode(start) : filling);
				if (++read > chunks) controller.close();
			}
		},
		{ highWaterMark: 0 }
	);
	return { body, read: () => read };
}

function requestOf(body: BodyInit, headers: Record<string, string> = {}): Request {
	const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
	return new Request('http://localhost:3000/api/trpc/x', init);
}

async function codeOf(request: Request): Promise<string> {
	const error: unknown = await guardBody(request)
		.text()
		.then(
			() => null,
			(reason: unknown) => reason
		);
	return error instanceof AppError ? error.appCode : String(error);
}

test.each([
	['nested without end', '{"a":', '[', 'BAD_INPUT'],
	['objects without end', '{"a":', '{"a":', 'BAD_INPUT'],
	['values without end', '[', '1,', 'BAD_INPUT'],
	['keys without end', '{', '"a":1,', 'BAD_INPUT'],
	['text without end', '"', 'a', 'TOO_LARGE']
])('T10: a body with %s is refused without being read on', async (_, start, filler, code) => {
	// Ends after four times the limit, for the rest that is let pass.
	const { body, read } = endless(start, filler, (4 * maxRequestBytes(defaultLimits)) / chunkBytes);
	let readWhenRefused = 0;
	const refused = await guardBody(requestOf(body))
		.text()
		.then(
			() => null,
			(reason: unknown) => {
				readWhenRefused = read();
				return reason;
			}
		);
	expect(refused instanceof AppError && refused.appCode).toBe(code);
	// A few chunks more: the rest begins to be let pass at once.
	const most = code === 'TOO_LARGE' ? maxRequestBytes(defaultLimits) : 16 * chunkBytes;
	expect(readWhenRefused * chunkBytes).toBeLessThan(most + 32 * chunkBytes);
});

test('T10: a header that claims too much is believed, and nothing is read', async () => {
	const { body, read } = endless('{', ' ', 1);
	const claimed = String(maxRequestBytes(defaultLimits) + 1);
	expect(await codeOf(requestOf(body, { 'content-length': claimed }))).toBe('TOO_LARGE');
	expect(read()).toBe(0);
});

test('T10: a body as large as any import comes through as it is, and unpacked where it is gzip', async () => {
	const text = JSON.stringify({ values: Array.from({ length: 40_000 }, (_, i) => `${i},[{"`) });
	expect(await guardBody(requestOf(text)).text()).toBe(text);
	expect(await guardBody(requestOf(gzipSync(text), gzip)).text()).toBe(text);
	expect(await guardBody(requestOf(gzipSync(text), { 'content-encoding': ' GZIP' })).text()).toBe(text);
	const empty = new Request('http://localhost:3000/', { method: 'POST' });
	expect(guardBody(empty)).toBe(empty);
});

test.each([
	['a text without end', 'a', 'TOO_LARGE'],
	['lists without end', '[', 'BAD_INPUT'],
	['values without end', '1,', 'BAD_INPUT']
])('T10: gzip of %s is refused while it is unpacked, and not read on', async (_, filler, code) => {
	// Each packed chunk becomes a thousand times as much.
	const { body, read } = packedWithoutEnd(gzipSync(filler.repeat(chunkBytes * 500)));
	let readWhenRefused = 0;
	const refused = await guardBody(requestOf(body, gzip))
		.text()
		.then(
			() => null,
			(reason: unknown) => {
				readWhenRefused = read();
				return reason;
			}
		);
	expect(refused instanceof AppError && refused.appCode).toBe(code);
	expect(readWhenRefused).toBeLessThan(8);
});

test('T10: packed bytes are held to the limit too, whatever they become', async () => {
	const nothing = gzipSync('');
	const limit = maxRequestBytes(defaultLimits);
	const empties = Buffer.alloc(limit + 1 + nothing.length, nothing);
	expect(await codeOf(requestOf(empties))).toBe('TOO_LARGE');
	expect(await codeOf(requestOf(new Blob([empties]).stream(), gzip))).toBe('TOO_LARGE');
});

test('T10: what is refused in gzip is read to its end, so that the connection can be used again', async () => {
	const { body, read } = packedWithoutEnd(gzipSync('['.repeat(chunkBytes), { level: 0 }), 50);
	expect(await codeOf(requestOf(body, gzip))).toBe('BAD_INPUT');
	await expect.poll(read).toBe(50);
});

const packed = gzipSync(JSON.stringify({ name: 'Deli' }));

test.each([
	['no gzip', Buffer.from('{"name":"Deli"}')],
	['nothing at all', Buffer.alloc(0)],
	['the head of gzip alone', packed.subarray(0, 10)],
	['gzip cut in the middle', packed.subarray(0, -12)],
	['gzip without its checksum', packed.subarray(0, -8)],
	['gzip with another checksum', Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)])],
	['gzip and something after it', Buffer.concat([packed, Buffer.from('and more')])]
])('T10: a body that claims to be gzip and is %s is refused as input', async (_, bytes) => {
	const body = new Blob([bytes]).stream();
	expect(await codeOf(requestOf(body, gzip))).toBe('BAD_INPUT');
});

/** A body of the same chunk over and over; it counts how often it is read. */
function packedWithoutEnd(chunk: Uint8Array<ArrayBuffer>, chunks = 1000) {
	let read = 0;
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			pull(controller) {
				if (read === chunks) return controller.close();
				read++;
				controller.enqueue(chunk);
			}
		},
		{ highWaterMark: 0 }
	);
	return { body, read: () => read };
}
