import { request as httpRequest } from 'node:http';
import type { Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { insertCustomers, query } from './database.ts';
import { expect, test } from './fixtures.ts';
import { expectResult, importButton, previewFile } from './import-screen.ts';
import { askForLink, linksTo } from './mails.ts';

const password = 'copper lantern river';
const shop = 'Deli "Süd" & Co';

function emailOf(slug: string): string {
	return `deli@${slug}.example`;
}

async function typePassword(page: Page, typed: string): Promise<void> {
	await page.getByLabel('New password').fill(typed);
	await page.getByRole('button', { name: 'Save and sign in' }).click();
}

async function signIn(page: Page, slug: string, email: string, typed: string): Promise<void> {
	await page.goto(`/store/${slug}/login`);
	await page.getByLabel('Email').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(typed);
	await page.getByRole('button', { name: 'Sign in' }).click();
}

test('an imported customer gets a link, sets a password, sees the store, signs out and in again, by keyboard alone (T2)', async ({
	page,
	company,
	browser
}) => {
	const email = emailOf(company.slug);
	await previewFile(page, `email,name\n${email},"Deli ""Süd"" & Co"\n`, { create: 1 });
	await importButton(page).click();
	await expectResult(page, 1, 0, 0);
	expect(linksTo(email)).toEqual([]);
	await page.getByRole('link', { name: 'View customers' }).click();
	const address = await page.getByRole('link', { name: /\/store\/.*\/login$/ }).getAttribute('href');
	expect(address).toBe(`/store/${company.slug}/login`);

	const context = await browser.newContext({ baseURL: process.env.E2E_ADDRESS ?? '' });
	const visitor = await context.newPage();
	await visitor.goto(`/store/${company.slug}/login`);
	await expect(visitor.getByText(`Company ${company.slug}`)).toBeVisible();
	await expect(visitor.getByRole('button', { name: 'Show password' })).toBeVisible();
	await visitor.getByLabel('Email').focus();
	await visitor.keyboard.type(email);
	await visitor.keyboard.press('Tab');
	await visitor.keyboard.press('Tab');
	await visitor.keyboard.type('a guess at it');
	await visitor.keyboard.press('Enter');
	await expect(visitor.getByRole('alert')).toBeFocused();
	await expect(visitor.getByRole('alert')).toContainText('Email or password is wrong.');

	await visitor.getByRole('link', { name: 'Email me a link to set one' }).focus();
	await visitor.keyboard.press('Enter');
	await expect(visitor).toHaveURL(`/store/${company.slug}/forgot`);
	await visitor.getByLabel('Email').focus();
	await visitor.keyboard.type(email);
	await visitor.keyboard.press('Enter');
	await expect(visitor.getByRole('status')).toBeFocused();
	await expect(visitor.getByRole('status')).toContainText('a link is on its way');
	await expect.poll(() => linksTo(email).length).toBe(1);

	await visitor.goto(linksTo(email)[0] ?? '');
	await expect(visitor).toHaveURL(`/store/${company.slug}/reset`);
	await expect(visitor.getByText(email)).toBeVisible();
	await visitor.getByLabel('New password').focus();
	await visitor.keyboard.type('short');
	await visitor.keyboard.press('Enter');
	await expect(visitor.getByRole('alert')).toBeFocused();
	await expect(visitor.getByLabel('New password')).toHaveAccessibleDescription(/Use 12 characters or more\./);
	await visitor.getByLabel('New password').focus();
	await visitor.keyboard.type(password);
	await visitor.keyboard.press('Enter');
	await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(`Welcome, ${shop}`);
	await expect(visitor.getByRole('status')).toContainText('Your password is set');
	await expect(visitor.getByText(`Company ${company.slug}`).first()).toBeVisible();

	await visitor.goto(`/store/${company.slug}/login`);
	await expect(visitor).toHaveURL(`/store/${company.slug}`);
	await visitor.getByRole('button', { name: 'Sign out' }).focus();
	await visitor.keyboard.press('Enter');
	await expect(visitor).toHaveURL(`/store/${company.slug}/login`);
	await visitor.goto(`/store/${company.slug}`);
	await expect(visitor).toHaveURL(`/store/${company.slug}/login`);
	await signIn(visitor, company.slug, email, password);
	await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(`Welcome, ${shop}`);

	// A customer of the store is nobody in the dashboard (T02).
	await visitor.goto('/dashboard/customers');
	await expect(visitor).toHaveURL(/\/login\?next=/);
	await context.close();
});

test('without script the whole way works too (T2)', async ({ page, company, browser }) => {
	const email = emailOf(company.slug);
	await insertCustomers(company.id, [customer(email)]);
	const link = await askForLink(page, company.slug, email);
	const context = await browser.newContext({
		javaScriptEnabled: false,
		baseURL: process.env.E2E_ADDRESS ?? ''
	});
	const visitor = await context.newPage();
	await visitor.goto(link);
	await typePassword(visitor, 'password1234');
	await expect(visitor.getByText('one of the passwords that are tried first').first()).toBeVisible();
	await typePassword(visitor, password);
	await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(`Welcome, ${email}`);
	await visitor.getByRole('button', { name: 'Sign out' }).click();
	await signIn(visitor, company.slug, email, password);
	await expect(visitor.getByRole('heading', { level: 1 })).toHaveText(`Welcome, ${email}`);
	await context.close();
});

test('the token of a link stands in no address, no Referer and no page, and opening it does not use it up (T23)', async ({
	page,
	company
}) => {
	const email = emailOf(company.slug);
	await insertCustomers(company.id, [customer(email)]);
	const link = await askForLink(page, company.slug, email);
	expect(link.startsWith(`${process.env.E2E_ADDRESS}/store/${company.slug}/reset?token=`)).toBe(true);
	const token = new URL(link).searchParams.get('token') ?? '';

	for (let scan = 0; scan < 3; scan++) {
		const answer = await fetch(link, { redirect: 'manual' });
		expect(answer.status).toBe(303);
		expect(new URL(answer.headers.get('location') ?? '', link).pathname).toBe(`/store/${company.slug}/reset`);
		expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/i);
	}

	const told: string[] = [];
	page.on('request', (sent) => {
		if (!sent.url().includes('token=')) told.push(`${sent.url()} ${sent.headers().referer ?? ''}`);
	});
	await page.goto(link);
	expect(page.url()).not.toContain(token);
	expect(await page.content()).not.toContain(token);
	await typePassword(page, password);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Welcome');
	expect(told.length).toBeGreaterThan(0);
	expect(told.join('\n')).not.toContain(token);

	await page.goto(link);
	await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
	await page.getByRole('link', { name: 'Get a new link' }).click();
	await expect(page).toHaveURL(`/store/${company.slug}/forgot`);
});

