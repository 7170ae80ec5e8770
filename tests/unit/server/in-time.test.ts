import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isUnreachable } from '../../../src/lib/server/error-facts.ts';
import { inTime } from '../../../src/lib/server/in-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('E07: a question that nobody answers ends within five seconds, as a database that is away', async () => {
	const asking = inTime(new Promise(() => {})).catch((error: unknown) => error);
	await vi.advanceTimersByTimeAsync(5000);
	expect(isUnreachable(await asking)).toBe(true);
});

test('E07: what other questions of the request have taken counts', async () => {
	const asking = inTime(new Promise(() => {}), 4000).catch((error: unknown) => error);
	await vi.advanceTimersByTimeAsync(1000);
	expect(isUnreachable(await asking)).toBe(true);
});

test('answers and errors pass, and nothing stays behind', async () => {
	await expect(inTime(Promise.resolve('answer'))).resolves.toBe('answer');
	await expect(inTime(Promise.reject(new Error('refused')))).rejects.toThrow('refused');
	expect(vi.getTimerCount()).toBe(0);
});
