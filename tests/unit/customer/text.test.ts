import { describe, expect, test } from 'vitest';
import { codePointLength, isStorable, readText, trimText } from '../../../src/lib/customer/text.ts';

describe('V1 trims Unicode white space, NBSP and BOM at both ends, and nothing inside', () => {
	// Every character with the Unicode property White_Space, and U+FEFF.
	const spaces =
		'\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
	test.each([...spaces].map((space) => [space.codePointAt(0)?.toString(16), space]))('U+%s', (_, space) => {
		expect(trimText(`${space}a${space}b${space}`)).toBe(`a${space}b`);
	});

	test('zero-width characters are not white space', () => {
		expect(trimText('\u200ba\u200b')).toBe('\u200ba\u200b');
	});

	test('a long run of spaces inside is no trap', () => {
		const text = ` x${' '.repeat(1_000_000)}y `;
		expect(trimText(text)).toHaveLength(1_000_002);
	});
});

describe('C1 lengths are code points', () => {
	test.each([
		['', 0],
		['abc', 3],
		['ä', 1],
		['a\u0308', 2],
		['😀', 1],
		['👨‍👩‍👧', 5],
		['\ud83d', 1],
		['\ud83d\ud83d\ude00', 2]
	])('%j has %i', (text, length) => {
		expect(codePointLength(text)).toBe(length);
	});

	test('V5 a name of 100 emoji is in, of 101 is out', () => {
		expect(readText('😀'.repeat(100), 100, 'NAME_TOO_LONG')).toEqual({ ok: true, value: '😀'.repeat(100) });
		expect(readText('😀'.repeat(101), 100, 'NAME_TOO_LONG')).toEqual({
			ok: false,
			code: 'NAME_TOO_LONG',
			length: 101
		});
	});

	test('V5 the length is counted after trimming', () => {
		expect(readText(` ${'a'.repeat(100)} `, 100, 'NAME_TOO_LONG').ok).toBe(true);
	});
});

test('V5 line ends are stored as \\n', () => {
	expect(readText('a\r\nb\rc\nd', 100, 'NOTES_TOO_LONG')).toEqual({ ok: true, value: 'a\nb\nc\nd' });
});

describe('F13 what PostgreSQL cannot store is an issue', () => {
	test.each(['a\0b', 'a\ud83db', 'a\ude00b', '\ude00\ud83d'])('%j', (text) => {
		expect(isStorable(text)).toBe(false);
		expect(readText(text, 100, 'NAME_TOO_LONG')).toEqual({ ok: false, code: 'TEXT_NOT_STORABLE' });
	});

	test('pairs are stored', () => {
		expect(isStorable('😀é')).toBe(true);
	});
});
