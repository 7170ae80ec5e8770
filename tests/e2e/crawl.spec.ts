import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { APIRequestContext, Browser, BrowserContext } from '@playwright/test';
import type { ApplyRequest } from '../../src/lib/import/apply.ts';
import type { Piece, UndoOutcome, UndoRequest } from '../../src/lib/import/undo.ts';
import { makeUndoRequest } from '../../src/lib/import/undo/make-undo-request.ts';
import { appRouter } from '../../src/lib/server/trpc/app-router.ts';
import { encodePlace } from '../../src/lib/server/cursor.ts';
import { applyRequest, columnsOf } from '../support/apply-request.ts';
import { customer } from '../support/core.ts';
import { insertCustomers, query, setRole } from './database.ts';
import { type Company, expect, signUpCompany, test } from './fixtures.ts';
import { askForLink } from './mails.ts';
import { insertToken } from './tokens.ts';

const routes = fileURLToPath(new URL('../../src/routes', import.meta.url));

/** Every address that answers, told from the files of the routes, so that a new one is tried too. */
const paths = readdirSync(routes, { recursive: true, encoding: 'utf8' })
	.map((path) => `/${path.replaceAll('\\', '/')}`)
	.filter((path) => /\/\+(?:page\.svelte|page\.server\.ts|server\.ts)$/.test(path))
	.map((path) => path.replace(/\/\+[^/]+$/, '') || '/')
	.filter((path, index, all) => all.indexOf(path) === index && !path.startsWith('/api/trpc'))
	.sort();

/** Every procedure, told from the router itself. */
const procedures = Object.keys(appRouter._def.procedures).sort();

const own = { Origin: process.env.E2E_ADDRESS ?? '' };

/** What is known of a company by somebody who should know nothing: its ids and addresses. */
interface Target {
	company: Company;
	/** An import's, its file's, an audit entry's, a customer's and a person's. */
	ids: { import: string; run: string; entry: string; customer: string; user: string };
	/** The request of its import, word for word. */
	request: ApplyRequest;
	/** What would undo it. */
	undo: UndoRequest;
	/** What nobody else may ever be shown: none of it is part of what is asked. */
	secrets: string[];
}

const shops = ['one', 'two', 'three'].map((name) =>
	customer(`${name}@target.example`, {
		name: `Secret Name of ${name}`,
		notes: `Secret notes of ${name}`,
		creditLimit: '98765.43'
	})
);

/** A customer who signs in, and may see this much of the company: the own name. */
const shopper = customer('shopper@target.example', { name: 'The Shopper' });

async function makeTarget(context: BrowserContext): Promise<Target> {
	const company = await signUpCompany(context);
	const [first, ...others] = shops;
	if (first === undefined) throw new Error('There is no first shop.');
	await insertCustomers(company.id, [...others, shopper]);
	const run = { id: randomUUID(), batch: 1, batches: 1 };
	const request = { ...applyRequest(columnsOf([first])), run };
	const applied = await context.request.post('/api/trpc/imports.applyPlan', { data: request, headers: own });
	expect(applied.status()).toBe(200);
	const [found] = await query<Omit<Target['ids'], 'run'>>(
		`SELECT "importId" AS "import", "id" AS "entry", "userId" AS "user",
			(SELECT "id" FROM "Customer" AS c WHERE c."companyId" = e."companyId" LIMIT 1) AS "customer"
		 FROM "AuditEntry" AS e WHERE "companyId" = $1`,
		[company.id]
	);
	if (found === undefined) throw new Error('The import has no audit entry.');
	const ids = { ...found, run: run.id };
	const previewed = await context.request.post('/api/trpc/imports.previewUndo', {
		data: { importId: ids.import, afterRow: null },
		headers: own
	});
	const { result } = (await previewed.json()) as { result: { data: Piece<UndoOutcome> } };
	const undo = makeUndoRequest(ids.import, randomUUID(), result.data.items);
	const values = shops.flatMap(({ name, notes }) => [name, notes]).filter((value) => value !== null);
	return { company, ids, request, undo, secrets: [...values, '98765.43', company.owner.email] };
}

