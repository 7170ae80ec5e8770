import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packedFrom } from '../../../../src/lib/import/limits.ts';
import { packAnswer, takesGzip } from '../../../../src/lib/server/http/pack-answer.ts';

test.each([
	['gzip', true],
	['gzip, deflate, br, zstd', true],
	['br;q=1.0, GZIP;q=0.5', true],
	['*', true],
	['br, *;q=0.1', true],
	['gzip;q=0', false],
	['gzip;q=0.0, *', false],
	['*;q=0', false],
	['identity', false],
	['br', false],
	['', false],
	[null, false]
])('issue 6: Accept-Encoding "%s" takes gzip: %s', (accepted, takes) => {
	expect(takesGzip(accepted)).toBe(takes);
});

/** An answer of so many bytes, to who takes gzip. */
function answered(bytes: number): Promise<Response> {
	const request = new Request('http://localhost:3000/', { headers: { 'accept-encoding': 'gzip' } });
	const headers = { 'content-type': 'application/json', vary: 'accept' };
	return packAnswer(request, new Response('a'.repeat(bytes), { status: 207, headers }));
}

test('issue 6: a large answer is packed and otherwise what it was; a small one is not', async () => {
	const large = await answered(packedFrom);
	expect(large.status).toBe(207);
	expect(Object.fromEntries(large.headers)).toEqual({
		'content-type': 'application/json',
		'content-encoding': 'gzip',
		vary: 'accept, Accept-Encoding'
	});
	expect(gunzipSync(Buffer.from(await large.arrayBuffer())).toString()).toBe('a'.repeat(packedFrom));

	const small = await answered(packedFrom - 1);
	expect(small.headers.has('content-encoding')).toBe(false);
	expect(await small.text()).toBe('a'.repeat(packedFrom - 1));
});
