import { expect, test } from 'vitest';
import { shortenText } from '../../../src/lib/import/shorten-text.ts';

test('text that fits stays as it is', () => {
	expect(shortenText('abc', 3)).toBe('abc');
});

test('longer text is cut and says so', () => {
	expect(shortenText('abcd', 3)).toBe('ab…');
});

test('no character is cut in half', () => {
	expect(shortenText('a😀bc', 3)).toBe('a…');
});