/** A browser in which a customer of this company is signed in to its storefront (T2). */
async function customerOf({ company }: Target, email: string, browser: Browser): Promise<BrowserContext> {
	const context = await browser.newContext({ baseURL: process.env.E2E_ADDRESS ?? '' });
	const page = await context.newPage();
	await page.goto(await askForLink(page, company.slug, email));
	await page.getByLabel('New password').fill('copper lantern river');
	await page.getByRole('button', { name: 'Save and sign in' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Welcome');
	await page.close();
	return context;
}

/** Everything in the database that belongs to a company, as one text. */
async function contentOf({ company }: Target): Promise<string> {
	const tables = await query<{ name: string }>(
		`SELECT c.relname AS "name" FROM pg_class AS c
		 JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'companyId'
		 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`
	);
	const contents = await Promise.all(
		tables.map(({ name }) =>
			query(`SELECT to_jsonb(t) AS "row" FROM "${name}" AS t WHERE "companyId" = $1 ORDER BY 1`, [company.id])
		)
	);
	return JSON.stringify(contents);
}

/** An address with the target's ids wherever it takes one. */
function addressOf(path: string, { company, ids }: Target): string {
	const cursor = encodePlace(new Date(0), ids.entry);
	const filled = path
		.replace('[slug]', company.slug)
		.replace('/runs/[id]', `/runs/${ids.run}`)
		.replace('/imports/[id]', `/imports/${ids.import}`)
		.replaceAll(/\[[^\]]+\]/g, ids.customer);
	return `${filled}?entry=${ids.entry}&by=${ids.user}&cursor=${cursor}&id=${ids.customer}&companyId=${company.id}`;
}

/** An input with the target's ids and addresses, for each procedure. */
function inputOf(procedure: string, { ids, request, undo }: Target): unknown {
	switch (procedure) {
		case 'customers.lookup':
			return { emails: shops.map(({ email }) => email) };
		case 'imports.applyPlan':
			return request;
		case 'imports.changes':
		case 'imports.previewUndo':
			return { importId: ids.import, afterRow: null };
		case 'audit.list':
		case 'imports.list':
			return { cursor: encodePlace(new Date(Date.UTC(9999, 0)), ids.entry) };
		case 'imports.find':
		case 'imports.show':
			return { importId: ids.import };
		case 'imports.undo':
			return undo;
		default:
			throw new Error(`Say what to ask ${procedure} for.`);
	}
}

/** Asks for everything, in every way; answers the statuses by address, and what leaked. */
async function crawl(request: APIRequestContext, target: Target) {
	const statuses = new Map<string, string>();
	const leaks: string[] = [];
	async function ask(method: string, address: string, options: { data?: unknown; accept?: string }) {
		const { data, accept = 'text/html' } = options;
		const headers = { ...own, Accept: accept };
		const answer = await request.fetch(address, {
			method,
			headers,
			maxRedirects: 0,
			...(data === undefined ? {} : { data })
		});
		const told = `${JSON.stringify(answer.headersArray())}\n${await answer.text()}`;
		for (const secret of target.secrets)
			if (told.includes(secret)) leaks.push(`${method} ${address}: ${secret}`);
		return answer.status();
	}
	for (const path of paths) {
		const address = addressOf(path, target);
		const get = await ask('GET', address, {});
		const program = await ask('GET', address, { accept: 'application/json' });
		const data = path === '/logout' ? undefined : {};
		const unsafe = new Set<number>();
		// Signing out is what it is for, and would end the crawl.
		if (path !== '/logout') {
			for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
				unsafe.add(await ask(method, address, { data, accept: 'application/json' }));
		}
		statuses.set(path, [[...new Set([get, program])].join('/'), [...unsafe].join('/') || '-'].join(', '));
	}
	// Applying comes last: from then on the import's id is known in the visitor's own company too.
	const asked = procedures.toSorted(
		(a, b) => Number(a.endsWith('.applyPlan')) - Number(b.endsWith('.applyPlan'))
	);
	for (const procedure of asked) {
		const address = `/api/trpc/${procedure}`;
		const get = await ask('GET', address, {});
		const post = await ask('POST', address, { data: inputOf(procedure, target) });
		statuses.set(procedure, `${get}, ${post}`);
	}
	return { statuses, leaks };
}

/** A table without the spaces and dashes that only line its columns up. */
function withoutPadding(table: string): string {
	return table.replaceAll(/ {2,}/g, ' ').replaceAll(/-{2,}/g, '-');
}

test('T01, T02: nobody gets at a company from outside, by any address or procedure', async ({ browser }) => {
	// Every address in six ways, for four visitors.
	test.slow();
	const target = await makeTarget(await browser.newContext());
	const outsider = await browser.newContext();
	await signUpCompany(outsider);
	// A company of its own: what the other one imports is known to it from then on.
	const { owner: tokenOwner } = await signUpCompany(await browser.newContext());
	const memberContext = await browser.newContext();
	const { owner } = await signUpCompany(memberContext);
	await setRole(owner.email, 'MEMBER');
	const storefront = await customerOf(target, shopper.email, browser);
	const before = await contentOf(target);

	const visitors = {
		'signed out': await browser.newContext(),
		'other company': outsider,
		MEMBER: memberContext,
		"another company's token": await browser.newContext({
			extraHTTPHeaders: { Authorization: `Bearer ${await insertToken(tokenOwner.email)}` }
		}),
		'storefront customer': storefront
	};
	const columns = new Map<string, Map<string, string>>();
	for (const [name, context] of Object.entries(visitors)) {
		const { statuses, leaks } = await crawl(context.request, target);
		expect(leaks, name).toEqual([]);
		columns.set(name, statuses);
	}
	expect(await contentOf(target)).toBe(before);

	const names = [...columns.keys()];
	const lines = [...paths, ...procedures].map(
		(row) => `| \`${row}\` | ${names.map((name) => columns.get(name)?.get(row)).join(' | ')} |`
	);
	const table = [`| | ${names.join(' | ')} |`, `| --- |${' --- |'.repeat(names.length)}`, ...lines].join(
		'\n'
	);
	const written = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8');
	expect(withoutPadding(written)).toContain(withoutPadding(table));
});
