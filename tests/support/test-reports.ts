/** How many single tests went which way. */
export interface TestCount {
	passed: number;
	failed: number;
	skipped: number;
}

/** What is read of Vitest's JSON report. */
interface VitestReport {
	success: boolean;
	testResults: { status: string; assertionResults: { status: string }[] }[];
}

/** What is read of Playwright's JSON report. */
interface PlaywrightReport {
	errors: unknown[];
	stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Counts Vitest's JSON report. A file that failed before its first test, or an error outside tests, is one failure. */
export function countVitest(json: string): TestCount {
	const report = JSON.parse(json) as VitestReport;
	const count: TestCount = { passed: 0, failed: 0, skipped: 0 };
	for (const file of report.testResults) {
		for (const { status } of file.assertionResults) {
			if (status === 'passed') count.passed++;
			else if (status === 'failed') count.failed++;
			else count.skipped++;
		}
		if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'))
			count.failed++;
	}
	if (!report.success && count.failed === 0) count.failed = 1;
	return count;
}

/** Counts Playwright's JSON report. A test that passed only at a second try is a failure. */
export function countPlaywright(json: string): TestCount {
	const { stats, errors } = JSON.parse(json) as PlaywrightReport;
	const failed = stats.unexpected + stats.flaky;
	return {
		passed: stats.expected,
		failed: failed === 0 && errors.length > 0 ? 1 : failed,
		skipped: stats.skipped
	};
}

/** Counts the report of the fault experiments, which is a count already. */
export function countFaults(json: string): TestCount {
	const { passed, failed, skipped } = JSON.parse(json) as TestCount;
	return { passed, failed, skipped };
}

export function addCounts(counts: TestCount[]): TestCount {
	return {
		passed: counts.reduce((sum, { passed }) => sum + passed, 0),
		failed: counts.reduce((sum, { failed }) => sum + failed, 0),
		skipped: counts.reduce((sum, { skipped }) => sum + skipped, 0)
	};
}

/** `12 passed, 0 failed`, and `, 1 skipped` where any were. */
export function countLine({ passed, failed, skipped }: TestCount): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
