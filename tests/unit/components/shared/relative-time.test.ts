import { expect, test } from 'vitest';
import {
	dateAndTime,
	relativeTime,
	timeOrDate,
	dateOnly
} from '../../../../src/lib/components/shared/relative-time.ts';

const now = new Date('2026-11-22T15:00:00Z');

test.each([
	['2026-11-22T15:00:30Z', 'just now'],
	['2026-11-22T14:59:01Z', 'just now'],
	['2026-11-22T14:59:00Z', '1 minute ago'],
	['2026-11-22T14:00:01Z', '59 minutes ago'],
	['2026-11-22T13:00:00Z', '2 hours ago'],
	['2026-11-20T15:00:00Z', '2 days ago'],
	['2026-11-01T15:00:00Z', '3 weeks ago'],
	['2026-09-01T15:00:00Z', '2 months ago'],
	['2024-10-01T15:00:00Z', '2 years ago']
])('%s was %s', (then, words) => {
	expect(relativeTime(new Date(then), now)).toBe(words);
});

test('a time is written in the zone that is asked for', () => {
	expect(dateAndTime(new Date('2026-11-22T23:03:00Z'), 'UTC')).toBe('22 Nov 2026, 23:03');
	expect(dateAndTime(new Date('2026-11-22T23:03:00Z'), 'Asia/Tokyo')).toBe('23 Nov 2026, 08:03');
	expect(dateOnly(new Date('2026-11-22T23:03:00Z'), 'Asia/Tokyo')).toBe('23 Nov 2026');
});

test.each([
	['2026-11-22T14:03:00Z', '14:03'],
	['2026-11-21T14:03:00Z', '21 Nov, 14:03'],
	['2026-10-22T14:03:00Z', '22 Oct, 14:03'],
	['2025-11-22T14:03:00Z', '22 Nov 2025, 14:03']
])('as little of %s as tells when it was: %s', (date, words) => {
	expect(timeOrDate(new Date(date), now, 'UTC')).toBe(words);
});
