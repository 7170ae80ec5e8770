import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from '../support/chromium.ts';

const executablePath = findChromium();

export default defineConfig({
	testDir: '.',
	outputDir: '../../test-results/e2e',
	globalSetup: './start-application.ts',
	fullyParallel: true,
	// One server on the embedded database answers all of them.
	workers: 2,
	retries: 0,
	forbidOnly: process.env.CI !== undefined,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	projects: [
		{ name: 'journeys', testIgnore: 'log.spec.ts' },
		// What the application logged while all the others ran.
		{ name: 'log', testMatch: 'log.spec.ts', dependencies: ['journeys'] }
	],
	reporter: [['list'], ['json', { outputFile: '../../test-results/reports/e2e.json' }]],
	use: {
		// Set by the global setup, which runs before the workers read this file.
		baseURL: process.env.E2E_ADDRESS,
		browserName: 'chromium',
		...(executablePath === undefined ? {} : { launchOptions: { executablePath, args: chromiumFlags } }),
		actionTimeout: 15_000,
		trace: 'off',
		screenshot: 'only-on-failure'
	}
});
