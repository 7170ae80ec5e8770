import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { hasTwoRows } from '../../../src/lib/browser/incoming-file.ts';

describe('I1 cells of a spreadsheet are a file from a header and one row on', () => {
	test.each([
		['email\tname\nann@x.co\tAnn', true],
		['email\r\nann@x.co\r\n', true],
		['email\rann@x.co', true],
		['email,name\nann@x.co,Ann', true],
		['\n\nemail\n\nann@x.co', true],
		['email\tnotes\n\nann@x.co\t"two\nlines"', true],
		['email\tname\tlimit', false],
		['email\n', false],
		['\t\t\n\t\nemail\n', false],
		['"one cell\nof two lines"', false],
		['"one cell\nof ""two"" lines"\n', false],
		['ann@x.co\t"one row\nof two lines"\t"and\nmore"', false],
		['"not closed\nso two rows', true],
		['5" pipe\n6" pipe', true]
	])('%j', (text, expected) => {
		expect(hasTwoRows(text)).toBe(expected);
	});

	const cell = fc
		.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r', ' ') })
		.map((text) => `x${text}`);
	property.prop([fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 3 })])(
		'as a spreadsheet writes them',
		(rows) => {
			const text = rows.map((row) => row.map(quoted).join('\t')).join('\r\n');
			expect(hasTwoRows(text)).toBe(rows.length >= 2);
		}
	);
});

/** As a spreadsheet quotes a cell that it copies. */
function quoted(text: string): string {
	return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
