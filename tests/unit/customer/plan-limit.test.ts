import { expect, test } from 'vitest';
import { exceedsPlan } from '../../../src/lib/customer/plan-limit.ts';

test.each([
	['W6 up to the limit', { allowed: 25, present: 20 }, 5, false],
	['W6 one too many', { allowed: 25, present: 20 }, 6, true],
	['L1 updates alone pass over the limit', { allowed: 25, present: 40 }, 0, false],
	['L1 one create over the limit', { allowed: 25, present: 40 }, 1, true],
	['unlimited', { allowed: null, present: 1_000_000 }, 5000, false]
])('%s', (_, usage, creates, exceeds) => {
	expect(exceedsPlan(usage, creates)).toBe(exceeds);
});
