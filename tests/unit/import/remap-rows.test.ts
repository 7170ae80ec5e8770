import { expect, test } from 'vitest';
import { checkFileRows } from '../../../src/lib/import/check-rows.ts';
import { noMapping } from '../../../src/lib/import/mapping.ts';
import { distinctEmails, remapRows } from '../../../src/lib/import/remap-rows.ts';
import { tableOf } from '../../support/core.ts';

const table = tableOf('email,a,b\nx@y.co,One,1\nX@Y.co,Two,-2\nbroken,,3.999\n');
const first = { ...noMapping, email: 0, name: 1 };

test('a remap gives what checking everything anew gives', () => {
	const before = remapRows(table, null, first);
	for (const mapping of [
		first,
		{ ...first, creditLimit: 2 },
		{ ...noMapping, email: 1, notes: 2 },
		noMapping
	]) {
		expect(remapRows(table, before, mapping)).toEqual({ mapping, rows: checkFileRows(table, mapping) });
	}
});

test('a remap reads only the fields whose column is another', () => {
	const before = remapRows(table, null, first);
	const after = remapRows(table, before, { ...first, name: null, notes: 1, creditLimit: 2 });
	expect(after.rows.columns.email).toBe(before.rows.columns.email);
	expect(after.rows.columns.name).toBeUndefined();
	expect(after.rows.columns.notes).not.toBe(before.rows.columns.name);
});

test('I4 each valid address is looked up once, as it is stored', () => {
	expect(distinctEmails(remapRows(table, null, first).rows)).toEqual(['x@y.co']);
});

test('I4 without an email column there is nothing to look up', () => {
	expect(distinctEmails(remapRows(table, null, noMapping).rows)).toEqual([]);
});
