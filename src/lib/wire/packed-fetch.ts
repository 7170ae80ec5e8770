import { packedFrom } from '../import/limits.ts';

// Browsers pack on the page's own thread, about 30 ms for a megabyte: a piece at a time, nobody notices.
const pieceBytes = 32 * 1024;

/**
 * `fetch`, but that a large text is sent packed with gzip: 5,000 rows take a fifth of the bytes, and on a line of
 * 10 Mbit/s half a second instead of two. Where the browser cannot pack, it goes as it is. Runs in Node too.
 */
export async function packedFetch(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
	const { body } = init;
	if (typeof body !== 'string' || typeof CompressionStream === 'undefined') return await fetch(url, init);
	const bytes = new TextEncoder().encode(body);
	if (bytes.length < packedFrom) return await fetch(url, init);
	const headers = new Headers(init.headers);
	headers.set('Content-Encoding', 'gzip');
	return await fetch(url, { ...init, headers, body: await pack(bytes) });
}

/** Packed whole, not as a stream: a browser sends those over HTTP/2 only, and could not send them again. */
async function pack(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
	let at = 0;
	const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
		async pull(controller) {
			await nextTask();
			controller.enqueue(bytes.subarray(at, at + pieceBytes));
			at += pieceBytes;
			if (at >= bytes.length) controller.close();
		}
	});
	return await new Response(pieces.pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

/** Lets whatever waits go first. A timer would wait four milliseconds each time. */
function nextTask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}
