import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Connection, ask, connect, download, send } from '../../../src/client/connection.ts';
import { clientOf } from '../../../src/client/distribu-client.ts';
import { DistribuError } from '../../../src/client/distribu-error.ts';

/** What a server answers: a status with JSON or text, or nothing but a cut line. */
type Scripted = { status: number; body?: unknown; text?: string; headers?: Record<string, string> } | 'cut';

interface Seen {
	path: string;
	headers: Record<string, unknown>;
	body: string;
}

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
	await stop?.();
	stop = undefined;
});

/** A server that gives these answers, one after the other, and a connection to it that does not wait. */
async function serverOf(...answers: Scripted[]): Promise<{ connection: Connection; seen: Seen[] }> {
	const seen: Seen[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (text: string) => {
			body += text;
		});
		request.on('end', () => {
			seen.push({ path: request.url ?? '', headers: request.headers, body });
			const answer = answers[seen.length - 1] ?? 'cut';
			if (answer === 'cut') return void request.socket.destroy();
			const { status, body: json, text, headers = {} } = answer;
			response.writeHead(status, { 'content-type': 'application/json', ...headers });
			response.end(text ?? JSON.stringify(json));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	stop = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	const { port } = server.address() as AddressInfo;
	const connection = connect(`http://127.0.0.1:${port}/some/page`, 'distribu_token');
	return { connection: { ...connection, questionDelaysMs: [0, 0], changeDelaysMs: [0, 0] }, seen };
}

function good(data: unknown): Scripted {
	return { status: 200, body: { result: { data } } };
}

function bad(status: number, appCode: string, more: Record<string, unknown> = {}, headers = {}): Scripted {
	const data = { httpStatus: status, appCode, problem: null, reference: 'request-1', ...more };
	return { status, body: { error: { message: 'A sentence.', data } }, headers };
}

const options = { timeoutMs: 5000, signal: undefined };
const find = { importId: '0192f0c1-2345-4000-8000-000000000001' };
const undo = { ...find, undoId: '0192f0c1-2345-4000-8000-000000000002', digest: '', rowDigests: [] };

async function failure(call: Promise<unknown>): Promise<DistribuError> {
	const error = await call.then(
		() => null,
		(reason: unknown) => reason
	);
	if (!(error instanceof DistribuError)) throw new Error('It did not fail as it should.');
	return error;
}

describe('a question', () => {
	test('goes as POST with the token, and to the address without its path', async () => {
		const { connection, seen } = await serverOf(good(null));
		expect(await ask(connection, 'imports.find', find, options)).toEqual({ kind: 'answered', value: null });
		expect(seen).toMatchObject([
			{
				path: '/api/trpc/imports.find',
				headers: { authorization: 'Bearer distribu_token', 'content-type': 'application/json' },
				body: JSON.stringify(find)
			}
		]);
		expect(seen[0]?.headers).not.toHaveProperty('cookie');
	});

	test.each<[string, Scripted]>([
		['busy', bad(429, 'BUSY')],
		['without its database', bad(503, 'UNAVAILABLE')],
		['behind a proxy that says nothing of ours', { status: 502, text: '<h1>Bad gateway</h1>' }],
		['cut off', 'cut']
	])('is asked again of a server that is %s', async (_, answer) => {
		const { connection, seen } = await serverOf(answer, answer, good(null));
		expect(await ask(connection, 'imports.find', find, options)).toMatchObject({ kind: 'answered' });
		expect(seen).toHaveLength(3);
	});

	test('is asked again a few times only, and then fails with the last reason', async () => {
		const { connection, seen } = await serverOf('cut', 'cut', bad(503, 'UNAVAILABLE'), good(null));
		expect(await failure(ask(connection, 'imports.find', find, options))).toMatchObject({
			code: 'UNAVAILABLE',
			status: 503,
			requestId: 'request-1',
			mayBeWritten: false
		});
		expect(seen).toHaveLength(3);
	});

	test.each<[string, number]>([
		['TOKEN_INVALID', 401],
		['SCOPE_MISSING', 403],
		['BAD_INPUT', 400],
		['NO_SUCH_PROCEDURE', 404],
		['INTERNAL', 500],
		['A_CODE_OF_A_NEWER_SERVER', 400]
	])('that is refused with %s is not asked again', async (code, status) => {
		const problem = code === 'SCOPE_MISSING' ? { code, scope: 'imports:apply' } : null;
		const { connection, seen } = await serverOf(bad(status, code, { problem }), good(null));
		expect(await failure(ask(connection, 'imports.find', find, options))).toMatchObject({ code, status });
		expect(seen).toHaveLength(1);
	});

	test('is not asked again where the server says to wait for more than a minute', async () => {
		const { connection, seen } = await serverOf(bad(429, 'TOO_MANY_REQUESTS', {}, { 'Retry-After': '61' }));
		expect(await failure(ask(connection, 'imports.find', find, options))).toMatchObject({ retryAfter: 61 });
		expect(seen).toHaveLength(1);
	});

	test('ends with the reason of who ended it', async () => {
		const { connection, seen } = await serverOf('cut');
		const gone = new Error('Nobody wants to know.');
		const ended = { ...options, signal: AbortSignal.abort(gone) };
		await expect(ask(connection, 'imports.find', find, ended)).rejects.toBe(gone);
		expect(seen).toHaveLength(0);
	});

	test('is not followed to another address: the token is for this one', async () => {
		const { connection, seen } = await serverOf(
			...Array<Scripted>(3).fill({
				status: 307,
				text: '',
				headers: { location: '/elsewhere' }
			})
		);
		expect(await failure(ask(connection, 'imports.find', find, options))).toMatchObject({
			code: 'UNREACHABLE'
		});
		expect(seen.map(({ path }) => path)).not.toContain('/elsewhere');
	});
});

describe('a change', () => {
	test('A5 is sent again with the same content where its answer was lost', async () => {
		const { connection, seen } = await serverOf(
			'cut',
			bad(503, 'OUTCOME_UNKNOWN'),
			good({ undoId: undo.undoId })
		);
		expect(await send(connection, 'imports.undo', undo, options)).toMatchObject({ kind: 'answered' });
		expect(new Set(seen.map(({ body }) => body))).toEqual(new Set([JSON.stringify(undo)]));
		expect(seen).toHaveLength(3);
	});

	test('says that it may be written where every answer was lost', async () => {
		const { connection } = await serverOf('cut', 'cut', 'cut');
		expect(await failure(send(connection, 'imports.undo', undo, options))).toMatchObject({
			code: 'UNREACHABLE',
			status: null,
			mayBeWritten: true
		});
	});

	test('says so too where an answer was lost and the next try is refused at the door', async () => {
		const { connection } = await serverOf('cut', bad(401, 'TOKEN_INVALID'));
		expect(await failure(send(connection, 'imports.undo', undo, options))).toMatchObject({
			code: 'TOKEN_INVALID',
			mayBeWritten: true
		});
	});

	test('is known not to be written where the server was only busy', async () => {
		const { connection, seen } = await serverOf(bad(429, 'BUSY'), bad(429, 'BUSY'), bad(429, 'BUSY'));
		expect(await failure(send(connection, 'imports.undo', undo, options))).toMatchObject({
			code: 'BUSY',
			mayBeWritten: false
		});
		expect(seen).toHaveLength(3);
	});

	test('is refused as data, with the whole problem and the words of the server', async () => {
		const problem = { code: 'PLAN_LIMIT', allowed: 25, present: 25, creates: 1 };
		const { connection, seen } = await serverOf(bad(403, 'PLAN_LIMIT', { problem }));
		expect(await send(connection, 'imports.undo', undo, options)).toEqual({
			kind: 'refused',
			problem,
			message: 'A sentence.'
		});
		expect(seen).toHaveLength(1);
	});
});

test('a lookup of many addresses goes in pieces, and asks once where there are none', async () => {
	const customers = { email: [], name: [], status: [], notes: [], creditLimit: [] };
	const answer = good({ customers, usage: { allowed: 25, present: 7 } });
	const { connection, seen } = await serverOf(answer, answer, answer);
	const { customers: calls } = clientOf(connection, 2);
	const done: number[] = [];
	expect(await calls.lookup(['a@x.co', 'b@x.co', 'c@x.co'], { onProgress: (n) => done.push(n) })).toEqual({
		customers: [],
		usage: { allowed: 25, present: 7 }
	});
	expect(done).toEqual([2, 3]);
	await calls.lookup([]);
	expect(seen.map(({ body }) => body)).toEqual([
		'{"emails":["a@x.co","b@x.co"]}',
		'{"emails":["c@x.co"]}',
		'{"emails":[]}'
	]);
});

test('a download that is refused is an error with its code', async () => {
	const { connection } = await serverOf({
		status: 401,
		body: { code: 'TOKEN_INVALID', message: 'A sentence.' },
		headers: { 'X-Request-Id': 'request-2' }
	});
	expect(await failure(download(connection, '/api/customers/export', undefined))).toMatchObject({
		code: 'TOKEN_INVALID',
		status: 401,
		message: 'A sentence.',
		requestId: 'request-2'
	});
});

test.each([
	['ftp://shop.example', 'distribu_x'],
	['shop', 'distribu_x'],
	['https://shop.example', 'two\nlines'],
	['https://shop.example', '']
])('%j with the token %j is refused before anything is sent, and the token is not repeated', (url, token) => {
	let message = '';
	try {
		connect(url, token);
	} catch (error) {
		message = String(error);
	}
	expect(message).toMatch(/TypeError/);
	if (token !== '') expect(message).not.toContain(token);
});
