import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext, Page, Response } from '@playwright/test';
import { createRandom, type Random } from '../../../prisma/seed/random.ts';
import type { Customer } from '../../../src/lib/customer/customer.ts';
import { csvOf, generateCustomers } from '../../support/generate-customers.ts';
import { installedPostgres } from '../../support/postgres-server.ts';
import { addViolations, type Experiment, type ExperimentResult } from '../experiment.ts';
import { inChromium } from '../harness/chromium.ts';
import { type Deed, doDeeds } from '../harness/colleague.ts';
import { type FaultCompany, makeFaultCompany, type SentImport, settle } from '../harness/company.ts';
import { applyPath, giveFile, recordImports, signInOnPage, withoutPicker } from '../harness/import-page.ts';
import { inspect } from '../harness/inspect.ts';
import { forgetLimits, type Instances, onInstances } from '../harness/instances.ts';
import { duration } from '../harness/measures.ts';
import { makeSmallDisk, type SmallDisk } from '../harness/small-disk.ts';
import { signIn } from '../harness/staff-client.ts';
import { bystander, checkInvariants } from '../invariants.ts';
import { type DatabaseProxy, startDatabaseProxy } from '../proxies/database-proxy.ts';
import { diskMegabytes, isDown, smallLog } from './e08-disk-fails.ts';
import { goOn, look } from './importing-person.ts';

/** The file: customers whom it changes, whom it leaves as they are, and whom it adds; and what one import may hold. */
interface FileSize {
	changed: number;
	same: number;
	added: number;
	maxRows: number;
}

const files: Record<'short' | 'full', FileSize> = {
	short: { changed: 200, same: 50, added: 300, maxRows: 100 },
	full: { changed: 4000, same: 2000, added: 6000, maxRows: 1000 }
};
const rounds = { short: 1, full: 5 };

/** One in so many batches is disturbed. */
const disturbed = 0.6;

/** A disturbance comes up to so long after a batch was sent: before, in and after its writing. */
const latestMs = { short: 150, full: 600 };

/** Calls to the database that an import makes, roughly: the connection is cut at one of them. */
const callsOfImport = 26;

/** How long the network is gone, or the disk full: long enough for a batch to fail of it. */
const outageMs = 1500;

const longestMs = 60_000;

/** Counts of what must not happen. */
function nothing() {
	return {
		'customers of the file written twice': 0,
		'customers of the file left out': 0,
		'imports that are not tied to their run': 0,
		'screens that do not tell the truth': 0,
		'batches refused though nobody had changed a customer': 0,
		'runs that the page forgot': 0
	};
}

type Violations = ReturnType<typeof nothing>;

interface Stage extends Instances {
	browser: Browser;
	line: DatabaseProxy;
	disk: SmallDisk | null;
	size: 'short' | 'full';
	random: Random;
	violations: Violations;
	/** The troubles that are still to come, in their order; all once before any comes again. */
	deck: string[];
	/** How often each trouble struck. */
	struck: Record<string, number>;
}

/** One file, from the sign-in to its last batch. */
interface Round extends Stage {
	company: FaultCompany;
	context: BrowserContext;
	/** Another one after a tab was closed. */
	page: Page;
	file: readonly Customer[];
	/** By id. */
	imports: Map<string, SentImport>;
	/** The trouble that is being made now; one at a time. */
	trouble: Promise<void> | null;
}

/** Something that breaks or is changed while batches are written; resolves when it is over. */
type Trouble = (round: Round) => Promise<void>;

const troubles: Readonly<Record<string, Trouble>> = {
	'server killed': async ({ instances: [application] }) => {
		await application?.kill();
		await application?.start();
	},
	'PostgreSQL killed': async ({ database }) => {
		await database.kill();
		await database.start();
	},
	'answer lost': ({ proxy }) => Promise.resolve(proxy.cut({ path: applyPath, at: 'answer', hits: 'first' })),
	'cut while sending': ({ proxy, random }) =>
		Promise.resolve(proxy.cut({ path: applyPath, at: { bytesUp: random.whole(0, 20_000) }, hits: 'first' })),
	'network gone': async ({ proxy }) => {
		proxy.cut({ path: applyPath, at: 'answer', hits: 'everything after' });
		await setTimeout(outageMs);
		proxy.heal();
	},
	'database connection cut': ({ line, random }) =>
		Promise.resolve(
			line.arm({
				at: random.whole(1, callsOfImport),
				when: random.pick(['before', 'after']),
				lasts: 'once'
			})
		),
	'page loaded anew': ({ page }) => untilThere(() => page.reload()),
	'tab closed and opened': async (round) => {
		await round.page.close();
		await openPage(round);
	},
	paused: async ({ page }) => {
		// Where the run stands still already, there is nothing to press.
		await page
			.getByRole('button', { name: 'Pause', exact: true })
			.click({ timeout: 500 })
			.catch(() => {});
	},
	'customers edited': editCustomers,
	'disk full': async ({ disk, database }) => {
		disk?.fill(0);
		await setTimeout(outageMs);
		disk?.free();
		if (!(await isDown(database))) return;
		await database.kill();
		await database.start();
	}
};

