/**
 * `npm run bench:peers`: this product and other importers of spreadsheets, each with the same files in the same
 * Chromium. `--rows=5000` measures one size, `--write` puts the result into README.md and results.json beside this file.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { build, preview } from 'vite';
import { isStale } from '../../prisma/start/freshness.ts';
import { csvOf } from '../support/generate-customers.ts';
import { freePort } from '../support/program.ts';
import { type Goal, atLeast } from './goal.ts';
import { median } from './measure.ts';
import {
	type Product,
	customersBefore,
	fileWithIssues,
	importPage,
	openImportPage,
	restMs,
	startChromium,
	startProduct
} from './product.ts';
import { duration, markdownTable } from './report.ts';
import { type Part, type PartOptions, type PartResult, runParts } from './run-parts.ts';
import { type Taken, takeTime } from './stopwatch.ts';

const sizes = [5000, 50_000, 500_000];
const rounds = 7;
const longestMs = 60_000;
const folder = fileURLToPath(new URL('./peers/', import.meta.url));

/** An importer among those that are compared. */
interface Contestant {
	name: string;
	version: string;
	checks: boolean;
	/** Sizes beyond this one are left out, and why. */
	most: number;
	why?: string;
	/** How many times as fast this product is to be, by rows. */
	goals: Partial<Record<number, number>>;
}

const ours = 'this product';
const contestants: Contestant[] = [
	{ name: ours, version: '', checks: true, most: 500_000, goals: {} },
	{
		name: 'react-spreadsheet-import',
		version: versionOf('react-spreadsheet-import'),
		checks: true,
		most: 500_000,
		goals: { 5000: 7, 50_000: 7, 500_000: 7 }
	},
	{
		name: '@importcsv/react',
		version: versionOf('@importcsv/react'),
		checks: true,
		most: 50_000,
		why: 'its time at 50,000 says enough',
		goals: { 5000: 9, 50_000: 20 }
	},
	{
		name: 'hello-csv',
		version: versionOf('hello-csv'),
		checks: true,
		most: 5000,
		why: 'it takes seconds for 5,000 rows already, and seven rounds of ten times the rows would take too long',
		goals: {}
	},
	{
		name: 'react-csv-importer',
		version: versionOf('react-csv-importer'),
		checks: false,
		most: 500_000,
		goals: { 5000: 1, 50_000: 1, 500_000: 1 }
	},
	{
		name: 'csv-import-react',
		version: versionOf('csv-import-react'),
		checks: false,
		most: 500_000,
		goals: { 5000: 1, 50_000: 1, 500_000: 1 }
	}
];

/** What a contestant took for a file: medians; or the reason why it could not be measured. */
type Outcome = { kind: 'taken'; taken: Taken } | { kind: 'failed'; reason: string };

const peersPart: Part = {
	name: 'peers',
	title: 'Beside other importers',
	command: 'npm run bench:peers --',
	run: benchPeers
};

function versionOf(name: string): string {
	const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		dependencies: Record<string, string>;
	};
	return dependencies[name] ?? '';
}

/** Installs the other importers, unless that was done. */
function install(): void {
	const at = 'tests/bench/peers';
	if (!isStale(`${at}/node_modules/.package-lock.json`, [`${at}/package-lock.json`])) return;
	console.log('Installing the other importers …');
	const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: folder,
		stdio: 'inherit'
	});
	if (status !== 0) throw new Error('The other importers could not be installed: npm says above why.');
}

/** Builds the pages of the other importers and serves them. */
async function servePeers(): Promise<{ origin: string; stop: () => Promise<void> }> {
	const outDir = mkdtempSync(join(tmpdir(), 'bench-peers-'));
	const shared = { root: folder, configFile: false as const, logLevel: 'error' as const };
	await build({
		...shared,
		build: { outDir, target: 'esnext', emptyOutDir: true, chunkSizeWarningLimit: 5000 }
	});
	const port = await freePort();
	const server = await preview({
		...shared,
		build: { outDir },
		preview: { host: '127.0.0.1', port, strictPort: true }
	});
	return {
		origin: `http://127.0.0.1:${port}`,
		async stop() {
			await server.close();
			rmSync(outDir, { recursive: true });
		}
	};
}

async function benchPeers({ hasSize }: PartOptions): Promise<PartResult> {
	install();
	const peers = await servePeers();
	const product = await startProduct();
	const browser = await startChromium();
	try {
		const goals: Goal[] = [];
		const sections: string[] = [];
		for (const rows of sizes.filter(hasSize)) {
			const outcomes = await benchSize(browser, product, peers.origin, rows);
			goals.push(...goalsOf(rows, outcomes));
			sections.push(section(rows, outcomes));
		}
		return {
			goals,
			sections,
			surroundings: [
				`Chromium ${browser.version()}, headless; React ${versionOf('react')}, production build`,
				`This product on ${product.engine}, with as many customers as the file has rows; its time includes asking the server for them`
			]
		};
	} finally {
		await browser.close();
		await product.stop();
		await peers.stop();
	}
}

