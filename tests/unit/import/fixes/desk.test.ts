import { expect, test } from 'vitest';
import { checkFileRows } from '../../../../src/lib/import/check/check-rows.ts';
import { checkedRows, mapDesk, openDesk } from '../../../../src/lib/import/fixes/desk.ts';
import { noMapping } from '../../../../src/lib/import/mapping.ts';
import { tableOf } from '../../../support/core.ts';
import { checkedValues } from '../../../support/checked-values.ts';

const table = tableOf('email,a,b\nx@y.co,One,1\nX@Y.co,Two,-2\nbroken,,3.999\n');
const first = { ...noMapping, email: 0, name: 1 };

test('M7 a remap gives what checking everything anew gives', () => {
	const before = mapDesk(openDesk(table), first);
	for (const mapping of [
		first,
		{ ...first, creditLimit: 2 },
		{ ...noMapping, email: 1, notes: 2 },
		noMapping
	]) {
		const rows = checkedRows(mapDesk(before, mapping));
		const fresh = checkFileRows(table, mapping);
		expect(rows).toMatchObject({ rowNumbers: fresh.rowNumbers, problems: fresh.problems });
		expect(checkedValues(rows.columns)).toEqual(checkedValues(fresh.columns));
	}
});

test('M7 a remap reads only the fields whose column is another', () => {
	const before = mapDesk(openDesk(table), first);
	const after = mapDesk(before, { ...first, name: null, notes: 1, creditLimit: 2 });
	expect(after.columns.email).toBe(before.columns.email);
	expect(after.columns.name).toBeUndefined();
	expect(after.columns.notes).not.toBe(before.columns.name);
});
