import { expect, test } from 'vitest';
import {
	auditActionWords,
	auditActions,
	auditSummary
} from '../../../../src/lib/components/settings/audit-words.ts';
import { importedAction } from '../../../../src/lib/server/import/record-import.ts';
import { revertedAction } from '../../../../src/lib/server/import/record-undo.ts';
import { tokenMadeAction, tokenRevokedAction } from '../../../../src/lib/server/tokens/record-token.ts';

test('a known action has words, another one its raw name', () => {
	expect(auditActionWords('CustomerBulkImported')).toBe('Imported customers');
	expect(auditActionWords('CustomerBulkImportReverted')).toBe('Undid an import');
	expect(auditActionWords('SomethingElse')).toBe('SomethingElse');
	expect(auditActionWords('constructor')).toBe('constructor');
});

test('D1, H2: every action that is written has words', () => {
	expect(auditActions.map(({ action }) => action)).toEqual([
		importedAction,
		revertedAction,
		tokenMadeAction,
		tokenRevokedAction
	]);
});

test('the numbers of an entry, in one order whatever order they are stored in', () => {
	expect(auditSummary('CustomerBulkImported', { created: 1312, updated: 45 })).toBe(
		'1,312 created, 45 updated'
	);
	expect(auditSummary('CustomerBulkImportReverted', { kept: 3, removed: 38, restored: 412 })).toBe(
		'412 restored, 38 removed, 3 kept'
	);
	expect(auditSummary('SomethingElse', { done: 1 })).toBe('');
});

test('an entry about a token tells its name and what it may be used for', () => {
	const metadata = {
		name: 'nightly sync',
		scopes: ['customers:read', 'imports:apply'],
		expiresAt: '2027-01-01'
	};
	expect(auditSummary('API_TOKEN_CREATED', metadata)).toBe('nightly sync: customers:read, imports:apply');
	expect(auditSummary('API_TOKEN_REVOKED', metadata)).toBe('nightly sync: customers:read, imports:apply');
});