async function benchSize(
	browser: Browser,
	product: Product,
	peersOrigin: string,
	rows: number
): Promise<Map<string, Outcome>> {
	const customers = fileWithIssues(rows);
	const signedIn = await product.signIn(browser, customersBefore(customers));
	const temporary = mkdtempSync(join(tmpdir(), 'bench-file-'));
	const path = join(temporary, 'customers.csv');
	writeFileSync(path, csvOf(customers));

	async function takeOnce(name: string): Promise<Taken> {
		// A context of its own each time: nothing is kept, cached or left over.
		const options: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
		const context = await browser.newContext(name === ours ? { ...options, ...signedIn } : options);
		try {
			const page = await context.newPage();
			const watched = name === ours ? await openOurs(page) : await openPeer(page, peersOrigin, name);
			await page.waitForTimeout(restMs);
			return await takeTime(page, watched, importPage.input, path, longestMs);
		} finally {
			await context.close();
		}
	}

	const taken = new Map<string, Taken[]>();
	const failed = new Map<string, string>();
	try {
		for (let round = -1; round < rounds; round++) {
			for (const { name, most } of contestants) {
				if (rows > most || failed.has(name)) continue;
				try {
					const one = await takeOnce(name);
					if (round >= 0) taken.set(name, [...(taken.get(name) ?? []), one]);
				} catch (error) {
					failed.set(name, String(error).split('\n')[0] ?? '');
				}
			}
		}
	} finally {
		rmSync(temporary, { recursive: true });
	}
	return new Map<string, Outcome>([
		...[...taken].map(([name, all]) => [name, { kind: 'taken', taken: medians(all) }] as const),
		...[...failed].map(([name, reason]) => [name, { kind: 'failed', reason }] as const)
	]);
}

async function openOurs(page: Page): Promise<string> {
	await openImportPage(page);
	return `{ isFirst: ${importPage.isChecked('2 issues')}, isShown: ${importPage.isReviewed('2 issues')} }`;
}

async function openPeer(page: Page, origin: string, name: string): Promise<string> {
	await page.goto(`${origin}/?peer=${encodeURIComponent(name)}`);
	await page.waitForFunction('window.watched');
	await page.locator(importPage.input).first().waitFor({ state: 'attached' });
	return 'window.watched';
}

function medians(all: readonly Taken[]): Taken {
	return {
		shownMs: median(all.map(({ shownMs }) => shownMs)),
		blockedMs: median(all.map(({ blockedMs }) => blockedMs)),
		longestTaskMs: median(all.map(({ longestTaskMs }) => longestTaskMs)),
		firstMs: median(all.map(checkedMs))
	};
}

/** Until the checked rows were on screen: of those who compare nothing, that is all. */
function checkedMs({ firstMs, shownMs }: Taken): number {
	return firstMs ?? shownMs;
}

function goalsOf(rows: number, outcomes: ReadonlyMap<string, Outcome>): Goal[] {
	const own = outcomes.get(ours);
	if (own?.kind !== 'taken') throw new Error(`This product could not be measured: ${own?.reason ?? ''}`);
	return contestants.flatMap(({ name, goals }) => {
		const limit = goals[rows];
		const other = outcomes.get(name);
		if (limit === undefined || other?.kind !== 'taken') return [];
		return [
			atLeast(limit, '× as fast', {
				what: `file → reviewed rows on screen, ${rows.toLocaleString('en')} rows, beside ${name}`,
				measured: `${duration(own.taken.shownMs)}, ${duration(other.taken.shownMs)}`,
				ratio: other.taken.shownMs / own.taken.shownMs
			})
		];
	});
}

function section(rows: number, outcomes: ReadonlyMap<string, Outcome>): string {
	const own = outcomes.get(ours);
	const notes: string[] = [];
	const lines = contestants.map(({ name, version, checks, most, why = '' }) => {
		const outcome = outcomes.get(name);
		if (rows > most) notes.push(`${name} was left out: ${why}.`);
		if (outcome?.kind === 'failed') notes.push(`${name} could not be measured: ${outcome.reason}`);
		const checked = checks ? 'yes' : 'no';
		if (outcome?.kind !== 'taken' || own?.kind !== 'taken')
			return [`${name} ${version}`, '–', '–', '–', '–', '–', '–', checked];
		const { shownMs, blockedMs, longestTaskMs } = outcome.taken;
		const rowsMs = checkedMs(outcome.taken);
		return [
			`${name} ${version}`.trim(),
			rowsMs.toFixed(0),
			`${(rowsMs / checkedMs(own.taken)).toFixed(1)} ×`,
			name === ours ? shownMs.toFixed(0) : '–',
			name === ours ? '1.0 ×' : `${(shownMs / own.taken.shownMs).toFixed(1)} ×`,
			blockedMs.toFixed(0),
			longestTaskMs.toFixed(0),
			checked
		];
	});
	return [
		`### File chosen → rows on screen, ${rows.toLocaleString('en')} lean rows`,
		`Medians of ${rounds} rounds in turn, after one that does not count.`,
		markdownTable(
			[
				'importer',
				'rows on screen, ms',
				'of ours',
				'compared, ms',
				'of ours compared',
				'blocked, ms',
				'longest task, ms',
				'checks rows?'
			],
			[1, 2, 3, 4, 5, 6],
			lines
		),
		...notes
	].join('\n\n');
}

await runParts([peersPart], process.argv.slice(2));
process.exit();
