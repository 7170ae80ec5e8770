import { maxRequestBytes } from '../../import/limits.ts';
import { contentEncodingOf } from '../http/content-encoding.ts';
import { discardRest } from '../http/discard-body.ts';
import { importLimits } from '../import/import-limits.ts';
import { AppError } from './app-error.ts';
import { createJsonGauge } from './json-gauge.ts';
import { type Bytes, isBadGzip, readChunks, unpackChunks } from './read-chunks.ts';

// The deepest request, an import with a remembered mapping, has five levels.
const maxDepth = 32;

// An import has up to seven values a row: in lists, or with their names in the row's own object. The rest is names
// of columns and single values.
const listsOfRows = 8;
const otherValues = 1000;

/**
 * The request with a body that ends with an error as soon as more bytes come than any import has, or JSON that
 * is nested deeper or holds more values (T10): before it is in memory, and before anything parses it. A body in
 * gzip is unpacked on the way, and what it becomes is held to the same limits as it comes out. A header that
 * claims too much is believed. Nothing is read until somebody reads the result.
 *
 * The body's errors are AppErrors: TOO_LARGE or BAD_INPUT.
 */
export function guardBody(request: Request): Request {
	if (request.body === null) return request;
	const { url, method, signal } = request;
	const claimed = Number(request.headers.get('content-length') ?? 0);
	const isPacked = contentEncodingOf(request.headers) === 'gzip';
	const headers = new Headers(request.headers);
	// They say how the body came, which is not how it is read from here on.
	headers.delete('content-encoding');
	headers.delete('content-length');
	const init: RequestInit & { duplex: 'half' } = {
		method,
		headers,
		signal,
		body: guardStream(request.body, claimed, isPacked),
		duplex: 'half'
	};
	return new Request(url, init);
}

function guardStream(
	source: ReadableStream<Bytes>,
	claimed: number,
	isPacked: boolean
): ReadableStream<Bytes> {
	const limits = importLimits();
	const maxBytes = maxRequestBytes(limits);
	const maxValues = listsOfRows * limits.maxRows + otherValues;
	const gauge = createJsonGauge();
	let reader: ReadableStreamDefaultReader<Bytes> | undefined;
	let chunks: AsyncIterator<Bytes> | undefined;
	let bytes = 0;

	function open(): AsyncIterator<Bytes> {
		reader = source.getReader();
		const read = readChunks(reader, maxBytes);
		return (isPacked ? unpackChunks(read) : read)[Symbol.asyncIterator]();
	}

	function measure(chunk: Bytes): void {
		bytes += chunk.byteLength;
		if (bytes > maxBytes) throw new AppError('TOO_LARGE');
		gauge.add(chunk);
		if (gauge.depth() > maxDepth || gauge.values() > maxValues) throw new AppError('BAD_INPUT');
	}

	return new ReadableStream<Bytes>(
		{
			async pull(controller) {
				if (claimed > maxBytes) throw new AppError('TOO_LARGE');
				// Not taken before, so that whoever finds it unread can let it pass.
				chunks ??= open();
				try {
					const { done, value } = await chunks.next();
					if (done) return controller.close();
					measure(value);
					controller.enqueue(value);
				} catch (error) {
					if (reader) void discardRest(reader);
					void chunks.return?.();
					throw refusalOf(error);
				}
			},
			cancel: (reason) => (reader ?? source).cancel(reason)
		},
		{ highWaterMark: 0 }
	);
}

function refusalOf(error: unknown): unknown {
	if (isBadGzip(error)) return new AppError('BAD_INPUT');
	return isTooLarge(error) ? new AppError('TOO_LARGE') : error;
}

/** The server below has a limit of its own, which it tells by the body's error. */
function isTooLarge(error: unknown): boolean {
	return error instanceof Error && 'status' in error && error.status === 413;
}
