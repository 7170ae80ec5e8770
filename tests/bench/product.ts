import { type Browser, type BrowserContextOptions, type Page, chromium } from '@playwright/test';
import type { Customer } from '../../src/lib/customer/customer.ts';
import { startFaultApplication } from '../faults/harness/application.ts';
import { type FaultCompany, makeFaultCompany } from '../faults/harness/company.ts';
import { startFaultDatabase } from '../faults/harness/engines.ts';
import { inspect } from '../faults/harness/inspect.ts';
import { chromiumFlags, findChromium } from '../support/chromium.ts';
import { generateCustomers } from '../support/generate-customers.ts';

/** The built application, started for a benchmark. */
export interface Product {
	/** On which database, for people. */
	engine: string;
	/** Makes a company with these customers; gives what a browser needs to be its owner's. */
	signIn: (browser: Browser, customers: readonly Customer[]) => Promise<SignedIn>;
	stop: () => Promise<void>;
}

/** A browser context in which the owner of a company is signed in, and nothing else is known. */
export type SignedIn = Required<Pick<BrowserContextOptions, 'baseURL' | 'storageState'>>;

/** Starts the built application on PostgreSQL, or on the embedded engine where there is none; it reads any file. */
export async function startProduct(): Promise<Product> {
	const postgres = await startFaultDatabase('postgresql');
	const started = postgres.kind === 'started' ? postgres : await startFaultDatabase('embedded');
	if (started.kind === 'missing') throw new Error(started.reason);
	const { database } = started;
	const application = await startFaultApplication({
		databaseUrl: database.url,
		environment: { IMPORT_MAX_FILE_ROWS: '2000000', IMPORT_MAX_FILE_BYTES: String(2 ** 30) }
	});
	return {
		engine: database.engine === 'embedded' ? 'the embedded engine' : 'PostgreSQL',
		async signIn(browser, customers) {
			const company = await makeFaultCompany(database.url, customers);
			await inspect(database.url, (client) => client.query('ANALYZE "Customer"'));
			const context = await browser.newContext({ baseURL: application.origin });
			await signInOwner(await context.newPage(), company);
			const storageState = await context.storageState();
			await context.close();
			return { baseURL: application.origin, storageState };
		},
		async stop() {
			await application.kill();
			await database.remove();
		}
	};
}

/** Signs a company's owner in, and opens the import. */
export async function signInOwner(page: Page, { owner }: FaultCompany): Promise<void> {
	await page.goto('/login?next=/dashboard/customers/import');
	await page.getByLabel('Email').fill(owner.email);
	await page.getByLabel('Password', { exact: true }).fill(owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL('**/dashboard/customers/import', { waitUntil: 'networkidle' });
}

/** @throws Error where there is no Chromium */
export async function startChromium(): Promise<Browser> {
	const executablePath = findChromium();
	if (executablePath === undefined) throw new Error('There is no Chromium here (CHROMIUM_PATH names one).');
	return await chromium.launch({ executablePath, args: chromiumFlags });
}

const longestStartMs = 120_000;

/** Opens the import as a person finds it: at rest, with its worker started. Tries again where the server is too busy. */
export async function openImportPage(page: Page): Promise<void> {
	for (;;) {
		const answer = await page.goto('/dashboard/customers/import', { waitUntil: 'networkidle' });
		if (answer?.ok()) break;
		if (answer?.status() !== 503) throw new Error(`The import was answered with ${answer?.status()}.`);
	}
	if (page.workers().length === 0) await page.waitForEvent('worker', { timeout: longestStartMs });
}

/**
 * As many customers as a file has, of which a third has other notes than the file, a third is the same, and a third is
 * not in the file; the last third of the file is not among them.
 */
export function customersBefore(file: readonly Customer[]): Customer[] {
	const others = generateCustomers(Math.ceil(file.length / 3), 'lean', 2);
	const known = file.flatMap((customer, index) => {
		if (index % 3 === 0) return [];
		return index % 3 === 1 ? { ...customer, notes: 'Before' } : customer;
	});
	return [...known, ...others.map((customer) => ({ ...customer, email: `other-${customer.email}` }))];
}

/** Believable customers, but the first and the last, who have no address that could be one: an issue each. */
export function fileWithIssues(rows: number): Customer[] {
	return generateCustomers(rows, 'lean').map((customer, index) => ({
		...customer,
		email: index === 0 ? 'first' : index === rows - 1 ? 'last' : customer.email
	}));
}

/** How long a page is left alone before something is measured on it. */
export const restMs = 500;

/** What is on the import's page, in expressions of its own script. */
export const importPage = {
	input: 'input[type=file]',
	/** The first rows of a file that is still being read. */
	isFirst: `() => document.querySelector('[data-testid="first-rows"] td, [data-testid="first-rows"] [role=gridcell]') !== null`,
	/** The rows with what is wrong with them, with this text among the counts: compared with the customers or not yet. */
	isChecked: (count: string) => rowsBelow('#checked-counts, #plan-counts', count),
	/** The reviewed rows, with this text among the counts. */
	isReviewed: (count: string) => rowsBelow('#plan-counts', count)
};

function rowsBelow(counts: string, count: string): string {
	return `() =>
		document.querySelector('${counts}')?.textContent.includes(${JSON.stringify(count)}) === true &&
		document.querySelector('[role=grid] [id^="row-"]') !== null`;
}
