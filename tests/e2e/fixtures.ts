import { randomUUID } from 'node:crypto';
import { test as base, type BrowserContext, expect } from '@playwright/test';
import { companyOf, query } from './database.ts';

/** A company that one test has for itself. */
export interface Company {
	id: string;
	slug: string;
	owner: { email: string; password: string };
}

interface Fixtures {
	/** A new company on the Starter plan, whose owner is signed in on `page`. */
	company: Company;
	/** Whether the test breaks the content security policy on purpose. Any other breach fails its test (T07). */
	breaksPolicy: boolean;
}

/** Signs a new company up in this browser, by the form that the page sends, and so signs its owner in. */
export async function signUpCompany(context: BrowserContext): Promise<Company> {
	const slug = `test-${randomUUID()}`;
	const owner = { email: `owner@${slug}.example`, password: 'a long test password' };
	// All tests come from one address, which makes more companies than anybody may.
	await query(`DELETE FROM "RateLimit" WHERE "key" LIKE 'signUp:%'`);
	const form = { companyName: `Company ${slug}`, slug, name: 'Olive Owner', ...owner };
	const address = process.env.E2E_ADDRESS ?? '';
	const response = await context.request.post(`${address}/signup`, { form, headers: { Origin: address } });
	if (!response.ok()) throw new Error(`The sign-up was answered with ${response.status()}.`);
	return { id: await companyOf(owner.email), slug, owner };
}

export const test = base.extend<Fixtures>({
	breaksPolicy: [false, { option: true }],
	context: async ({ context, breaksPolicy }, use) => {
		const breaches: string[] = [];
		context.on('console', (message) => {
			if (message.text().includes('Content Security Policy')) breaches.push(message.text());
		});
		// Playwright answers the dialog of a file input only; without this one, the page opens that.
		await context.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
		await use(context);
		if (!breaksPolicy) expect(breaches).toEqual([]);
	},
	company: async ({ context }, use) => use(await signUpCompany(context))
});

export { expect } from '@playwright/test';
