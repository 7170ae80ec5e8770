import { describe, expect, test } from 'vitest';
import type { Customer } from '../../../../src/lib/customer/customer.ts';
import { statusWordKey, statusWords } from '../../../../src/lib/import/review/status-words.ts';
import { customer, deskOf, fixed, reviewOf } from '../../../support/core.ts';

function fileOf(words: string[]): string {
	return ['email,status', ...words.map((word, i) => `c${i}@x.co,"${word}"`)].join('\n');
}

function blocked(...indices: number[]): Customer[] {
	return indices.map((i) => customer(`c${i}@x.co`, { status: 'BLOCKED' }));
}

test('V3 each word with its rows, what it becomes, whether it is known and whom it unblocks', () => {
	const file = fileOf(['active', 'CA', 'blocked', 'closed', 'CA', 'closed', 'gone', 'active', 'active', '0']);
	expect(statusWords(reviewOf(deskOf(file), blocked(0, 2, 3, 5, 6)))).toEqual({
		count: 6,
		unknown: { count: 3, rows: 5, unblocks: 3 },
		words: [
			{ word: 'closed', rows: 2, becomes: 'ACTIVE', isKnown: false, unblocks: 2 },
			{ word: 'gone', rows: 1, becomes: 'ACTIVE', isKnown: false, unblocks: 1 },
			{ word: 'CA', rows: 2, becomes: 'ACTIVE', isKnown: false, unblocks: 0 },
			{ word: 'active', rows: 3, becomes: 'ACTIVE', isKnown: true, unblocks: 1 },
			{ word: 'blocked', rows: 1, becomes: 'BLOCKED', isKnown: true, unblocks: 0 },
			{ word: '0', rows: 1, becomes: 'BLOCKED', isKnown: true, unblocks: 0 }
		]
	});
});

describe('V3 what is one word', () => {
	test('alike but for case and surrounding space: as first written', () => {
		const { words, count } = statusWords(
			reviewOf(deskOf(fileOf([' Ca ', 'CA', 'ca\u00a0', 'BLOCKED', 'Blocked'])))
		);
		expect(count).toBe(2);
		expect(words.map(({ word, rows }) => [word, rows])).toEqual([
			['Ca', 3],
			['BLOCKED', 2]
		]);
	});
	test('empty cells are none', () => {
		expect(statusWords(reviewOf(deskOf(fileOf(['', ' ', '\u00a0']))))).toMatchObject({ words: [], count: 0 });
	});
	test('long ones are cut, and alike as far as they are shown, so that one can be asked for by what is shown', () => {
		const long = 'x'.repeat(60);
		const { words } = statusWords(reviewOf(deskOf(fileOf([`${long}1`, `${long}2`]))));
		expect(words).toMatchObject([{ word: `${'x'.repeat(39)}…`, rows: 2 }]);
		expect(statusWordKey(`${long}3`)).toBe(statusWordKey(words[0]?.word ?? ''));
	});
});

test('V3 a word that is turned into BLOCKED is that one', () => {
	const desk = fixed(deskOf(fileOf(['Closed', 'closed ', 'CA'])), { kind: 'block-word', word: 'Closed' });
	expect(statusWords(reviewOf(desk)).words.map(({ word, rows, becomes }) => [word, rows, becomes])).toEqual([
		['CA', 1, 'ACTIVE'],
		['BLOCKED', 2, 'BLOCKED']
	]);
});

test('W4 rows that are left out do not count', () => {
	const desk = fixed(deskOf(fileOf(['CA', 'CA'])), { kind: 'set-aside', rows: [2] });
	expect(statusWords(reviewOf(desk)).words).toMatchObject([{ word: 'CA', rows: 1 }]);
});

test('V3 rows with issues count, and unblock nobody', () => {
	const file = 'email,status,limit\nc0@x.co,CA,x';
	expect(statusWords(reviewOf(deskOf(file), blocked(0))).words).toMatchObject([{ rows: 1, unblocks: 0 }]);
});

test('there is none without a status column', () => {
	expect(statusWords(reviewOf(deskOf(fileOf(['CA']), { status: null })))).toEqual({
		words: [],
		count: 0,
		unknown: { count: 0, rows: 0, unblocks: 0 }
	});
});

test('of many words the first 50 are listed and all are counted', () => {
	const words = Array.from({ length: 60 }, (_, i) => `w${i}`);
	const found = statusWords(reviewOf(deskOf(fileOf([...words, 'w59'])), blocked(58)));
	expect([found.words.length, found.count, found.unknown]).toEqual([
		50,
		60,
		{ count: 60, rows: 61, unblocks: 1 }
	]);
	expect(found.words.slice(0, 3).map(({ word }) => word)).toEqual(['w58', 'w59', 'w0']);
});
