import { expect, test } from 'vitest';
import { addCounts, countLine, countPlaywright, countVitest } from '../../support/test-reports.ts';

function vitestReport(success: boolean, ...files: { status: string; tests: string[] }[]): string {
	const testResults = files.map(({ status, tests }) => ({
		status,
		assertionResults: tests.map((one) => ({ status: one }))
	}));
	return JSON.stringify({ success, testResults });
}

function playwrightReport(stats: Record<string, number>, errors: unknown[] = []): string {
	return JSON.stringify({ errors, stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats } });
}

test('single tests are counted, not files', () => {
	const report = vitestReport(
		false,
		{ status: 'passed', tests: ['passed', 'passed', 'pending'] },
		{ status: 'failed', tests: ['passed', 'failed', 'todo'] }
	);
	expect(countVitest(report)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a file that failed before its first test is a failure', () => {
	const report = vitestReport(
		false,
		{ status: 'failed', tests: [] },
		{ status: 'failed', tests: ['passed'] }
	);
	expect(countVitest(report)).toEqual({ passed: 1, failed: 2, skipped: 0 });
});

test('an error outside every test is a failure', () => {
	expect(countVitest(vitestReport(false, { status: 'passed', tests: ['passed'] })).failed).toBe(1);
	expect(countPlaywright(playwrightReport({ expected: 3 }, ['the server did not start'])).failed).toBe(1);
});

test('an end-to-end test that passed only at a second try is a failure', () => {
	expect(countPlaywright(playwrightReport({ expected: 3, unexpected: 1, flaky: 1, skipped: 2 }))).toEqual({
		passed: 3,
		failed: 2,
		skipped: 2
	});
});

test('the last line names what was skipped only where something was', () => {
	const none = addCounts([]);
	expect(countLine(none)).toBe('0 passed, 0 failed');
	expect(
		countLine(addCounts([none, { passed: 2, failed: 1, skipped: 3 }, { passed: 2, failed: 0, skipped: 0 }]))
	).toBe('4 passed, 1 failed, 3 skipped');
});
