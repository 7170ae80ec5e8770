import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { linkOf, readMail } from '../support/mail-server.ts';
import { query } from './database.ts';
import { expect } from './fixtures.ts';

/** The links in the mails that the running application wrote to this address, oldest first. */
export function linksTo(email: string): string[] {
	const folder = join(process.env.E2E_DATA_DIR ?? '', 'mail');
	const files = readdirSync(process.env.E2E_DATA_DIR ?? '').includes('mail')
		? readdirSync(folder).sort()
		: [];
	return files
		.filter((file) => file.endsWith('.eml'))
		.map((file) => readMail(readFileSync(join(folder, file), 'utf8')))
		.filter(({ headers }) => headers.get('to')?.[0] === email)
		.map(linkOf);
}

/** Asks for a link as a customer does, and waits for the mail: the address of the link. */
export async function askForLink(page: Page, slug: string, email: string): Promise<string> {
	// All tests come from one address, which asks for more links than anybody may.
	await query(`DELETE FROM "RateLimit" WHERE "key" LIKE 'storeResetAddress:%'`);
	const before = linksTo(email).length;
	await page.goto(`/store/${slug}/forgot`);
	await page.getByLabel('Email').fill(email);
	await page.getByRole('button', { name: 'Send link' }).click();
	await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
	await expect.poll(() => linksTo(email).length).toBe(before + 1);
	return linksTo(email).at(-1) ?? '';
}
