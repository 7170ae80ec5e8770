import { expect, test } from 'vitest';
import { findPanic } from '../../../prisma/embedded/panic.ts';

/** A message of PostgreSQL's protocol: its type, its length, its body. */
function message(type: string, body: string): Buffer {
	const head = Buffer.alloc(5);
	head.write(type);
	head.writeInt32BE(4 + Buffer.byteLength(body), 1);
	return Buffer.concat([head, Buffer.from(body)]);
}

function problem(severity: string, text: string): Buffer {
	return message('E', `S${severity}\0V${severity}\0C53100\0M${text}\0\0`);
}

test('E08: a panic is found behind other messages, with its code', () => {
	const answer = Buffer.concat([message('2', ''), message('C', 'UPDATE 1\0'), problem('PANIC', 'disk full')]);
	expect(findPanic(answer)?.message).toBe('PANIC 53100');
});

test('E08: the error of a statement, and the word in a row, are no panic', () => {
	const row = message('D', 'E\0\0\0SPANIC\0VPANIC\0C53100\0');
	const answer = Buffer.concat([row, problem('ERROR', 'VPANIC'), message('Z', 'I')]);
	expect(findPanic(answer)).toBeNull();
	expect(findPanic(Buffer.alloc(0))).toBeNull();
});
