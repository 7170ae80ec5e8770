import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './support/chromium.ts';
import { ensureCurl } from './support/curl.ts';
import {
	addCounts,
	countFaults,
	countLine,
	countPlaywright,
	countVitest,
	type TestCount
} from './support/test-reports.ts';

/** One step of `npm test`: something that must be there, a static check, or a suite with a report of single tests. */
type Stage =
	| { kind: 'need'; name: string; ensure: () => string | null | Promise<string | null> }
	| { kind: 'check'; name: string; command: string[] }
	| { kind: 'suite'; name: string; command: string[]; report: string; count: (json: string) => TestCount };

interface StageResult {
	name: string;
	count: TestCount;
	seconds: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'test-results/reports');

const onePassed: TestCount = { passed: 1, failed: 0, skipped: 0 };
const oneFailed: TestCount = { passed: 0, failed: 1, skipped: 0 };

const environment = {
	...process.env,
	// No tool of the tests looks for a browser, an engine or news elsewhere.
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
	PRISMA_HIDE_UPDATE_MESSAGE: '1',
	CHECKPOINT_DISABLE: '1',
	BETTER_AUTH_TELEMETRY: '0'
};

function check(name: string, script: string): Stage {
	return { kind: 'check', name, command: ['npm', 'run', '--silent', script] };
}

function vitest(project: string): Stage {
	const report = join(reports, `${project}.json`);
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
	return {
		kind: 'suite',
		name: `${project} tests`,
		command: ['npx', 'vitest', 'run', '--project', project, ...reporters],
		report,
		count: countVitest
	};
}

function playwright(): Stage {
	const report = join(reports, 'e2e.json');
	return {
		kind: 'suite',
		name: 'end-to-end tests',
		command: ['npx', 'playwright', 'test', '--config', 'tests/e2e/playwright.config.ts'],
		report,
		count: countPlaywright
	};
}

/** One test an experiment; `npm run test:faults` is the full form. */
function faults(): Stage {
	return {
		kind: 'suite',
		name: 'fault experiments',
		command: ['npx', 'tsx', 'tests/faults/run.ts'],
		report: join(reports, 'faults.json'),
		count: countFaults
	};
}

const stages: Stage[] = [
	{ kind: 'need', name: 'Chromium', ensure: ensureChromium },
	{ kind: 'need', name: 'curl', ensure: ensureCurl },
	check('generated code', 'generate'),
	check('format', 'format:check'),
	check('lint', 'lint'),
	check('types', 'check'),
	check('types of workers', 'check:workers'),
	check('build', 'build'),
	check('build of the client', 'build:client'),
	vitest('unit'),
	vitest('integration'),
	vitest('component'),
	playwright(),
	faults()
];

/** Runs a command to its end with its output on this terminal. */
function succeeds([command = '', ...args]: string[]): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: root,
			env: environment,
			stdio: ['ignore', 'inherit', 'inherit'],
			shell: process.platform === 'win32'
		});
		child.on('error', () => resolve(false));
		child.on('exit', (code) => resolve(code === 0));
	});
}

async function runStage(stage: Stage): Promise<TestCount> {
	switch (stage.kind) {
		case 'need': {
			const reason = await stage.ensure();
			if (reason !== null) process.stdout.write(`${reason}\n`);
			return reason === null ? { passed: 0, failed: 0, skipped: 0 } : oneFailed;
		}
		case 'check':
			return (await succeeds(stage.command)) ? onePassed : oneFailed;
		case 'suite': {
			const succeeded = await succeeds(stage.command);
			if (!existsSync(stage.report)) return oneFailed;
			const count = stage.count(readFileSync(stage.report, 'utf8'));
			return succeeded || count.failed > 0 ? count : { ...count, failed: 1 };
		}
	}
}

async function runTimed(stage: Stage): Promise<StageResult> {
	process.stdout.write(`\n--- ${stage.name}\n`);
	const start = performance.now();
	const count = await runStage(stage);
	return { name: stage.name, count, seconds: (performance.now() - start) / 1000 };
}

/** Every stage in order, whatever became of the one before, then one summary that ends with the count. */
async function main(): Promise<void> {
	rmSync(reports, { recursive: true, force: true });
	mkdirSync(reports, { recursive: true });

	const results: StageResult[] = [];
	for (const stage of stages) results.push(await runTimed(stage));

	process.stdout.write('\n--- summary\n');
	for (const { name, count, seconds } of results) {
		const mark = count.failed > 0 ? 'FAILED' : 'ok';
		process.stdout.write(
			`${mark.padEnd(8)}${name.padEnd(20)}${countLine(count).padEnd(36)}${seconds.toFixed(1)} s\n`
		);
	}
	const total = addCounts(results.map(({ count }) => count));
	process.stdout.write(`\n${countLine(total)}\n`);
	process.exitCode = total.failed > 0 ? 1 : 0;
}

await main();
