import { describe, expect, test } from 'vitest';
import {
	isFiltered,
	listAddress,
	type ListQuery,
	readListQuery,
	sortedBy
} from '../../../src/lib/customer/list-query.ts';

const first: ListQuery = { query: '', status: null, sort: 'email', direction: 'asc', cursor: null };

function read(search: string): ListQuery {
	return readListQuery(new URLSearchParams(search));
}

describe('the state of the customers list in its address', () => {
	test.each<[search: string, list: Partial<ListQuery>]>([
		['', {}],
		['?q=deli', { query: 'deli' }],
		['?status=BLOCKED', { status: 'BLOCKED' }],
		['?sort=-updatedAt', { sort: 'updatedAt', direction: 'desc' }],
		[
			'?q=a%26b&status=ACTIVE&sort=name&cursor=x',
			{ query: 'a&b', status: 'ACTIVE', sort: 'name', cursor: 'x' }
		]
	])('%s is read, and written the same again', (search, list) => {
		expect(read(search)).toEqual({ ...first, ...list });
		expect(listAddress({ ...first, ...list })).toBe(search);
	});

	test.each(['?status=blocked', '?sort=password', '?sort=-', '?sort=--email', '?q=%20%20', '?cursor='])(
		'%s makes no sense and is the list as it first appears',
		(search) => expect(read(search)).toEqual(first)
	);

	test('a search text is no longer than any address', () => {
		expect(read(`?q=${'x'.repeat(1000)}`).query).toHaveLength(254);
	});
});

describe('sorting', () => {
	test('by the same column turns the order round', () => {
		expect(sortedBy(first, 'email').direction).toBe('desc');
		expect(sortedBy(sortedBy(first, 'email'), 'email').direction).toBe('asc');
	});

	test('by time or amount starts with the newest or highest', () => {
		expect(sortedBy(first, 'updatedAt').direction).toBe('desc');
		expect(sortedBy(first, 'creditLimit').direction).toBe('desc');
		expect(sortedBy(first, 'name').direction).toBe('asc');
	});

	test('goes back to the first page, since a cursor belongs to one order', () => {
		expect(sortedBy({ ...first, cursor: 'x' }, 'name').cursor).toBeNull();
	});
});

test('only a search text or a status narrows the list', () => {
	expect(isFiltered(first)).toBe(false);
	expect(isFiltered({ ...first, sort: 'name', cursor: 'x' })).toBe(false);
	expect(isFiltered({ ...first, query: 'a' })).toBe(true);
	expect(isFiltered({ ...first, status: 'ACTIVE' })).toBe(true);
});
