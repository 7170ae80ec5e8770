import type { Browser, Page } from '@playwright/test';
import { csvOf, generateCustomers } from '../../support/generate-customers.ts';
import { addViolations, type Experiment, type ExperimentSize } from '../experiment.ts';
import { inChromium } from '../harness/chromium.ts';
import { type FaultCompany, makeFaultCompany, type SentImport, settle } from '../harness/company.ts';
import { applyPath, giveFile, recordImports, signInOnPage, withoutPicker } from '../harness/import-page.ts';
import { type Instances, onInstances } from '../harness/instances.ts';
import { duration } from '../harness/measures.ts';
import { type StaffClient, signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants } from '../invariants.ts';
import type { Cut, HttpProxy } from '../proxies/http-proxy.ts';

/** 50 kB/s up and 400 ms for each round trip: a phone at the edge of town. */
const slowNetwork = { up: 50_000, down: null, delayMs: 200 };

/** As many as fit into the largest file where the network is only slow; fewer where it is cut as well. */
const largestFile = 4500;
const rowsOfFile = { short: 60, full: 1000 };
const longestMs = { short: 60_000, full: 150_000 };

/** Counts of what must not happen. */
function nothing() {
	return {
		'imports without progress on the screen': 0,
		'screens that do not tell the truth': 0,
		'imports written twice or not at all': 0
	};
}

type Violations = ReturnType<typeof nothing>;

/** How the network fails while an import is sent, and what the page has to say then. */
interface Trouble {
	name: string;
	cut: Cut | null;
	/** What the page says before the person does something; null where the result comes by itself. */
	says: RegExp | null;
	/** What the person presses then. */
	press: string | null;
	/** Whether the short form tries it too. */
	isInShort: boolean;
}

const troubles: readonly Trouble[] = [
	{ name: 'slow', cut: null, says: null, press: null, isInShort: false },
	{
		name: 'slow, and the answer lost',
		cut: { path: applyPath, at: 'answer', hits: 'each' },
		says: null,
		press: null,
		isInShort: true
	},
	{
		name: 'slow, and cut while sending',
		cut: { path: applyPath, at: { bytesUp: 10_000 }, hits: 'each' },
		says: /lost before the import was written/,
		press: 'Try again',
		isInShort: true
	},
	{
		name: 'slow, the answer lost and the network gone',
		cut: { path: applyPath, at: 'answer', hits: 'everything after' },
		says: /don't know whether the import was written/,
		press: 'See what happened',
		isInShort: false
	}
];

/** The page in a real browser on a slow network that also breaks: what it shows, and that it writes once. */
export const slowNetworkImports: Experiment = {
	id: 'E12',
	title: 'the page on a network of 50 kB/s and 400 ms, also cut: while sending, after the commit, for good',
	run: (size) =>
		inChromium((browser) =>
			onInstances(1, async (instances) => {
				const { database, origin } = instances;
				const other = await makeFaultCompany(database.url, generateCustomers(5, 'lean'));
				const untouched = await bystander(database.url, other);
				const violations = nothing();
				const figures: Record<string, string> = {};
				const companies: FaultCompany[] = [];
				const tried = troubles.filter(({ isInShort }) => size === 'full' || isInShort);
				for (const trouble of tried) {
					const company = await makeFaultCompany(database.url);
					companies.push(company);
					const client = await signIn(origin, company.owner);
					const result = await importOnce({ instances, browser, size, trouble, company, client }, violations);
					figures[trouble.name] = `${result.bytes} bytes sent, result after ${duration(result.ms)}`;
				}
				const mustNever: Record<string, number> = { ...violations };
				const checked = { databaseUrl: database.url, companies, bystanders: [untouched], origin };
				addViolations(mustNever, await checkInvariants(checked));
				return { rounds: tried.length, mustNever, figures };
			})
		)
};

interface Round {
	instances: Instances;
	browser: Browser;
	size: ExperimentSize;
	trouble: Trouble;
	company: FaultCompany;
	client: StaffClient;
}

/** From the sign-in to the result screen, as a person does it. */
async function importOnce(
	{ instances: { proxy, origin }, browser, size, trouble, company, client }: Round,
	violations: Violations
): Promise<{ bytes: number; ms: number }> {
	const context = await browser.newContext({ baseURL: origin });
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(longestMs[size]);
		await withoutPicker(context);
		await signInOnPage(page, company);
		const file = csvOf(generateCustomers(trouble.cut === null ? largestFile : rowsOfFile[size], 'full'));
		const requests = new Map<string, SentImport>();
		await recordImports(page, company, requests);
		await page.goto('/dashboard/customers/import');
		proxy.setConditions(slowNetwork);
		await giveFile(page, file);
		const button = page.getByRole('button', { name: /^Import [\d,]+ customers/ });
		await button.waitFor();
		if (trouble.cut !== null) proxy.cut(trouble.cut);
		const start = performance.now();
		await button.dblclick();
		if (!(await isShown(page.getByRole('progressbar', { name: 'Importing' }))))
			violations['imports without progress on the screen']++;
		if (trouble.says !== null) await answerTrouble(page, proxy, trouble, violations);
		if (!(await isShown(page.getByRole('heading', { name: 'Import finished' }))))
			violations['screens that do not tell the truth']++;
		const ms = performance.now() - start;
		const wasLost = trouble.cut?.at === 'answer';
		const saysLost = await page.getByText('the import was written, and only once').isVisible();
		if (saysLost !== wasLost) violations['screens that do not tell the truth']++;
		proxy.heal();
		const [sent] = requests.values();
		if (requests.size !== 1 || sent === undefined || (await settle(client, sent)) === null)
			violations['imports written twice or not at all']++;
		return { bytes: JSON.stringify(sent?.request ?? null).length, ms };
	} finally {
		proxy.heal();
		await context.close();
	}
}

/** Reads what the page says, lets the network come back, and presses what is offered. */
async function answerTrouble(
	page: Page,
	proxy: HttpProxy,
	{ says, press }: Trouble,
	violations: Violations
): Promise<void> {
	if (!(await isShown(page.getByRole('alert').filter({ hasText: says ?? '' }))))
		violations['screens that do not tell the truth']++;
	proxy.heal();
	proxy.setConditions(slowNetwork);
	if (press !== null) await page.getByRole('button', { name: press }).click();
}

/** Whether something comes into view before anybody would have given up. */
async function isShown(element: ReturnType<Page['locator']>): Promise<boolean> {
	return await element.waitFor().then(
		() => true,
		() => false
	);
}
