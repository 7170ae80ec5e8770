import { describe, expect, it } from 'vitest';
import { isTooSlow, serverLimits } from '../../../../prisma/serve/limits.ts';
import { defaultLimits, maxRequestBytes } from '../../../../src/lib/import/limits.ts';

/** When a body of so many bytes a second would be cut off, looked at every second; null where it gets in. */
function cutOffAfter(bytesPerSecond: number, totalBytes: number): number | null {
	for (let seconds = 1; bytesPerSecond * seconds < totalBytes; seconds++) {
		if (isTooSlow(seconds * 1000, bytesPerSecond * seconds, serverLimits)) return seconds;
	}
	return null;
}

describe('how slow a body may be (T10)', () => {
	const largest = maxRequestBytes(defaultLimits);

	it('lets in the largest at 50 kB/s, and a usual import at 20 kB/s', () => {
		expect(cutOffAfter(50_000, largest)).toBeNull();
		expect(cutOffAfter(20_000, 2_200_000)).toBeNull();
	});

	it('lets in a small form at any speed of a modem', () => {
		expect(cutOffAfter(1000, 10_000)).toBeNull();
	});

	it('cuts off who holds a connection on purpose', () => {
		expect(cutOffAfter(1, largest)).toBe(21);
		expect(cutOffAfter(1000, largest)).toBe(22);
	});

	it('gives the rest of the time back to nobody who stops in the middle', () => {
		expect(isTooSlow(60_000, 1_000_000, serverLimits)).toBe(false);
		expect(isTooSlow(71_000, 1_000_000, serverLimits)).toBe(true);
	});
});
