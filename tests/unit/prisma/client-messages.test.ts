import { describe, expect, it } from 'vitest';
import { type ClientUnit, createClientReader } from '../../../prisma/embedded/client-messages.ts';

function message(type: string, body = ''): Buffer {
	const head = Buffer.alloc(5);
	head.write(type);
	head.writeInt32BE(4 + Buffer.byteLength(body), 1);
	return Buffer.concat([head, Buffer.from(body)]);
}

function packet(code: number, body = ''): Buffer {
	const head = Buffer.alloc(8);
	head.writeInt32BE(8 + Buffer.byteLength(body), 0);
	head.writeInt32BE(code, 4);
	return Buffer.concat([head, Buffer.from(body)]);
}

const startup = packet(196608, 'user\0postgres\0\0');
const question = Buffer.concat([message('P', '\0SELECT 1\0\0\0'), message('B', '\0\0'), message('E', '\0')]);
const sync = message('S');

/** Everything that a reader makes of these chunks after a startup packet. */
function readAfterStartup(...chunks: Buffer[]): ClientUnit[] {
	const reader = createClientReader();
	reader.read(startup);
	return chunks.flatMap((chunk) => reader.read(chunk));
}

describe('what a PostgreSQL client sends', () => {
	it('begins with requests and a startup packet that have no type', () => {
		const reader = createClientReader();
		expect(reader.read(packet(80877103))).toEqual([{ kind: 'encryption-request' }]);
		expect(reader.read(startup)).toEqual([{ kind: 'startup', bytes: new Uint8Array(startup) }]);
		expect(createClientReader().read(packet(80877102, 'secret!!'))).toEqual([{ kind: 'cancel-request' }]);
	});

	it('is one unit from the first message of a question to its Sync', () => {
		const whole = Buffer.concat([question, sync]);
		expect(readAfterStartup(whole)).toEqual([
			{ kind: 'messages', bytes: new Uint8Array(whole), isComplete: true }
		]);
	});

	it('is the same units however the bytes arrive', () => {
		const bytes = Buffer.concat([question, sync, message('Q', 'SELECT 2\0'), question, sync]);
		const [atOnce, oneByOne] = [[bytes], [...bytes].map((byte) => Buffer.from([byte]))];
		expect(readAfterStartup(...oneByOne)).toEqual(readAfterStartup(...atOnce));
		expect(readAfterStartup(...atOnce)).toHaveLength(3);
	});

	it('waits for the rest of a question', () => {
		expect(readAfterStartup(question, sync.subarray(0, 4))).toEqual([]);
	});

	it('is handed on at a Flush, though the question goes on', () => {
		const flushed = Buffer.concat([question, message('H')]);
		expect(readAfterStartup(flushed, sync)).toEqual([
			{ kind: 'messages', bytes: new Uint8Array(flushed), isComplete: false },
			{ kind: 'messages', bytes: new Uint8Array(sync), isComplete: true }
		]);
	});

	it('keeps large messages whole', () => {
		const large = message('Q', `SELECT '${'x'.repeat(300_000)}'\0`);
		const chunks = Array.from({ length: 5 }, (_, index) =>
			large.subarray(index * 65_536, (index + 1) * 65_536)
		);
		const units = readAfterStartup(...chunks);
		expect(units).toEqual([expect.objectContaining({ kind: 'messages', isComplete: true })]);
		expect(units[0]?.kind === 'messages' && large.equals(units[0].bytes)).toBe(true);
	});

	it('ends with Terminate, whatever follows', () => {
		expect(readAfterStartup(Buffer.concat([message('X'), sync]))).toEqual([{ kind: 'terminate' }]);
	});

	it('holds a password as text', () => {
		expect(readAfterStartup(message('p', 'pässword\0'))).toEqual([{ kind: 'password', text: 'pässword' }]);
	});

	it.each([
		['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
		['a negative length', Buffer.from([255, 255, 255, 255, 0, 3, 0, 0])]
	])('is refused when it is %s', (_, bytes) => {
		expect(() => createClientReader().read(bytes)).toThrow('not the PostgreSQL protocol');
	});
});
