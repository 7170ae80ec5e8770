import { maxRequestBytes } from '../../import/limits.ts';
import { discardRest } from '../http/discard-body.ts';
import { importLimits } from '../import/import-limits.ts';
import { AppError } from './app-error.ts';
import { createJsonGauge } from './json-gauge.ts';

// The deepest request, an import with a remembered mapping, has five levels.
const maxDepth = 32;

// An import has up to seven lists of one value a row; the rest is names of columns and single values.
const listsOfRows = 8;
const otherValues = 1000;

/** Bytes as they come in. */
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The request with a body that ends with an error as soon as more bytes come than any import has, or JSON that
 * is nested deeper or holds more values (T10): before it is in memory, and before anything parses it. A header
 * that claims too much is believed. Nothing is read until somebody reads the result.
 *
 * The body's errors are AppErrors: TOO_LARGE or BAD_INPUT.
 */
export function guardBody(request: Request): Request {
	if (request.body === null) return request;
	const { url, method, headers, signal } = request;
	const claimed = Number(headers.get('content-length') ?? 0);
	const init: RequestInit & { duplex: 'half' } = {
		method,
		headers,
		signal,
		body: guardStream(request.body, claimed),
		duplex: 'half'
	};
	return new Request(url, init);
}

function guardStream(source: ReadableStream<Bytes>, claimed: number): ReadableStream<Bytes> {
	const limits = importLimits();
	const maxBytes = maxRequestBytes(limits);
	const maxValues = listsOfRows * limits.maxRows + otherValues;
	let reader: ReadableStreamDefaultReader<Bytes> | undefined;
	const gauge = createJsonGauge();
	let bytes = 0;

	function problemOf(chunk: Bytes): AppError | null {
		bytes += chunk.byteLength;
		if (bytes > maxBytes) return new AppError('TOO_LARGE');
		gauge.add(chunk);
		return gauge.depth() > maxDepth || gauge.values() > maxValues ? new AppError('BAD_INPUT') : null;
	}

	return new ReadableStream<Bytes>(
		{
			async pull(controller) {
				if (claimed > maxBytes) throw new AppError('TOO_LARGE');
				// Not taken before, so that whoever finds it unread can let it pass.
				reader ??= source.getReader();
				const { done, value } = await reader.read().catch((error: unknown) => {
					throw isTooLarge(error) ? new AppError('TOO_LARGE') : error;
				});
				if (done) return controller.close();
				const problem = problemOf(value);
				if (problem === null) return controller.enqueue(value);
				void discardRest(reader);
				throw problem;
			},
			cancel: (reason) => (reader ?? source).cancel(reason)
		},
		{ highWaterMark: 0 }
	);
}

/** The server below has a limit of its own, which it tells by the body's error. */
function isTooLarge(error: unknown): boolean {
	return error instanceof Error && 'status' in error && error.status === 413;
}