const troublesInShort = ['server killed', 'answer lost', 'tab closed and opened', 'customers edited'];

/**
 * The page in a real browser imports a file in batches, while everything around it breaks again and again, and a person
 * goes on with it each time (spec I30).
 */
export const batches: Experiment = {
	id: 'E23',
	title: 'a file in ten batches: killed, cut, reloaded, closed, edited around and out of space, to its end',
	run: (size, seed) => inChromium((browser) => withDisk((disk) => importFiles(browser, disk, size, seed)))
};

/** With a disk that can be filled, where one can be mounted. */
async function withDisk(
	work: (disk: SmallDisk | null) => Promise<ExperimentResult>
): Promise<ExperimentResult> {
	const installed = installedPostgres();
	const disk = installed.kind === 'missing' ? null : makeSmallDisk(diskMegabytes, installed.owner);
	if (disk === null || typeof disk === 'string') {
		const result = await work(null);
		return disk === null ? result : { ...result, skipped: disk };
	}
	try {
		return await work(disk);
	} finally {
		disk.remove();
	}
}

async function importFiles(
	browser: Browser,
	disk: SmallDisk | null,
	size: 'short' | 'full',
	seed: number
): Promise<ExperimentResult> {
	let line: DatabaseProxy | undefined;
	try {
		return await onInstances(
			1,
			async (instances) => {
				if (line === undefined) throw new Error('The application has a database of its own.');
				const random = createRandom(seed);
				const base = { browser, line, disk, size, random, violations: nothing(), deck: [], struck: {} };
				return await importAll({ ...instances, ...base });
			},
			{
				...(disk && { folder: disk.folder }),
				settings: smallLog,
				environment: { IMPORT_MAX_ROWS: String(files[size].maxRows) },
				async throughProxy(databaseUrl) {
					line = await startDatabaseProxy(databaseUrl);
					return line.url;
				}
			}
		);
	} finally {
		await line?.stop();
	}
}

async function importAll(stage: Stage): Promise<ExperimentResult> {
	const { database, origin, size, violations, struck } = stage;
	const other = await makeFaultCompany(database.url, generateCustomers(5, 'lean'));
	const untouched = await bystander(database.url, other);
	const mustNever: Record<string, number> = {};
	const times: string[] = [];
	let imports = 0;
	for (let index = 0; index < rounds[size]; index++) {
		await forgetLimits(database);
		const start = performance.now();
		const company = await importOnce(stage);
		times.push(duration(performance.now() - start));
		imports += company.events.filter(({ kind }) => kind === 'import').length;
		const checked = { databaseUrl: database.url, companies: [company], bystanders: [untouched], origin };
		addViolations(mustNever, await checkInvariants(checked));
	}
	addViolations(mustNever, violations);
	const { changed, same, added, maxRows } = files[size];
	const figures = {
		file: `${changed + same + added} rows, of which ${changed + added} change something, up to ${maxRows} an import`,
		'imports that were asked for': imports,
		troubles: Object.entries(struck)
			.map(([name, count]) => `${count} × ${name}`)
			.join(', '),
		'until the result': times.join(', ')
	};
	return { rounds: rounds[size], mustNever, figures };
}

/** Imports one file, whatever happens, and compares what is there with it. */
async function importOnce(stage: Stage): Promise<FaultCompany> {
	const { database, browser, origin, proxy, line, size, random, violations } = stage;
	const { changed, same, added } = files[size];
	const present = generateCustomers(changed + same, 'lean', random.whole(1, 1_000_000));
	const news = generateCustomers(added, 'lean', 2).map((one) => ({ ...one, email: `new-${one.email}` }));
	const toChange = present.slice(0, changed).map((one) => ({ ...one, notes: 'From the file' }));
	const file = inTurns(toChange, present.slice(changed), news);
	const company = await makeFaultCompany(database.url, present);
	const client = await signIn(origin, company.owner);
	const context = await browser.newContext({ baseURL: origin });
	context.setDefaultTimeout(longestMs);
	try {
		await withoutPicker(context);
		const page = await context.newPage();
		await signInOnPage(page, company);
		const round: Round = { ...stage, company, context, page, file, imports: new Map(), trouble: null };
		await openPage(round);
		await page.close();
		await giveFile(round.page, csvOf(file));
		await goOnToTheEnd(round, changed + added);
		await round.trouble;
		proxy.heal();
		line.heal();
		for (const sent of round.imports.values()) await settle(client, sent);
		await compareWithFile(round, [...toChange, ...news], violations);
		return company;
	} finally {
		proxy.heal();
		line.heal();
		await context.close();
	}
}

/** A page that imports, from which troubles begin when it sends a batch. */
async function openPage(round: Round): Promise<void> {
	const page = await round.context.newPage();
	round.page = page;
	// Whoever leaves while it is at work is asked.
	page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
	await recordImports(page, round.company, round.imports, () => makeTrouble(round));
	await untilThere(() => page.goto('/dashboard/customers/import'));
}

