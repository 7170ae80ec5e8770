import { describe, expect, test } from 'vitest';
import {
	derivedName,
	fixTitle,
	replacedWords,
	statusTitle,
	suggestionTitle,
	unblocksSentence
} from '../../../../../src/lib/components/import/words/fix-words.ts';
import type { FixSummary, SuggestionReason } from '../../../../../src/lib/import/fix.ts';
import type { AdoptedFixes } from '../../../../../src/lib/import/worker-api.ts';
import { reviewSummary } from '../../../../support/import-pieces.ts';

describe('W4 a group of suggestions says what is wrong, and how often', () => {
	const reasons: SuggestionReason[] = [
		'amount',
		'invisible',
		'mailto',
		'name-and-address',
		'inner-space',
		'trailing-mark'
	];
	test.each(reasons)('%s', (reason) => {
		const field = reason === 'amount' ? 'creditLimit' : 'email';
		const many = suggestionTitle({ field, reason, count: 1204, first: [] });
		const one = suggestionTitle({ field, reason, count: 1, first: [] });
		expect(many).toMatch(/^1,204 (emails|credit limits) with /);
		expect(one).toMatch(/^1 (email|credit limit) with /);
	});

	test('a domain that may be mistyped is named once, and nothing is claimed', () => {
		const first = ['ann', 'ben'].map((name, index) => ({
			row: index + 2,
			before: `${name}@gmial.com`,
			after: `${name}@gmail.com`
		}));
		expect(suggestionTitle({ field: 'email', reason: 'near-domain', count: 2, first })).toBe(
			'2 addresses may be mistyped: gmial.com → gmail.com'
		);
	});
});

describe('W4 each fix is listed in words', () => {
	const one = { row: 12, before: '$1', after: '1' };
	const fix: FixSummary = {
		id: 1,
		kind: 'cells',
		reason: 'amount',
		column: 'Credit limit',
		count: 12,
		first: [one]
	};

	test.each([
		[{}, 'Credit limit, 12 rows: currency signs and separators'],
		[{ count: 1 }, 'Credit limit, row 12: currency signs and separators'],
		[{ reason: 'typed', column: 'Email', count: 1 }, 'Email, row 12: typed here'],
		[{ reason: 'status-word', column: 'Status', count: 3 }, 'Status, 3 rows: read as Blocked'],
		[{ kind: 'set-aside', reason: null, column: '', count: 3 }, '3 rows left out'],
		[{ kind: 'set-aside', reason: null, column: '', count: 1 }, 'Row 12 left out']
	] as [Partial<FixSummary>, string][])('%o', (changes, words) => {
		expect(fixTitle({ ...fix, ...changes })).toBe(words);
	});
});

describe('W4 what another file did', () => {
	function words(issues: [before: number, after: number], adopted: AdoptedFixes | null = null) {
		const [before, after] = issues.map((issueCount) => reviewSummary({ issueCount }));
		if (!before || !after) throw new Error('two reviews are compared');
		return replacedWords({ kind: 'replaced', before, after, adopted, run: null });
	}

	test.each([
		[[14, 2], 'The file was replaced: 14 issues → 2.'],
		[[1, 0], 'The file was replaced: 1 issue → none.'],
		[[0, 3], 'The file was replaced: 0 issues → 3.'],
		[[3, 3], 'The file was replaced: still 3 issues.'],
		[[0, 0], 'The file was replaced: no issues.']
	] as [[number, number], string][])('%o issues', (issues, title) => {
		expect(words(issues).title).toBe(title);
	});

	test.each([
		[
			{ kept: 3, settled: 2, dropped: 1 },
			'3 fixes made again, 2 no longer needed (the file has them), 1 no longer fits.'
		],
		[{ kept: 0, settled: 1, dropped: 0 }, '1 fix no longer needed (the file has it).'],
		[{ kept: 0, settled: 0, dropped: 2 }, '2 fixes no longer fit.'],
		[{ kept: 0, settled: 0, dropped: 0 }, ''],
		[null, '']
	] as [AdoptedFixes | null, string][])('%o', (adopted, text) => {
		expect(words([1, 1], adopted).text).toBe(text);
	});
});

describe('V3 unknown status words', () => {
	const warning = { code: 'UNKNOWN_STATUS' as const, words: [], count: 2, rows: 5, unblocks: 0 };
	const word = { word: 'vip', rows: 5, becomes: 'ACTIVE', isKnown: false } as const;

	test('are counted, with what becomes of them', () => {
		expect(statusTitle(warning)).toBe('2 unknown statuses, read as Active');
	});

	test('say louder whom they would unblock', () => {
		expect(statusTitle({ ...warning, count: 1, unblocks: 3 })).toBe(
			'1 unknown status, read as Active: 3 customers would be unblocked'
		);
		expect(unblocksSentence({ ...word, unblocks: 3 })).toBe('would unblock 3 customers');
		expect(unblocksSentence({ ...word, unblocks: 0 })).toBe('');
	});
});

describe('W5 a file made of the own one keeps its name', () => {
	test.each([
		['customers.csv', 'customers-corrected.csv'],
		['customers-corrected.csv', 'customers-corrected.csv'],
		['Liste 2.Quartal.TSV', 'Liste 2.Quartal-corrected.TSV'],
		['customers.xlsx', 'customers-corrected.csv'],
		['customers', 'customers-corrected.csv'],
		['J. Doe', 'J. Doe-corrected.csv'],
		['.csv', 'customers-corrected.csv']
	])('%s', (name, corrected) => {
		expect(derivedName(name, 'corrected')).toBe(corrected);
	});

	test('rows left out', () => {
		expect(derivedName('customers.csv', 'left-out')).toBe('customers-left-out.csv');
	});
});
