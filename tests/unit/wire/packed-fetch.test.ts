import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { packedFetch } from '../../../src/lib/wire/packed-fetch.ts';
import { packedFrom } from '../../../src/lib/import/limits.ts';

afterEach(() => vi.unstubAllGlobals());

/** What arrives of a body that is sent so. */
async function sent(body: string, headers: Record<string, string> = {}) {
	const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => new Response());
	vi.stubGlobal('fetch', fetch);
	await packedFetch('/api/trpc/x', { method: 'POST', headers, body });
	const [url, init] = fetch.mock.calls[0] ?? [];
	const request = new Request(new URL(url ?? '', 'http://localhost:3000'), init);
	return { request, bytes: Buffer.from(await request.arrayBuffer()) };
}

test('issue 6: a body is packed from 100 kB on, counted in bytes, and stays the same text', async () => {
	const small = 'é'.repeat(packedFrom / 2 - 1);
	const plain = await sent(small);
	expect(plain.request.headers.get('content-encoding')).toBeNull();
	expect(plain.bytes.toString('utf8')).toBe(small);

	const large = `${small}é`;
	const packed = await sent(large, { 'content-type': 'application/json' });
	expect(packed.request.headers.get('content-encoding')).toBe('gzip');
	expect(packed.request.headers.get('content-type')).toBe('application/json');
	expect(packed.request.method).toBe('POST');
	expect(gunzipSync(packed.bytes).toString('utf8')).toBe(large);
	expect(packed.bytes.length).toBeLessThan(packedFrom / 100);
});

test('issue 6: where a browser cannot pack, the body goes as it is', async () => {
	vi.stubGlobal('CompressionStream', undefined);
	const large = 'a'.repeat(packedFrom);
	const { request, bytes } = await sent(large);
	expect(request.headers.get('content-encoding')).toBeNull();
	expect(bytes.toString('utf8')).toBe(large);
});
