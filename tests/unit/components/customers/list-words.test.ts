import { expect, test } from 'vitest';
import {
	customerCount,
	noMatchSentence,
	usageSentence
} from '../../../../src/lib/components/customers/list-words.ts';

test('a number of customers', () => {
	expect(customerCount(0)).toBe('0 customers');
	expect(customerCount(1)).toBe('1 customer');
	expect(customerCount(1204)).toBe('1,204 customers');
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
