import { type Browser, chromium } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../support/chromium.ts';
import type { ExperimentResult } from '../experiment.ts';

/** Runs an experiment with a real browser, and closes it however it ends. */
export async function inChromium(
	work: (browser: Browser) => Promise<ExperimentResult>
): Promise<ExperimentResult> {
	const executablePath = findChromium();
	if (executablePath === undefined) {
		const skipped = 'There is no Chromium or Chrome here (CHROMIUM_PATH names one).';
		return { rounds: 0, mustNever: {}, figures: {}, skipped };
	}
	const browser = await chromium.launch({ executablePath, args: chromiumFlags });
	try {
		return await work(browser);
	} finally {
		await browser.close();
	}
}
