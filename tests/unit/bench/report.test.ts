import { expect, test } from 'vitest';
import { atMost } from '../../bench/goal.ts';
import { duration, goalTable, worseList } from '../../bench/report.ts';

const goal = atMost(2.5, 'F', { what: 'file → plan', measured: '90 ms, F 30 ms', ratio: 3 });

test('the table of goals says what was promised, what was measured and whether it was met', () => {
	expect(goalTable([goal, { ...goal, ratio: 12.3, met: true }]).split('\n')).toEqual([
		'| what | goal | measured | ratio | met? |',
		'| --- | --: | --: | --: | --- |',
		'| file → plan | ≤ 2.5 F | 90 ms, F 30 ms | 3.00 | **not met** |',
		'| file → plan | ≤ 2.5 F | 90 ms, F 30 ms | 12 | met |'
	]);
});

test('lines of several parts say by which, and when', () => {
	expect(goalTable([{ ...goal, part: 'core', date: '2026-11-23' }])).toMatch(/\| core, 2026-11-23 \|$/);
});

test('what got worse is listed with the ratio before and now', () => {
	expect(worseList([{ now: goal, before: { ...goal, ratio: 2 } }])).toBe('- file → plan: 2.00 → 3.00');
	expect(worseList([])).toBe('');
});

test('a time has the unit that fits it', () => {
	expect([0.84, 12.4, 9999, 14_691].map(duration)).toEqual(['0.84 ms', '12 ms', '9999 ms', '14.7 s']);
});
