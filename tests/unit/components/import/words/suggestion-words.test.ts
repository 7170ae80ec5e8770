import { expect, test } from 'vitest';
import { suggestionReason } from '../../../../../src/lib/components/import/words/suggestion-words.ts';
import type { FieldName } from '../../../../../src/lib/customer/customer.ts';
import type { MappingSuggestion } from '../../../../../src/lib/import/mapping.ts';

test.each<[FieldName, MappingSuggestion['why'], string]>([
	['email', { kind: 'values', share: 0.98 }, '98 % look like email addresses'],
	['email', { kind: 'values', share: 0.9999 }, '99 % look like email addresses'],
	['status', { kind: 'values', share: 1 }, '100 % are status words'],
	['creditLimit', { kind: 'near-name', alias: 'creditlimit' }, 'almost “Credit limit”'],
	['name', { kind: 'near-name', alias: 'contactname' }, 'almost “contactname”'],
	['notes', { kind: 'similar-name' }, 'by its name'],
	['name', { kind: 'joined' }, 'first and last name']
])('M6 %s is suggested for a reason: %j', (field, why, words) => {
	expect(suggestionReason({ field, column: 0, why })).toBe(words);
});
