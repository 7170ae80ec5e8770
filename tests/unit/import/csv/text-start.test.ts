import { expect, test } from 'vitest';
import { readTextStart } from '../../../../src/lib/import/csv/text-start.ts';
import { tableOf } from '../../../support/core.ts';

test.each([
	['email,name\n', undefined, 0],
	['', undefined, 0],
	['sep=;\nemail', ';', 6],
	['"SEP=\t"\r\nemail', '\t', 9],
	['sep=|\remail', '|', 6],
	['sep=;', ';', 5],
	['\ufeffsep=;\n\ufeffemail', ';', 8],
	['\ufeff\ufeffemail', undefined, 2],
	// A quote separates nothing, and two characters are no delimiter.
	['sep="\nemail', undefined, 0],
	['sep=;;\nemail', undefined, 0],
	['email\nsep=;\n', undefined, 0]
])('P1, P2 what stands in front of the first row: %j', (text, separator, length) => {
	expect(readTextStart(text)).toEqual({ separator, length });
});

test('P2 a byte order mark that was written twice is no part of the first header', () => {
	expect(tableOf('\ufeff\ufeff"email",name\na@x.co,"A\r\nB"').header).toEqual(['email', 'name']);
});
