/**
 * `npm run bench:page`: opens files in the built application in headless Chromium, and tells when the first rows and
 * the reviewed rows are on screen, which tasks hold the page up while a person works on them, and what memory the tab
 * takes. `--rows=5000` measures one size, `--write` puts the result into README.md and results.json beside this file.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { csvOf } from '../support/generate-customers.ts';
import { type Goal, atMost } from './goal.ts';
import { median } from './measure.ts';
import { processesBelow, watchMemory } from './memory.ts';
import {
	type Product,
	type SignedIn,
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
import { type Taken, takeTime, waitUntil } from './stopwatch.ts';

const reviewedSizes = [5000, 50_000, 500_000];
/** Of a file of this size only its beginning is waited for. */
const firstRowsOnly = 1_000_000;
const memoryRows = 500_000;
const rounds = 7;
const longestMs = 120_000;
const scrollMs = 2000;

/** What a person does with reviewed rows. */
interface Deed {
	name: string;
	/** Resolves when its result is on screen. */
	act: (page: Page) => Promise<void>;
}

const deeds: Deed[] = [
	{
		name: 'filtering',
		async act(page) {
			const before = await page.getByRole('grid').getAttribute('aria-rowcount');
			await pressFilter(page, 'create');
			await waitUntil(
				page,
				`document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') !== '${before}' && ${hasRows}`,
				longestMs
			);
		}
	},
	{
		name: 'scrolling',
		async act(page) {
			const grid = page.getByRole('grid');
			await grid.evaluate((element) => element.scrollIntoView({ block: 'center' }));
			await grid.hover();
			const deadline = Date.now() + scrollMs;
			while (Date.now() < deadline) await page.mouse.wheel(0, 2000);
			await grid.evaluate((element) => {
				element.scrollTop = element.scrollHeight;
			});
			await waitUntil(page, hasRows, longestMs);
		}
	},
	{
		name: 'fixing a cell',
		async act(page) {
			await pressFilter(page, 'issue');
			const row = page.getByRole('grid').locator('#row-2');
			await row.locator('[data-column="email"]').click();
			await page.keyboard.press('F2');
			await row.getByRole('textbox').fill('fixed@orders.example.com');
			await page.keyboard.press('Enter');
			await waitUntil(page, `(${importPage.isReviewed('1 issue')})()`, longestMs);
		}
	},
	{
		name: 'remapping',
		async act(page) {
			const before = JSON.stringify(await page.locator('#plan-counts').textContent());
			// Its place may be folded in.
			await page.getByLabel('Column for Name').selectOption('3', { force: true });
			const now = `document.querySelector('#plan-counts')?.textContent`;
			await waitUntil(page, `${now} !== undefined && ${now} !== ${before}`, longestMs);
		}
	}
];

const hasRows = `document.querySelector('[role=grid] [id^="row-"]') !== null`;

async function pressFilter(page: Page, filter: string): Promise<void> {
	await page.getByRole('group', { name: 'Rows to show' }).locator(`button.${filter}`).click();
}

/** One round on one file: how it came on screen, and the longest task of each deed in milliseconds, 0 where none took 50. */
interface Round {
	taken: Taken;
	deeds: Map<string, number>;
}

const pagePart: Part = {
	name: 'page',
	title: 'The page',
	command: 'npm run bench:page --',
	run: benchPage
};

async function benchPage({ hasSize }: PartOptions): Promise<PartResult> {
	const product = await startProduct();
	const browser = await startChromium();
	try {
		const all = new Map<number, Round[]>();
		for (const rows of reviewedSizes.filter(hasSize)) {
			all.set(rows, await withFile(rows, (path, file) => benchFile(browser, product, path, file)));
		}
		const goals = [...all].map(([rows, found]) => taskGoal(rows, found));
		const first = new Map([...all].map(([rows, found]) => [rows, median(found.map(firstMs))]));
		if (hasSize(firstRowsOnly)) {
			first.set(firstRowsOnly, await withFile(firstRowsOnly, (path) => benchFirst(browser, product, path)));
		}
		goals.push(...firstRowsGoal(first));
		const sections = [section(all, first)];
		if (hasSize(memoryRows))
			goals.push(await withFile(memoryRows, (path, file) => benchMemory(product, path, file)));
		return {
			goals,
			sections,
			surroundings: [`Chromium ${browser.version()}, headless`, `This product on ${product.engine}`]
		};
	} finally {
		await browser.close();
		await product.stop();
	}
}

