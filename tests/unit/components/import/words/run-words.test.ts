import { describe, expect, test } from 'vitest';
import type { RunProgress } from '../../../../../src/lib/browser/import-run.ts';
import type { ServerFailure } from '../../../../../src/lib/browser/import-server.ts';
import {
	type RunningStep,
	batchesWords,
	checkingSentence,
	elapsed,
	importLabel,
	isSeveral,
	percentOf,
	rateSentence,
	resumeLabel,
	runFailedSentence,
	runFailureMessage,
	runNews,
	runProblemMessage,
	runStateSentence,
	runSums,
	stoppedText,
	stoppedTitle,
	timeLeftSentence,
	writesSentence,
	writtenSentence
} from '../../../../../src/lib/components/import/words/run-words.ts';
import { limitsSentence } from '../../../../../src/lib/components/import/words/words.ts';
import { defaultLimits } from '../../../../../src/lib/import/limits.ts';
import { applied } from '../../../../support/fake-import-server.ts';
import { runProgress } from '../../../../support/run-pieces.ts';

const three = runProgress(3, 20, 100_412);
const none = runProgress(0, 20, 100_412);
const only = runProgress(0, 1, 60);

function running(run: RunProgress, fields: Partial<RunningStep> = {}): RunningStep {
	return { kind: 'running', run, part: 'sending', isPausing: false, since: 0, ...fields };
}

describe('I30 before a file is imported in batches', () => {
	test('the screen says how many changed rows, how many batches, and what all-or-nothing is about', () => {
		const file = { rows: 20_480, bytes: 1000 };
		expect(batchesWords(file, { count: 3, rows: 12_300 }, defaultLimits)).toEqual({
			title: '20,480 rows: more than one import holds',
			text: '12,300 changed rows will be imported in 3 batches of up to 5,000. Each batch is all-or-nothing, the whole is not; you can pause between batches and undo what was applied.'
		});
	});

	test('a file of few rows is too large by its bytes', () => {
		const words = batchesWords({ rows: 900, bytes: 3.4 * 1024 ** 2 }, { count: 2, rows: 900 }, defaultLimits);
		expect(words?.title).toBe('3.4 MB: more than one import holds');
	});

	test('few changes are one import, all or nothing; no change is none', () => {
		const file = { rows: 20_000, bytes: 1000 };
		expect(batchesWords(file, { count: 1, rows: 60 }, defaultLimits)).toEqual({
			title: '20,000 rows, of which 60 change something',
			text: 'Only those rows are sent, so this is one import: all or nothing.'
		});
		expect(batchesWords(file, { count: 1, rows: 1 }, defaultLimits)?.text).toContain('Only that row is sent');
		expect(batchesWords(file, { count: 0, rows: 0 }, defaultLimits)).toBeNull();
	});

	test('Import says what it does', () => {
		expect(importLabel(12_300, { count: 3, rows: 12_300 })).toEqual({
			what: 'Import 12,300 customers',
			how: ' in 3 batches'
		});
		expect(importLabel(60, { count: 1, rows: 60 })).toEqual({ what: 'Import 60 customers', how: '' });
		expect(importLabel(1, null)).toEqual({ what: 'Import 1 customer', how: '' });
		expect(checkingSentence({ done: 5000, of: 12_300 })).toBe(
			'Checking against your customers: 5,000 of 12,300…'
		);
		expect(writesSentence(12_300, { count: 3, rows: 12_300 }, null)).toBe(
			'12,300 customers will be written in 3 batches.'
		);
		expect(writesSentence(1234, null, null)).toBe('1,234 customers will be written.');
	});

	test('I2 the limits are those of one import and of a file', () => {
		expect(limitsSentence(defaultLimits)).toBe(
			'Up to 5,000 rows and 2 MB in one import; larger files of up to 100,000 rows and 50 MB come as several. Only an email column is required.'
		);
		const file = { maxBytes: defaultLimits.maxBytes, maxRows: defaultLimits.maxRows };
		expect(limitsSentence({ ...defaultLimits, file })).toBe(
			'Up to 5,000 rows and 2 MB. Only an email column is required.'
		);
	});
});

