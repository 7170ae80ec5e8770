import { describe, expect, test } from 'vitest';
import { nextOfRun, progressOf, startRun, withBatch, withRest } from '../../../src/lib/browser/import-run.ts';
import { applied } from '../../support/fake-import-server.ts';

const batch = { passes: { throughRow: 6, leftOut: [3] }, unchanged: 2 };

describe('I30 a run', () => {
	test('tells what was written, how fast, and how long the rest may take', () => {
		let run = withRest(startRun('r'), { count: 3, rows: 25 });
		expect(progressOf(run)).toEqual({
			id: 'r',
			done: [],
			batches: 3,
			written: 0,
			total: 25,
			perSecond: null,
			secondsLeft: null
		});
		run = withBatch(run, batch, applied('a', 10), 4000);
		expect(progressOf(run)).toMatchObject({
			batches: 3,
			written: 10,
			total: 25,
			perSecond: 2.5,
			secondsLeft: 6
		});
		expect(run).toMatchObject({ passed: batch.passes, unchanged: 2 });
	});

	test('a batch that was settled after a reload counts, but not for the rate', () => {
		const run = withBatch(withRest(startRun('r'), { count: 2, rows: 20 }), batch, applied('a', 10), null);
		expect(progressOf(run)).toMatchObject({ written: 10, perSecond: null, secondsLeft: null });
	});

	test('what is left is planned anew: both sums follow', () => {
		const begun = withBatch(withRest(startRun('r'), { count: 3, rows: 25 }), batch, applied('a', 10), 1);
		expect(progressOf(withRest(begun, { count: 1, rows: 4 }))).toMatchObject({ batches: 2, total: 14 });
	});

	test('its imports say which they are; the only one of a file is as any other', () => {
		const run = withRest(startRun('r'), { count: 2, rows: 20 });
		expect(nextOfRun(run)).toEqual({ id: 'r', batch: 1, batches: 2 });
		const second = withBatch(run, batch, applied('a'), 1);
		expect(nextOfRun(second)).toEqual({ id: 'r', batch: 2, batches: 2 });
		expect(nextOfRun(withRest(second, { count: 0, rows: 0 }))).toEqual({ id: 'r', batch: 2, batches: 2 });
		expect(nextOfRun(withRest(startRun('r'), { count: 1, rows: 5 }))).toBeNull();
	});
});