test('a link names the address of the settings, whatever Host a request claims (T23)', async ({
	company
}) => {
	const email = emailOf(company.slug);
	await insertCustomers(company.id, [customer(email)]);
	const address = new URL(process.env.E2E_ADDRESS ?? '');
	const status = await new Promise<number>((resolve, reject) => {
		const body = new URLSearchParams({ email }).toString();
		const sent = httpRequest(
			{
				host: '127.0.0.1',
				port: address.port,
				path: `/store/${company.slug}/forgot`,
				method: 'POST',
				headers: {
					Host: 'evil.example',
					'X-Forwarded-Host': 'evil.example',
					Origin: address.origin,
					'Content-Type': 'application/x-www-form-urlencoded',
					'Content-Length': body.length
				}
			},
			(answer) => resolve(answer.resume().statusCode ?? 0)
		);
		sent.on('error', reject).end(body);
	});
	expect(status).toBe(200);
	await expect.poll(() => linksTo(email).length).toBe(1);
	expect(new URL(linksTo(email)[0] ?? '').origin).toBe(address.origin);
});

test('unknown, blocked, without password and wrong password get the same page, status and headers (T21)', async ({
	company
}) => {
	const address = process.env.E2E_ADDRESS ?? '';
	const emails = ['none', 'blocked', 'fresh', 'known'].map((name) => `${name}@shop-${company.slug}.example`);
	await insertCustomers(
		company.id,
		emails
			.slice(1)
			.map((email) => customer(email, { status: email.startsWith('blocked') ? 'BLOCKED' : 'ACTIVE' }))
	);
	await query(
		`UPDATE "Customer" SET "passwordHash" = 'aa:bb' WHERE "companyId" = $1 AND "email" !~ '^fresh'`,
		[company.id]
	);
	for (const [path, form] of [
		['login', { password: 'not the password' }],
		['forgot', {}]
	] as const) {
		const answers = [];
		for (const email of emails) {
			const answer = await fetch(`${address}/store/${company.slug}/${path}`, {
				method: 'POST',
				headers: { Origin: address, Accept: 'text/html' },
				body: new URLSearchParams({ email, ...form })
			});
			const headers = [...answer.headers]
				.filter(([name]) => !['date', 'x-request-id', 'etag', 'content-security-policy'].includes(name))
				.filter(([name]) => name !== 'content-length');
			const body = (await answer.text()).replaceAll(email, 'EMAIL').replaceAll(/nonce="[^"]*"/g, 'nonce');
			answers.push({ status: answer.status, headers, body });
		}
		const [first, ...others] = answers;
		expect(first?.status).toBe(path === 'login' ? 400 : 200);
		for (const answer of others) expect(answer).toEqual(first);
	}
});