/** Loads a page, and again where that fails of a trouble of before, as a person does. */
async function untilThere(load: () => Promise<Response | null>): Promise<void> {
	const deadline = Date.now() + longestMs;
	for (;;) {
		const response = await load().catch(() => null);
		if (response?.ok()) return;
		if (Date.now() > deadline) throw new Error('The page does not load any more.');
	}
}

function makeTrouble(round: Round): void {
	const { random, size, struck, disk, deck } = round;
	if (round.trouble !== null || !random.chance(disturbed)) return;
	const all = size === 'full' ? Object.keys(troubles) : troublesInShort;
	if (deck.length === 0) deck.push(...all.filter((name) => disk !== null || name !== 'disk full'));
	const [name = ''] = deck.splice(random.whole(0, deck.length - 1), 1);
	const delayMs = random.next() * latestMs[size];
	struck[name] = (struck[name] ?? 0) + 1;
	round.trouble = setTimeout(delayMs)
		.then(() => troubles[name]?.(round))
		.finally(() => (round.trouble = null));
}

/** Looks what the page says, holds it against the database where it stands still, and takes its way on. */
async function goOnToTheEnd(round: Round, toWrite: number): Promise<void> {
	const { violations, company, database } = round;
	for (;;) {
		const { page } = round;
		try {
			const seen = await look(page);
			const stood = await recorded(database.url, company);
			if (seen.kind === 'finished') {
				if (seen.created !== stood.created || seen.updated !== stood.updated)
					violations['screens that do not tell the truth']++;
				return;
			}
			if (seen.kind === 'nothing open') {
				// Whoever closes or reloads the page with the result on it has seen it.
				if (stood.created + stood.updated < toWrite) violations['runs that the page forgot']++;
				return;
			}
			const { imported, isRefused, way } = seen;
			if (isRefused && !company.events.some(({ kind }) => kind === 'edited'))
				violations['batches refused though nobody had changed a customer']++;
			const isTrue =
				imported === null ||
				(imported.batches === stood.batches && imported.customers === stood.created + stood.updated);
			if (!isTrue) violations['screens that do not tell the truth']++;
			await goOn(way);
		} catch (error) {
			// The page was closed or loaded anew while it was looked at, or the database killed.
			if (round.trouble === null && round.page === page) throw error;
			await round.trouble;
		}
	}
}

/** What the records of a company's imports say. */
async function recorded(databaseUrl: string, company: FaultCompany) {
	return await inspect(databaseUrl, async (owner) => {
		const { rows } = await owner.query<{ batches: number; created: number; updated: number }>(
			`SELECT count(*)::int AS "batches", coalesce(sum("created"), 0)::int AS "created",
			   coalesce(sum("updated"), 0)::int AS "updated"
			 FROM "Import" WHERE "companyId" = $1`,
			[company.id]
		);
		return rows[0] ?? { batches: 0, created: 0, updated: 0 };
	});
}

/** Each customer that the file changes was written by exactly one import, and these are one run. */
async function compareWithFile(
	{ database, company }: Round,
	toWrite: readonly Customer[],
	violations: Violations
): Promise<void> {
	await inspect(database.url, async (owner) => {
		const { rows: written } = await owner.query<{ email: string; times: number }>(
			`SELECT "after"->>'email' AS "email", count(*)::int AS "times" FROM "ImportChange"
			 WHERE "companyId" = $1 GROUP BY 1`,
			[company.id]
		);
		const times = new Map(written.map(({ email, times }) => [email, times]));
		violations['customers of the file written twice'] += written.filter(({ times }) => times > 1).length;
		violations['customers of the file left out'] += toWrite.filter(({ email }) => !times.has(email)).length;
		const { rows: parts } = await owner.query<{ runId: string | null; batch: number | null }>(
			'SELECT "runId"::text, "batch" FROM "Import" WHERE "companyId" = $1 ORDER BY "batch"',
			[company.id]
		);
		const [first] = parts;
		violations['imports that are not tied to their run'] += parts.filter(
			({ runId, batch }, i) => runId === null || runId !== first?.runId || batch !== i + 1
		).length;
	});
}

/** A colleague changes customers of the file, and adds one of those that it would add. */
async function editCustomers({ database, company, random, file }: Round): Promise<void> {
	const deeds: Deed[] = [1, 2, 3].map(() => ({
		kind: 'edit',
		email: random.pick(file).email,
		changes: { name: `A colleague's ${random.whole(1, 9999)}` }
	}));
	const email = random.pick(file).email;
	if (email.startsWith('new-'))
		deeds.push({
			kind: 'create',
			customer: { ...random.pick(file), email, notes: 'By a colleague' },
			id: randomUUID()
		});
	const done = await inspect(database.url, (owner) => doDeeds(owner, company, deeds));
	if (done !== null) company.events.push({ kind: 'edited', deeds });
}

/** One of each list after the other, to the end of the longest. */
function inTurns(...lists: readonly (readonly Customer[])[]): Customer[] {
	const longest = Math.max(...lists.map(({ length }) => length));
	return Array.from({ length: longest }).flatMap((_, i) => lists.flatMap((list) => list[i] ?? []));
}
