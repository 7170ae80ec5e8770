import { expect, test } from 'vitest';
import { countFarTooMany } from '../../../../src/lib/import/read/count-rows.ts';
import { readCsv } from '../../../../src/lib/import/read/read-csv.ts';
import { bytesOf } from '../../../support/core.ts';

const limits = { maxBytes: 1_000_000, maxRows: 2 };

/** A header and so many rows, with blank ones between. */
function lines(rows: number, end: string): string {
	return `email,name${end}${`${end}, ,\t${end}a@x.co,A`.repeat(rows)}${end}`;
}

test.each(['\n', '\r\n', '\r'])(
	'I30 rows that are far too many are counted without reading them (%j)',
	(end) => {
		expect(countFarTooMany(lines(21, end), ',', 2)).toBe(21);
		expect(readCsv(bytesOf(lines(21, end)), {}, limits)).toEqual({
			kind: 'unreadable',
			problem: { code: 'FILE_TOO_MANY_ROWS', rows: 21, maxRows: 2 }
		});
	}
);

test('where they may be fewer, the file is read: few rows among blank ones, or quotes around line ends', () => {
	expect(countFarTooMany(lines(20, '\n'), ',', 2)).toBeNull();
	expect(countFarTooMany(`email\na@x.co\n${',\n'.repeat(100)}`, ',', 2)).toBeNull();
	expect(countFarTooMany(`email,notes\na@x.co,"${'line\n'.repeat(100)}"`, ',', 2)).toBeNull();
});
