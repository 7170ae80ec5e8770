import { expect, test } from 'vitest';
import { auditActionWords, auditSummary } from '../../../../src/lib/components/settings/audit-words.ts';

test('a known action has words, another one its raw name', () => {
	expect(auditActionWords('CustomerBulkImported')).toBe('Imported customers');
	expect(auditActionWords('SomethingElse')).toBe('SomethingElse');
	expect(auditActionWords('constructor')).toBe('constructor');
});

test('the numbers of an entry', () => {
	expect(auditSummary({ created: 1312, updated: 45 })).toBe('1,312 created, 45 updated');
});
