import { beforeEach, describe, expect, test } from 'vitest';
import { fixDesk } from '../../../src/lib/import/review/fix-desk.ts';
import { reviewDesk } from '../../../src/lib/import/review/review.ts';
import type { FixRequest } from '../../../src/lib/import/fix.ts';
import { type Desk, mapDesk, openDesk, passRows } from '../../../src/lib/import/fixes/desk.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { clearEmptyCells, noMapping } from '../../../src/lib/import/mapping.ts';
import { readCsv } from '../../../src/lib/import/read/read-csv.ts';
import { type LookupQueue, createLookupQueue } from '../../../workers/lookup-queue.ts';

let queue: LookupQueue;

beforeEach(() => {
	queue = createLookupQueue();
});

function deskOf(content: string): Desk {
	const read = readCsv(new TextEncoder().encode(content), {}, defaultLimits.file);
	if (read.kind !== 'table') throw new Error(read.problem.code);
	return mapDesk(openDesk(read.table), { ...noMapping, email: 0, name: 1 });
}

function fixed(desk: Desk, request: FixRequest): Desk {
	const review = reviewDesk(desk, noCustomers(), { emptyCells: clearEmptyCells });
	return fixDesk(desk, review, request);
}

function noCustomers(): Parameters<typeof reviewDesk>[1] {
	return new Map();
}

/** Looks everything up that is to be, a few at once. */
function lookUp(desk: Desk, atOnce = 2): string[][] {
	const asked: string[][] = [];
	for (let left = queue.fill(desk); left > 0; left -= asked.at(-1)?.length ?? left) {
		asked.push(queue.take(atOnce));
		queue.answer(asked.at(-1) ?? []);
	}
	return asked;
}

const file = 'email,name,other\na@x.co,A,o@x.co\nb@x.co,B,\na@x.co,A again,\nbroken,C,\nd@x.co,D,d@x.co\n';

describe('I4 addresses to look up', () => {
	test('are those of the rows, each once, in pieces and in their order', () => {
		expect(lookUp(deskOf(file))).toEqual([['a@x.co', 'b@x.co'], ['d@x.co']]);
		expect(queue.take(5)).toEqual([]);
	});

	test('are none without an email column, whatever was asked before', () => {
		const desk = deskOf(file);
		expect(queue.fill(desk)).toBe(3);
		expect(queue.fill(mapDesk(desk, noMapping))).toBe(0);
		expect(queue.take(5)).toEqual([]);
	});

	test('come again where they were never answered, and only those', () => {
		const desk = deskOf(file);
		expect(queue.fill(desk)).toBe(3);
		queue.answer(queue.take(1));
		expect(queue.take(1)).toEqual(['b@x.co']);
		expect(queue.fill(desk)).toBe(2);
		expect(queue.take(5)).toEqual(['b@x.co', 'd@x.co']);
	});

	test('are none after a change of another field, and those of the other column after one of the email column', () => {
		const desk = deskOf(file);
		lookUp(desk);
		expect(lookUp(mapDesk(desk, { ...desk.mapping, name: null }))).toEqual([]);
		expect(lookUp(mapDesk(desk, { ...noMapping, email: 2 }), 9)).toEqual([['o@x.co', 'd@x.co']]);
		expect(lookUp(mapDesk(desk, { ...noMapping, email: 0 }))).toEqual([]);
	});

	test('are those of fixed rows that are new, once', () => {
		const desk = deskOf(file);
		lookUp(desk);
		const first = fixed(desk, { kind: 'edit', row: 5, field: 'email', text: 'new@x.co' });
		expect(lookUp(first)).toEqual([['new@x.co']]);
		expect(lookUp(first)).toEqual([]);
		const name = fixed(first, { kind: 'edit', row: 2, field: 'name', text: 'Ann' });
		expect(lookUp(name)).toEqual([]);
		const undone = fixed(name, { kind: 'undo-all' });
		expect(lookUp(undone)).toEqual([]);
		expect(lookUp(fixed(undone, { kind: 'edit', row: 2, field: 'email', text: 'new@x.co' }))).toEqual([]);
	});

	test('of rows that are left out are none, until they are brought back', () => {
		const aside = fixed(deskOf(file), { kind: 'set-aside', rows: [3] });
		expect(lookUp(aside, 9)).toEqual([['a@x.co', 'd@x.co']]);
		expect(lookUp(fixed(aside, { kind: 'undo-all' }))).toEqual([['b@x.co']]);
	});

	test('of rows that are imported are none when all is looked up anew (I30)', () => {
		const desk = deskOf(file);
		lookUp(desk);
		queue.clear();
		expect(lookUp(passRows(desk, { throughRow: 3, leftOut: [] }), 9)).toEqual([['a@x.co', 'd@x.co']]);
	});
});