describe('I30 while it runs', () => {
	test('how far, how fast, how long', () => {
		expect(writtenSentence(three)).toBe('15,000 of 100,412 customers');
		expect(percentOf(three)).toBe(14);
		expect(percentOf({ ...three, written: 100_411 })).toBe(99);
		expect(percentOf({ ...three, written: 0, total: 0 })).toBe(100);
		expect(rateSentence({ ...three, perSecond: 1888.4 })).toBe('1,900 customers/s');
		expect(rateSentence({ ...three, perSecond: 7.6 })).toBe('8 customers/s');
		expect(rateSentence({ ...three, perSecond: 0.2 })).toBe('1 customers/s');
		expect(rateSentence(none)).toBe('');
		expect(timeLeftSentence(none)).toBe('');
		expect(
			[0, 4, 5, 38, 59, 60, 119, 121].map((secondsLeft) => timeLeftSentence({ ...three, secondsLeft }))
		).toEqual([
			'a few seconds left',
			'a few seconds left',
			'about 5 s left',
			'about 40 s left',
			'about 60 s left',
			'about 1 min left',
			'about 2 min left',
			'about 3 min left'
		]);
		expect(elapsed(-5)).toBe('0 s');
		expect(elapsed(12_999)).toBe('12 s');
		expect(elapsed(125_000)).toBe('2 min 5 s');
	});

	test('what it is doing', () => {
		expect(runStateSentence(running(three))).toBe('Writing batch 4 of 20…');
		expect(runStateSentence(running(three, { isPausing: true }))).toBe('Pausing after batch 4…');
		expect(runStateSentence(running(three, { part: 'settling', isPausing: true }))).toBe(
			'The answer to batch 4 was lost. Asking what happened…'
		);
		expect(runStateSentence(running(three, { part: 'waiting' }))).toContain(
			'Trying batch 4 again in a moment'
		);
	});

	test('a run of one import has no batches to speak of', () => {
		const sentences = (['sending', 'settling', 'waiting'] as const).flatMap((part) => [
			runStateSentence(running(only, { part })),
			runNews(running(only, { part }))
		]);
		expect(sentences.join(' ')).not.toMatch(/batch/i);
		expect(sentences[0]).toBe('Importing 60 customers…');
		expect(isSeveral(only)).toBe(false);
		expect(isSeveral(null)).toBe(false);
	});

	test('WCAG 4.1.3 screen readers hear each quarter once, and what is unusual', () => {
		const heard = Array.from({ length: 21 }, (_, done) => runNews(running(runProgress(done, 20, 100_000))));
		expect([...new Set(heard)]).toEqual([
			'Importing 100,000 customers in 20 batches',
			'25 percent is imported',
			'Half is imported',
			'75 percent is imported',
			'100 percent is imported'
		]);
		expect(runNews(running(three, { isPausing: true }))).toBe('Pausing after batch 4…');
	});
});

describe('I30 a run that stands still', () => {
	test('says how far it came and what is left', () => {
		expect(stoppedTitle(three)).toBe('3 of 20 batches are imported (15,000 customers)');
		expect(stoppedTitle(runProgress(1, 20, 100_000))).toBe('1 of 20 batches is imported (5,000 customers)');
		expect(stoppedTitle(none)).toBe('None of 20 batches is imported yet');
		expect(resumeLabel(85_412, three)).toBe('Import the remaining 85,412 customers');
		expect(resumeLabel(100_412, none)).toBe('Import 100,412 customers');
		expect(runFailedSentence(three)).toBe('It stopped at batch 4.');
		expect(writesSentence(85_412, { count: 17, rows: 85_412 }, three)).toBe(
			'85,412 customers are left in 17 batches.'
		);
		expect(writesSentence(1, { count: 1, rows: 1 }, three)).toBe('1 customer is left.');
	});

	test('says why', () => {
		expect(stoppedText({ kind: 'planning' }, three, false)).toMatch(/^Paused\./);
		expect(stoppedText({ kind: 'planning' }, three, true)).toMatch(/page was left or loaded anew/);
		expect(
			stoppedText({ kind: 'refused', problem: { code: 'NOTHING_TO_CHANGE' }, differing: [] }, three, false)
		).toContain('Customers changed meanwhile, so it stopped before batch 4.');
		expect(stoppedText({ kind: 'failed', failure: { kind: 'busy' }, written: 'no' }, three, false)).toContain(
			'stopped at batch 4'
		);
	});

	const failures: ServerFailure[] = [
		{ kind: 'signed-out' },
		{ kind: 'forbidden' },
		{ kind: 'busy' },
		{ kind: 'unreachable' },
		{ kind: 'error', reference: 'R1' }
	];

	test.each(failures)('$kind never says that nothing at all was imported', (failure) => {
		for (const written of ['no', 'unknown'] as const) {
			const { title, text } = runFailureMessage(failure, written, three);
			expect(`${title} ${text}`).not.toMatch(/nothing was imported|no customer was changed/i);
			expect(`${title} ${text}`).not.toMatch(/the (same )?import\b/i);
		}
	});

	test('a refused batch says that this batch wrote nothing, and no more', () => {
		const refusal = runProblemMessage({ code: 'PLAN_LIMIT', allowed: 25, present: 20, creates: 6 }, three);
		expect(refusal).toContain('Nothing of batch 4 was imported.');
		expect(refusal).not.toContain('Nothing was imported.');
	});
});

test('A7 a run comes to the sums of its imports', () => {
	const run = {
		...three,
		done: [
			{ ...applied('one', 4800), updated: 200, durationMs: 1200 },
			{ ...applied('two', 0), updated: 60, durationMs: 80 }
		]
	};
	expect(runSums(run)).toEqual({ created: 4800, updated: 260, durationMs: 1280 });
	expect(runSums(none)).toEqual({ created: 0, updated: 0, durationMs: 0 });
});
