import { expect, test } from 'vitest';
import { atLeast, atMost, worseGoals } from '../../bench/goal.ts';

function lower(what: string, ratio: number) {
	return atMost(2.5, 'F', { what, measured: '', ratio });
}

function higher(what: string, ratio: number) {
	return atLeast(7, '× as fast', { what, measured: '', ratio });
}

test('a goal is met up to its limit, and the limit itself meets it', () => {
	expect([2.4, 2.5, 2.51].map((ratio) => lower('plan', ratio).met)).toEqual([true, true, false]);
	expect([6.99, 7, 8].map((ratio) => higher('screen', ratio).met)).toEqual([false, true, true]);
	expect(lower('plan', 1).goal).toBe('≤ 2.5 F');
	expect(higher('screen', 1).goal).toBe('≥ 7 × as fast');
});

test('what could not be measured meets no goal', () => {
	expect([lower('plan', Number.NaN).met, higher('screen', Number.NaN).met]).toEqual([false, false]);
});

test('a ratio that got worse by more than a quarter is told, whichever way is worse', () => {
	const before = [lower('plan', 2), lower('memory', 2), higher('screen', 10), higher('remap', 10)];
	const now = [lower('plan', 2.6), lower('memory', 2.5), higher('screen', 7.9), higher('remap', 8)];
	expect(worseGoals(now, before).map((worse) => [worse.before.ratio, worse.now.ratio])).toEqual([
		[2, 2.6],
		[10, 7.9]
	]);
});

test('what got better, and what was never written, is nothing to explain', () => {
	const before = [lower('plan', 2), higher('screen', 10)];
	const now = [lower('plan', 0.5), higher('screen', 99), lower('new', 99)];
	expect(worseGoals(now, before)).toEqual([]);
});
