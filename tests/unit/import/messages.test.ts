import { describe, expect, test } from 'vitest';
import {
	applyProblemMessage,
	confirmationMessage,
	fileProblemMessage,
	issueMessage
} from '../../../src/lib/import/messages.ts';
import { planOf } from '../../support/core.ts';

test('F9 no issue repeats what the cell holds', () => {
	const secret = 'Zebra4711';
	const { issues } = planOf(
		[
			'email,name,notes,limit',
			`${secret},${secret.repeat(20)},${secret.repeat(300)},${secret}`,
			`${secret}\u200b,${secret}\0,${secret},-4711`,
			`a@${secret}.co,,,47.11111`,
			`a@${secret}.co,,,47110000000000`,
			`a@x.co,"${secret},x`,
			`b@x.co,,,,${secret}`
		].join('\n')
	);
	expect(issues.length).toBeGreaterThan(9);
	for (const issue of issues) {
		expect(issueMessage(issue)).toMatch(/[.?]$|name@company\.com$/);
		expect(issueMessage(issue)).not.toMatch(/zebra|4711/i);
	}
});

describe('I2, A3, A4 messages carry the actual figures', () => {
	test.each([
		[{ code: 'FILE_TOO_LARGE', bytes: 3_565_158, maxBytes: 2_097_152 } as const, ['3.4 MB', '2 MB']],
		[{ code: 'FILE_TOO_LARGE', bytes: 2_097_153, maxBytes: 2_097_152 } as const, ['2,097,153', '2,097,152']],
		[
			{ code: 'FILE_XLSX_TOO_LARGE', bytes: 146_800_640, maxBytes: 104_857_600 } as const,
			['140 MB', '100 MB']
		],
		[{ code: 'FILE_TOO_MANY_ROWS', rows: 6120, maxRows: 5000 } as const, ['6,120', '5,000']]
	])('%o', (problem, figures) => {
		for (const figure of figures) expect(fileProblemMessage(problem)).toContain(figure);
	});

	test('the plan limit', () => {
		const message = applyProblemMessage({ code: 'PLAN_LIMIT', allowed: 250, present: 240, creates: 12 });
		expect(message).toBe(
			"12 new customers won't fit: your plan allows 250, you have 240 (10 free). Updates don't count. Nothing was imported."
		);
	});

	test('an over-full plan has nothing free', () => {
		expect(applyProblemMessage({ code: 'PLAN_LIMIT', allowed: 25, present: 40, creates: 1 })).toContain(
			'0 free'
		);
	});
});

describe('W9 an unusual size is named', () => {
	const example = { row: 12, from: '1000.00', to: '10000.00' };
	test.each([
		[{ code: 'MANY_CHANGES', updates: 412, customers: 1204 }, '412 of your 1,204 customers will change.'],
		[{ code: 'MANY_BLOCKED', rows: 14 }, '14 customers will be blocked.'],
		[{ code: 'MANY_BLOCKED', rows: 1 }, '1 customer will be blocked.'],
		[{ code: 'MANY_UNBLOCKED', rows: 1100 }, '1,100 customers will be unblocked.'],
		[
			{ code: 'TENFOLD_LIMIT', rows: 3, example },
			'3 credit limits change tenfold or more, such as on row 12: 1,000.00 → 10,000.00.'
		],
		[
			{ code: 'TENFOLD_LIMIT', rows: 1, example },
			'1 credit limit changes tenfold or more, on row 12: 1,000.00 → 10,000.00.'
		]
	] as const)('%o', (confirmation, words) => {
		expect(confirmationMessage(confirmation)).toBe(words);
	});
});
