import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from './app-error.ts';

/** Bytes as they come in. */
export type Bytes = Uint8Array<ArrayBuffer>;

// A few calls for a large import rather than a hundred; whatever is packed how tightly, no more is unpacked ahead.
const unpackedChunkBytes = 64 * 1024;

/**
 * The chunks of a body as they come in. Who stops early leaves the rest to be read from the reader.
 *
 * @throws AppError TOO_LARGE past so many bytes, before anybody unpacks them
 */
export async function* readChunks(
	reader: ReadableStreamDefaultReader<Bytes>,
	maxBytes: number
): AsyncGenerator<Bytes> {
	let bytes = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		bytes += value.byteLength;
		if (bytes > maxBytes) throw new AppError('TOO_LARGE');
		yield value;
	}
}

/**
 * Unpacks gzip as it comes in, in threads of its own, and only as fast as the result is read: a small body that
 * would become a very large one never is one in memory.
 *
 * @throws while it is read, what `isBadGzip` tells for bytes that are no gzip, or for a part of one
 */
export function unpackChunks(packed: AsyncIterable<Bytes>): AsyncIterable<Bytes> {
	const gunzip = createGunzip({ chunkSize: unpackedChunkBytes });
	// Its errors come out where the chunks are read.
	pipeline(packed, gunzip, () => undefined);
	return gunzip as AsyncIterable<Bytes>;
}

/** Whether an error says that a body is not the gzip that it claims to be: zlib's codes all begin alike. */
export function isBadGzip(error: unknown): boolean {
	return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