test('who is blocked is signed out at the next page, and gets no link (T2, T24)', async ({
	page,
	company
}) => {
	const email = emailOf(company.slug);
	await insertCustomers(company.id, [customer(email)]);
	await page.goto(await askForLink(page, company.slug, email));
	await typePassword(page, password);
	await expect(page).toHaveURL(new RegExp(`/store/${company.slug}`));
	await query(`UPDATE "Customer" SET "status" = 'BLOCKED' WHERE "companyId" = $1`, [company.id]);
	await page.goto(`/store/${company.slug}`);
	await expect(page).toHaveURL(`/store/${company.slug}/login`);
	await signIn(page, company.slug, email, password);
	await expect(page.getByText('Email or password is wrong.')).toBeVisible();
	await page.goto(`/store/${company.slug}/forgot`);
	await page.getByLabel('Email').fill(email);
	await page.getByRole('button', { name: 'Send link' }).click();
	await expect(page.getByText('a link is on its way')).toBeVisible();
});

test('too many links asked for: 429 with Retry-After, in words on the page (T22)', async ({
	page,
	company
}) => {
	const email = emailOf(company.slug);
	const address = process.env.E2E_ADDRESS ?? '';
	await query(`DELETE FROM "RateLimit" WHERE "key" LIKE 'storeResetAddress:%'`);
	function ask(): Promise<Response> {
		return fetch(`${address}/store/${company.slug}/forgot`, {
			method: 'POST',
			headers: { Origin: address, Accept: 'text/html' },
			body: new URLSearchParams({ email })
		});
	}
	for (let i = 0; i < 5; i++) expect((await ask()).status).toBe(200);
	const refused = await ask();
	expect(refused.status).toBe(429);
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);

	await page.goto(`/store/${company.slug}/forgot`);
	await page.getByLabel('Email').fill(email);
	await page.getByRole('button', { name: 'Send link' }).click();
	await expect(page.getByRole('alert')).toContainText(/Too many attempts\. Try again in \d+ minutes\./);
	await expect(page.getByLabel('Email')).toHaveValue(email);
});

test('what is no store is a page that is not found, whatever the address looks like (T29)', async ({
	company
}) => {
	const address = new URL(process.env.E2E_ADDRESS ?? '');
	// Past any client that tidies addresses up.
	function statusOf(path: string): Promise<number> {
		return new Promise((resolve, reject) => {
			httpRequest({ host: '127.0.0.1', port: address.port, path }, (answer) => {
				resolve(answer.resume().statusCode ?? 0);
			})
				.on('error', reject)
				.end();
		});
	}
	expect(await statusOf(`/store/${company.slug}/login`)).toBe(200);
	for (const slug of [
		'no-such-store',
		'%2e%2e%2fdashboard',
		company.slug.toUpperCase(),
		`${company.slug}%00`,
		`${company.slug}%20`,
		'%EF%BD%81%EF%BD%83%EF%BD%8D%EF%BD%85',
		'%E2%80%AEacme',
		"a'%20OR%20'1'='1",
		'__proto__',
		'a'.repeat(64),
		'a'.repeat(8000)
	]) {
		for (const page of ['', '/login', '/forgot', '/reset']) {
			expect(await statusOf(`/store/${slug}${page}`), `${slug.slice(0, 60)}${page}`).toBe(404);
		}
	}
	// Dots lead to other pages of the site, as in any address; never to a store.
	for (const path of [
		'/store/%2e%2e/login',
		'/store/',
		'/store',
		'/store/../',
		'/store/../dashboard/../store/x/login',
		'/store/%',
		'/store/%ff/login'
	]) {
		expect([200, 303, 307, 308, 400, 404], path).toContain(await statusOf(path));
	}
});
