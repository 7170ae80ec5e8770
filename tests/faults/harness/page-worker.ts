import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { projectFolder } from '../../../prisma/run-tool.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { type CustomerColumns, toColumns } from '../../../src/lib/customer/customer-columns.ts';
import { defaultLimits } from '../../../src/lib/import/limits.ts';
import { clearEmptyCells, type Mapping } from '../../../src/lib/import/mapping.ts';
import type {
	ImportWorkerApi,
	ReviewRow,
	ReviewSummary,
	Submission
} from '../../../src/lib/import/worker-api.ts';

/** What the browser makes of a file. */
export interface BrowserVerdict {
	counts: ReviewSummary['counts'];
	rows: ReviewRow[];
	submission: Submission;
}

/** The built worker in a real browser. */
export interface PageWorker {
	/**
	 * Opens a file, asks for the customers of its addresses, and reviews it.
	 *
	 * @param lookUp answers with the customers that have one of these addresses
	 */
	review(
		file: string,
		mapping: Mapping,
		lookUp: (emails: string[]) => Promise<Customer[]>
	): Promise<BrowserVerdict>;
	close(): Promise<void>;
}

interface WorkerPage {
	Comlink: {
		wrap(worker: Worker): ImportWorkerApi;
		proxy<Value>(value: Value): Value;
	};
	worker: ImportWorkerApi;
}

const workers = 'build/client/_app/immutable/workers';

/** Starts the worker that the built pages use, on a page of the application. */
export async function startPageWorker(browser: Browser, origin: string): Promise<PageWorker> {
	const name = readdirSync(join(projectFolder, workers)).find((file) => /^import\.worker.*\.js$/.test(file));
	if (name === undefined) throw new Error('The application is not built: run "npm run build" first.');
	// Comlink comes into the page from outside, which the page's policy is there to prevent.
	const context = await browser.newContext({ bypassCSP: true });
	const page = await context.newPage();
	await page.goto(`${origin}/login`);
	const comlink = createRequire(import.meta.url).resolve('comlink/dist/umd/comlink.js');
	await page.addScriptTag({ path: comlink });
	await page.evaluate((url) => {
		const here = globalThis as unknown as WorkerPage;
		here.worker = here.Comlink.wrap(new Worker(url, { type: 'module' }));
	}, `/_app/immutable/workers/${name}`);
	return {
		async review(file, mapping, lookUp) {
			const emails = await openFile(page, file, mapping);
			return await reviewFile(page, emails, toColumns(await lookUp(emails)));
		},
		close: () => context.close()
	};
}

async function openFile(page: Page, content: string, mapping: Mapping): Promise<string[]> {
	return await page.evaluate(
		async ({ content, mapping, limits }) => {
			const { worker, Comlink } = globalThis as unknown as WorkerPage;
			// Methods: what tsx makes of other functions with a name cannot run in a page.
			const ignore = Comlink.proxy({ onProgress() {}, onFirstRows() {} });
			const opened = await worker.open(new File([content], 'rows.csv'), {}, limits, ignore);
			if (opened.kind !== 'opened') throw new Error(`The file cannot be read: ${opened.problem.code}`);
			const { toLookUp } = await worker.map(mapping);
			return await worker.emailsToLookUp(toLookUp);
		},
		{ content, mapping, limits: defaultLimits }
	);
}

async function reviewFile(page: Page, emails: string[], customers: CustomerColumns): Promise<BrowserVerdict> {
	return await page.evaluate(
		async ({ emails, customers, emptyCells }) => {
			const { worker } = globalThis as unknown as WorkerPage;
			await worker.addExisting(emails, customers, { allowed: null, present: customers.email.length });
			const { counts } = await worker.review(emptyCells);
			const submission = await worker.submission();
			return { counts, submission, rows: await worker.rowsByNumber(submission.rowNumbers) };
		},
		{ emails, customers, emptyCells: clearEmptyCells }
	);
}
