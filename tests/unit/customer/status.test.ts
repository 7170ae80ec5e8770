import { describe, expect, test } from 'vitest';
import { activeWords, blockedWords, meaningOfStatus, readStatus } from '../../../src/lib/customer/status.ts';

describe('V3 status words, in any case', () => {
	test.each(['blocked', 'Suspended', 'INACTIVE', ' disabled ', 'FALSE', '0'])('%j is BLOCKED', (word) => {
		expect(readStatus(word)).toEqual({ ok: true, value: 'BLOCKED' });
		expect(meaningOfStatus(word)).toBe('BLOCKED');
	});
	test.each(['active', 'Enabled', 'TRUE', '1', 'yes', 'ok', 'open'])('%j is known to be ACTIVE', (word) => {
		expect(readStatus(word)).toEqual({ ok: true, value: 'ACTIVE' });
		expect(meaningOfStatus(word)).toBe('ACTIVE');
	});
	test.each(['CA', 'closed', '2', 'no', '__proto__', 'constructor'])(
		'%j is ACTIVE, and not known',
		(word) => {
			expect(readStatus(word)).toEqual({ ok: true, value: 'ACTIVE' });
			expect(meaningOfStatus(word)).toBeUndefined();
		}
	);
	test('an empty cell is left to the planner', () => {
		expect(readStatus(' \u00a0')).toEqual({ ok: true, value: null });
	});
	test('no word means both', () => {
		expect(blockedWords.filter((word) => (activeWords as readonly string[]).includes(word))).toEqual([]);
	});
});
