import { expect, test } from 'vitest';
import {
	customerCount,
	foundSentence,
	noMatchSentence,
	totalSentence,
	usageSentence
} from '../../../../src/lib/components/customers/list-words.ts';

test('a number of customers', () => {
	expect(customerCount(0)).toBe('0 customers');
	expect(customerCount(1)).toBe('1 customer');
	expect(customerCount(1204)).toBe('1,204 customers');
});

test('how many a list has, and that a search is counted only so far (issue 6)', () => {
	expect(totalSentence({ count: 1204, isMore: false })).toBe('1,204 customers');
	expect(totalSentence({ count: 5000, isMore: true })).toBe('More than 5,000 customers');
	expect(foundSentence({ count: 12, isMore: false }, 1204)).toBe('12 of 1,204 customers');
	expect(foundSentence({ count: 5000, isMore: true }, 1_000_000)).toBe(
		'More than 5,000 of 1,000,000 customers'
	);
});

test.each([
	[
		{ plan: 'ENTERPRISE', allowed: null, present: 1204 },
		'1,204 customers · unlimited on the Enterprise plan'
	],
	[{ plan: 'GROWTH', allowed: 250, present: 100 }, '100 customers · 150 of 250 left on the Growth plan'],
	[{ plan: 'STARTER', allowed: 25, present: 25 }, '25 customers · 0 of 25 left on the Starter plan'],
	[{ plan: 'STARTER', allowed: 25, present: 30 }, '30 customers · 5 over the 25 of the Starter plan']
] as const)('%o: %s', (usage, words) => {
	expect(usageSentence(usage)).toBe(words);
});

test.each([
	[{ query: 'blu', status: null }, 'No customer matches “blu”'],
	[{ query: 'blu', status: 'BLOCKED' }, 'No customer matches “blu” and is blocked'],
	[{ query: '', status: 'ACTIVE' }, 'No customer is active']
] as const)('%o: %s', (list, words) => {
	expect(noMatchSentence(list)).toBe(words);
});
