import { expect, test } from 'vitest';
import {
	KeyMap,
	type ListDeed,
	helpKey,
	lookKeys,
	moveKeys
} from '../../../../../src/lib/components/import/rows/key-map.ts';

const map = new KeyMap<ListDeed>([
	moveKeys,
	lookKeys(['all', 'created', 'updated']),
	{ title: 'Help', keys: [helpKey] }
]);

test('3.9 a list of rows has a digit for each filter, and says which', () => {
	expect(map.names('filter', true)).toEqual(['1', '2', '3']);
	const filter = map.groups.flatMap(({ keys }) => keys).find(({ deed }) => deed === 'filter');
	expect(filter?.words).toBe('Show all, created, updated');
});

test('2.1.4 with characters off there is still a way through the rows and back', () => {
	for (const deed of ['row-next', 'row-previous', 'list-first', 'list-last', 'details', 'leave'] as const) {
		expect(map.names(deed, false)).not.toEqual([]);
	}
	expect(map.shortcuts('filter', false)).toBeUndefined();
	expect(map.shortcuts('search', false)).toBeUndefined();
});
