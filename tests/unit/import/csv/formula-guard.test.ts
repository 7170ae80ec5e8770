import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { escapeFormula, unescapeFormula } from '../../../../src/lib/import/csv/formula-guard.ts';

describe('E3, T06 cells that a spreadsheet would run get one apostrophe', () => {
	test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '＝1', '＋1', '－1', '＠x', "'=1", "''+1"])(
		'%j',
		(text) => {
			expect(escapeFormula(text)).toBe(`'${text}`);
			expect(unescapeFormula(`'${text}`)).toBe(text);
		}
	);
	test.each(['', 'a=1', "'tis", "''", '1-2', ' =1', "' =1"])('%j is left alone', (text) => {
		expect(escapeFormula(text)).toBe(text);
		expect(unescapeFormula(text)).toBe(text);
	});
	test("a text that starts with = in another system's file is not touched", () => {
		expect(unescapeFormula('=1+1')).toBe('=1+1');
	});
});

const nasty = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '＝', 'a', ' ') });
property.prop([fc.oneof(nasty, fc.string({ unit: 'binary' }))])(
	'E3, T06 no character is lost and no formula runs',
	(text) => {
		expect(unescapeFormula(escapeFormula(text))).toBe(text);
		expect(escapeFormula(text)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
	}
);
