import { describe, expect, test } from 'vitest';
import type { PlanUsage } from '../../../../src/lib/customer/plan-limit.ts';
import type { ImportWarning } from '../../../../src/lib/import/issue.ts';
import { warningMessage } from '../../../../src/lib/import/messages.ts';
import { statusWords } from '../../../../src/lib/import/review/status-words.ts';
import { collectWarnings } from '../../../../src/lib/import/review/warnings.ts';
import { customer, deskOf, reviewOf } from '../../../support/core.ts';

function warningsOf(
	file: string,
	usage: PlanUsage = { allowed: null, present: 0 },
	existing = [customer('ann@x.co')]
): ImportWarning[] {
	const review = reviewOf(deskOf(file), existing);
	return collectWarnings(review, statusWords(review), usage);
}

describe('W6 the plan limit', () => {
	test('creates beyond it warn with allowed, present and new', () => {
		expect(warningsOf('email\na@x.co\nb@x.co\nann@x.co', { allowed: 25, present: 24 })).toEqual([
			{ code: 'PLAN_LIMIT', allowed: 25, present: 24, creates: 2 }
		]);
	});
	test('creates up to it, and updates over it, do not', () => {
		expect(warningsOf('email\na@x.co\nann@x.co', { allowed: 25, present: 24 })).toEqual([]);
		expect(warningsOf('email,name\nann@x.co,A', { allowed: 25, present: 30 })).toEqual([]);
	});
});

test('P6 rows with missing cells are counted', () => {
	expect(warningsOf('email,name,notes\na@x.co\nb@x.co,B,x')).toEqual([{ code: 'MISSING_CELLS', rows: 1 }]);
});

test('V3 unknown status words are listed with their count', () => {
	expect(warningsOf('email,status\na@x.co,CA\nb@x.co,closed\nc@x.co,CA\nd@x.co,active\ne@x.co,')).toEqual([
		{
			code: 'UNKNOWN_STATUS',
			count: 2,
			rows: 3,
			unblocks: 0,
			words: [
				{ word: 'CA', rows: 2, unblocks: 0 },
				{ word: 'closed', rows: 1, unblocks: 0 }
			]
		}
	]);
});

describe('V3 unknown status words that would unblock somebody', () => {
	const blocked = ['a', 'b', 'c'].map((name) => customer(`${name}@x.co`, { status: 'BLOCKED' }));

	test('say so first, with whom they would unblock', () => {
		const [warning] = warningsOf(
			'email,status\na@x.co,closed\nb@x.co,gone\nc@x.co,closed\nd@x.co,new\ne@x.co,new\nf@x.co,new',
			undefined,
			blocked
		);
		expect(warning).toEqual({
			code: 'UNKNOWN_STATUS',
			count: 3,
			rows: 6,
			unblocks: 3,
			words: [
				{ word: 'closed', rows: 2, unblocks: 2 },
				{ word: 'gone', rows: 1, unblocks: 1 },
				{ word: 'new', rows: 3, unblocks: 0 }
			]
		});
		expect(warning && warningMessage(warning)).toBe(
			'3 customers would be unblocked by status words that are not known: "closed" (2), "gone" (1). In all, 6 rows have such a word and will be read as ACTIVE.'
		);
	});

	test('known words that unblock are no such warning', () => {
		expect(warningsOf('email,status\na@x.co,active', undefined, blocked)).toEqual([]);
	});

	test('more of them than are named are mentioned', () => {
		const words = Array.from({ length: 5 }, (_, i) => ({ word: `w${i}`, rows: 1, unblocks: 1 }));
		const message = warningMessage({ code: 'UNKNOWN_STATUS', words, count: 9, rows: 9, unblocks: 6 });
		expect(message).toContain('6 customers');
		expect(message).toContain('"w4" (1) and others.');
	});
});

test('M5 a state column that is not the status is named', () => {
	expect(warningsOf('email,State\na@x.co,CA\nb@x.co,NY')).toEqual([
		{ code: 'STATE_NOT_STATUS', header: 'State' }
	]);
});

test('a long list of words, and a long word, are cut', () => {
	const rows = Array.from({ length: 28 }, (_, i) => `c${i}@x.co,${`w${i % 7}`.repeat(60)}`);
	const [warning] = warningsOf(['email,status', ...rows].join('\n'));
	const message = warning ? warningMessage(warning) : '';
	expect(message).toContain('28 rows have');
	expect(message).toContain('and 2 more');
	expect(message.length).toBeLessThan(350);
});
