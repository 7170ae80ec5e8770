import { expect, test } from 'vitest';
import { csvHeaderLine, csvLine } from '../../../../src/lib/import/csv/write-csv.ts';
import { customer } from '../../../support/core.ts';

test('E1, E2 the first line is a BOM and the canonical columns', () => {
	expect(csvHeaderLine()).toBe('\ufeffemail,name,status,notes,creditLimit\r\n');
});

test.each([
	['E2 null is empty', customer('a@x.co'), 'a@x.co,,ACTIVE,,\r\n'],
	[
		'E2 RFC 4180 quotes where they are needed',
		customer('a@x.co', { name: 'A "B", C', notes: '1\n2', status: 'BLOCKED', creditLimit: '0.00' }),
		'a@x.co,"A ""B"", C",BLOCKED,"1\n2",0.00\r\n'
	],
	['E3 escaped', customer('+a@x.co', { name: "'=x", notes: '-1' }), "'+a@x.co,''=x,ACTIVE,'-1,\r\n"],
	['two decimals', customer('a@x.co', { creditLimit: '1500.50' }), 'a@x.co,,ACTIVE,,1500.50\r\n']
])('%s', (_, one, line) => {
	expect(csvLine(one)).toBe(line);
});
