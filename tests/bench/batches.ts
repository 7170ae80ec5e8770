/**
 * `npm run bench:batches`: imports a file of 100,000 rows in batches through the page in Chromium, on each engine,
 * and tells times and memory of the tab, the server and the embedded database. `--write` puts the result into
 * README.md beside this file.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page, chromium } from '@playwright/test';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { startFaultApplication } from '../faults/harness/application.ts';
import { type FaultCompany, makeFaultCompany } from '../faults/harness/company.ts';
import type { FaultDatabase } from '../faults/harness/database.ts';
import { startFaultDatabase } from '../faults/harness/engines.ts';
import { inspect } from '../faults/harness/inspect.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { csvOf, generateCustomers, type RowSize } from '../support/generate-customers.ts';
import { type MemoryUse, processesBelow, watchMemory } from './memory.ts';
import { signInOwner } from './product.ts';
import { surroundings } from './report.ts';
import { writeBlock } from './results.ts';

const rows = 100_000;
const sizes = ['lean', 'full'] as const;
const engines = ['embedded', 'postgresql'] as const;
const longestMs = 600_000;

/** What a run through the page took. */
interface Run {
	size: RowSize;
	engine: (typeof engines)[number];
	bytes: number;
	/** From the choice of the file to its rows on the screen, and from Import to the result; in milliseconds. */
	previewMs: number;
	importMs: number;
	batches: number;
	/** Tasks of the page's own thread of 50 ms or more, in milliseconds each. */
	longTasks: number[];
	tab: MemoryUse;
	server: MemoryUse;
	/** Null for PostgreSQL, which shares its memory between processes. */
	database: MemoryUse | null;
}

/** A third of the rows is missing among the customers, a third differs, and a third is the same. */
function customersBefore(file: readonly Customer[]): Customer[] {
	return file.flatMap((customer, index) => {
		if (index % 3 === 0) return [];
		return index % 3 === 1 ? { ...customer, name: `${customer.name ?? ''} & Co` } : customer;
	});
}

async function benchRun(browser: Browser, size: RowSize, engine: Run['engine']): Promise<Run> {
	const file = generateCustomers(rows, size);
	const started = await startFaultDatabase(engine);
	if (started.kind === 'missing') throw new Error(started.reason);
	const { database } = started;
	const application = await startFaultApplication({ databaseUrl: database.url });
	const folder = mkdtempSync(join(tmpdir(), 'bench-'));
	try {
		// A file of the disk, as a person has it: content that the driver hands over would go through the page.
		const path = join(folder, 'customers.csv');
		writeFileSync(path, csvOf(file));
		const company = await makeFaultCompany(database.url, customersBefore(file));
		const context = await browser.newContext({ baseURL: application.origin });
		const page = await context.newPage();
		await signInOwner(page, company);
		const run = await importFile(page, path, { server: application.pid(), database });
		const batches = await batchesOf(database, company);
		await context.close();
		return { ...run, size, engine, batches };
	} finally {
		await application.kill();
		await database.remove();
		rmSync(folder, { recursive: true });
	}
}

async function importFile(
	page: Page,
	path: string,
	{ server, database }: { server: number; database: FaultDatabase }
): Promise<Omit<Run, 'size' | 'engine' | 'batches'>> {
	const endings = {
		tab: watchMemory(processesBelow(process.pid, /--type=renderer/)),
		server: watchMemory([server]),
		database: watchMemory(database.pids())
	};
	// As text: what tsx makes of a function has helpers in it that the page does not know.
	await page.evaluate(`
		window.longTasks = [];
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) window.longTasks.push(duration);
		}).observe({ type: 'longtask' });
	`);
	const chosenAt = performance.now();
	await page.getByLabel('Choose file').setInputFiles(path);
	await page.getByRole('button', { name: /^Import [\d,]+ customers/ }).waitFor({ timeout: longestMs });
	const shownAt = performance.now();
	await page.getByRole('button', { name: /^Import [\d,]+ customers/ }).click();
	const importedAt = performance.now();
	await page.getByRole('dialog').getByRole('button', { name: 'Import anyway' }).click();
	await page.getByRole('heading', { name: 'Import finished' }).waitFor({ timeout: longestMs });
	const finishedAt = performance.now();
	const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
	return {
		bytes: statSync(path).size,
		previewMs: shownAt - chosenAt,
		importMs: finishedAt - importedAt,
		longTasks,
		tab: endings.tab(),
		server: endings.server(),
		database: database.engine === 'embedded' ? endings.database() : null
	};
}

async function batchesOf(database: FaultDatabase, company: FaultCompany): Promise<number> {
	return await inspect(database.url, async (client) => {
		const { rows: found } = await client.query<{ count: number }>(
			'SELECT count(*)::int AS "count" FROM "Import" WHERE "companyId" = $1 AND "runId" IS NOT NULL',
			[company.id]
		);
		return found[0]?.count ?? 0;
	});
}

function lineOf(run: Run): string {
	const written = Math.ceil((rows * 2) / 3);
	const cells = [
		`${run.size}, ${mebibytes(run.bytes / 2 ** 20)}`,
		run.engine,
		seconds(run.previewMs),
		`${run.batches} in ${seconds(run.importMs)}`,
		Math.round(written / (run.importMs / 1000)).toLocaleString('en'),
		memory(run.tab),
		memory(run.server),
		run.database === null ? '–' : memory(run.database),
		run.longTasks.length === 0
			? '0'
			: `${run.longTasks.length}, up to ${Math.max(...run.longTasks).toFixed(0)} ms`
	];
	return `| ${cells.join(' | ')} |`;
}

function memory({ before, most }: MemoryUse): string {
	return `${before.toFixed(0)} → ${mebibytes(most)}`;
}

function mebibytes(amount: number): string {
	return `${amount.toFixed(amount < 10 ? 1 : 0)} MiB`;
}

function seconds(ms: number): string {
	return `${(ms / 1000).toFixed(1)} s`;
}

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('There is no Chromium here (CHROMIUM_PATH names one).');
const lines: string[] = [];
for (const size of sizes) {
	for (const engine of engines) {
		// A browser of its own, so that the tab has nothing of the run before.
		const browser = await chromium.launch({ executablePath, args: chromiumFlags });
		try {
			lines.push(lineOf(await benchRun(browser, size, engine)));
		} finally {
			await browser.close();
		}
	}
}
const text = [
	`## Batches, ${new Date().toISOString().slice(0, 10)}`,
	surroundings([
		`${rows.toLocaleString('en')} rows: a third to create, a third to update, a third unchanged`
	]),
	[
		'| file | engine | file → rows on screen | batches | customers/s | tab | server | database | tasks over 50 ms |',
		'| --- | --- | --: | --: | --: | --: | --: | --: | --: |',
		...lines
	].join('\n')
].join('\n\n');
console.log(text);

if (process.argv.includes('--write')) await writeBlock('batches', 'npm run bench:batches -- --write', text);
process.exit();
