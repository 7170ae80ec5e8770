import { expect, test } from 'vitest';
import { assignColumn } from '../../../../src/lib/import/columns/assign-column.ts';
import { noMapping } from '../../../../src/lib/import/mapping.ts';

const mapping = { ...noMapping, email: 0, notes: 2 };

test('M7 a field gets a free column, and nobody loses one', () => {
	expect(assignColumn(mapping, 'name', 1)).toEqual({ mapping: { ...mapping, name: 1 }, takenFrom: null });
});

test('M7 a column that another field has is taken from it', () => {
	expect(assignColumn(mapping, 'name', 2)).toEqual({
		mapping: { ...mapping, name: 2, notes: null },
		takenFrom: 'notes'
	});
});

test('M7 "don\'t import" takes nothing from anyone', () => {
	expect(assignColumn(mapping, 'notes', null)).toEqual({
		mapping: { ...mapping, notes: null },
		takenFrom: null
	});
});

test('M7 choosing the same column again changes nothing', () => {
	expect(assignColumn(mapping, 'notes', 2)).toEqual({ mapping, takenFrom: null });
});