/** Does something with a file of so many rows, of which the first and the last have no address that could be one. */
async function withFile<T>(rows: number, act: (path: string, file: Customer[]) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-file-'));
	try {
		const path = join(folder, 'customers.csv');
		const customers = fileWithIssues(rows);
		writeFileSync(path, csvOf(customers));
		return await act(path, customers);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function benchFile(
	browser: Browser,
	product: Product,
	path: string,
	file: Customer[]
): Promise<Round[]> {
	const signedIn = await product.signIn(browser, customersBefore(file));
	const found: Round[] = [];
	for (let round = -1; round < rounds; round++) {
		const one = await onNewPage(browser, signedIn, async (page) => {
			const taken = await takeTime(page, reviewed, importPage.input, path, longestMs);
			const longest = new Map<string, number>();
			for (const deed of deeds) longest.set(deed.name, await longestTask(page, deed));
			return { taken, deeds: longest };
		});
		if (round >= 0) found.push(one);
	}
	return found;
}

async function benchFirst(browser: Browser, product: Product, path: string): Promise<number> {
	const signedIn = await product.signIn(browser, []);
	const found: number[] = [];
	for (let round = -1; round < rounds; round++) {
		const watched = `{ isShown: () => (${importPage.isFirst})() || (${importPage.isReviewed('2 issues')})() }`;
		const { shownMs } = await onNewPage(browser, signedIn, (page) =>
			takeTime(page, watched, importPage.input, path, longestMs)
		);
		if (round >= 0) found.push(shownMs);
	}
	return median(found);
}

/** In a browser of its own, so that the tab has nothing of other runs. */
async function benchMemory(product: Product, path: string, file: Customer[]): Promise<Goal> {
	const browser = await startChromium();
	try {
		const signedIn = await product.signIn(browser, customersBefore(file));
		return await onNewPage(browser, signedIn, async (page) => {
			const ending = watchMemory(processesBelow(process.pid, /--type=renderer/));
			await takeTime(page, reviewed, importPage.input, path, longestMs);
			const { before, most } = ending();
			const size = statSync(path).size / 2 ** 20;
			return atMost(6, '× the file', {
				what: `memory of the tab at most, above idle, ${file.length.toLocaleString('en')} lean rows`,
				measured: `${before.toFixed(0)} → ${most.toFixed(0)} MiB, file ${size.toFixed(0)} MiB`,
				ratio: (most - before) / size
			});
		});
	} finally {
		await browser.close();
	}
}

const reviewed = `{ isFirst: ${importPage.isFirst}, isShown: ${importPage.isReviewed('2 issues')} }`;

async function onNewPage<T>(
	browser: Browser,
	signedIn: SignedIn,
	act: (page: Page) => Promise<T>
): Promise<T> {
	const context = await browser.newContext({ ...signedIn, viewport: { width: 1440, height: 900 } });
	try {
		const page = await context.newPage();
		await openImportPage(page);
		await page.waitForTimeout(restMs);
		return await act(page);
	} finally {
		await context.close();
	}
}

async function longestTask(page: Page, { act }: Deed): Promise<number> {
	await page.evaluate(`
		window.longestTask = 0;
		window.taskObserver ??= new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) window.longestTask = Math.max(window.longestTask, duration);
		});
		window.taskObserver.observe({ type: 'longtask' });
	`);
	await act(page);
	// The observer is told of a task a little after its end.
	await page.waitForTimeout(restMs);
	return await page.evaluate(() => (window as unknown as { longestTask: number }).longestTask);
}

/** Where a file is read before its beginning could be shown, its reviewed rows are the first ones. */
function firstMs({ taken }: Round): number {
	return taken.firstMs ?? taken.shownMs;
}

function taskGoal(rows: number, found: readonly Round[]): Goal {
	const longest = longestOf(found);
	const names = [...longest].map(([name, ms]) => `${name} ${ms.toFixed(0)}`);
	return atMost(50, 'ms', {
		what: `longest task of the page, ${rows.toLocaleString('en')} rows`,
		measured: `${names.join(', ')} ms; the longest of all ${found.length} rounds ${worstOf(found).toFixed(0)} ms`,
		ratio: Math.max(...longest.values())
	});
}

/** The longest task of any deed in any round. */
function worstOf(found: readonly Round[]): number {
	return Math.max(...found.flatMap((round) => [round.taken.longestTaskMs, ...round.deeds.values()]));
}

/** The median of the longest tasks, by deed. */
function longestOf(found: readonly Round[]): Map<string, number> {
	return new Map([
		['reading', median(found.map(({ taken }) => taken.longestTaskMs))],
		...deeds.map(({ name }) => [name, median(found.map((round) => round.deeds.get(name) ?? 0))] as const)
	]);
}

function firstRowsGoal(first: ReadonlyMap<number, number>): Goal[] {
	const [many, few] = [first.get(firstRowsOnly), first.get(50_000)];
	if (many === undefined || few === undefined) return [];
	return [
		atMost(2, '× 50,000 rows', {
			what: 'first rows on screen, 1,000,000 rows',
			measured: `${duration(many)}, ${duration(few)}`,
			ratio: many / few
		})
	];
}

function section(all: ReadonlyMap<number, Round[]>, first: ReadonlyMap<number, number>): string {
	const names = ['reading', ...deeds.map(({ name }) => name)];
	const lines = [...first].map(([rows, ms]) => {
		const found = all.get(rows);
		const longest = found && longestOf(found);
		return [
			rows.toLocaleString('en'),
			duration(ms),
			found ? duration(median(found.map(({ taken }) => taken.shownMs))) : '–',
			...names.map((name) => longest?.get(name)?.toFixed(0) ?? '–')
		];
	});
	const header = [
		'lean rows',
		'first rows',
		'reviewed rows',
		...names.map((name) => `${name}, longest task, ms`)
	];
	return [
		`From the choice of the file; medians of ${rounds} rounds, after one that does not count. 0 is a task below 50 ms.`,
		markdownTable(
			header,
			header.map((_, column) => column),
			lines
		)
	].join('\n\n');
}

await runParts([pagePart], process.argv.slice(2));
process.exit();
