import { describe, expect, test } from 'vitest';
import { warningMessage } from '../../../src/lib/import/messages.ts';
import { proposeMapping } from '../../../src/lib/import/match-headers.ts';
import { collectWarnings } from '../../../src/lib/import/warnings.ts';
import type { ImportWarning } from '../../../src/lib/import/issue.ts';
import type { PlanUsage } from '../../../src/lib/customer/plan-limit.ts';
import { customer, planOf, tableOf } from '../../support/core.ts';

function warningsOf(
	file: string,
	usage: PlanUsage = { allowed: null, present: 0 },
	existing = [customer('ann@x.co')]
): ImportWarning[] {
	const table = tableOf(file);
	return collectWarnings(table, proposeMapping(table).mapping, planOf(file, existing), usage);
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
			rows: 3,
			words: [
				{ word: 'CA', rows: 2 },
				{ word: 'closed', rows: 1 }
			]
		}
	]);
});

test('M5 a state column that is not the status is named', () => {
	expect(warningsOf('email,State\na@x.co,CA\nb@x.co,NY')).toEqual([
		{ code: 'STATE_NOT_STATUS', header: 'State' }
	]);
});

test('a long list of words, and a long word, are cut', () => {
	const words = Array.from({ length: 7 }, (_, i) => ({ word: `${i}`.repeat(60), rows: 7 - i }));
	const message = warningMessage({ code: 'UNKNOWN_STATUS', words, rows: 28 });
	expect(message).toContain('and 2 more');
	expect(message.length).toBeLessThan(350);
});
