import type { BrowserContext, Page } from '@playwright/test';
import type { ApplyRequest } from '../../../src/lib/import/apply.ts';
import { sentJson } from '../../support/sent-json.ts';
import { type FaultCompany, noteImport, type SentImport } from './company.ts';

/** The procedure by which the page imports, as it stands in addresses. */
export const applyPath = 'imports.applyPlan';

/** Takes away the browser's own choice of files, by which none could be given without a person. */
export async function withoutPicker(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
}

/** Signs in through the form, and waits for the dashboard. */
export async function signInOnPage(page: Page, { owner }: FaultCompany): Promise<void> {
	await page.goto('/login');
	await page.getByLabel('Email').fill(owner.email);
	await page.getByLabel('Password', { exact: true }).fill(owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
}

/** Gives the import page its file. */
export async function giveFile(page: Page, content: string): Promise<void> {
	const input = page.getByLabel(/Choose file/).first();
	await input.setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
}

/**
 * Notes each import that a page asks for, once, however often it is sent. A request waits until it is noted: one that a
 * page sends while it is being closed could arrive though nobody was told of it.
 *
 * @param imports of this page, and of others before it
 * @param onSent called each time that one is sent
 */
export async function recordImports(
	page: Page,
	company: FaultCompany,
	imports: Map<string, SentImport>,
	onSent: () => void = () => {}
): Promise<void> {
	await page.route(
		({ pathname }) => pathname.endsWith(applyPath),
		async (route) => {
			const body = sentJson(route.request()) as ApplyRequest;
			if (!imports.has(body.importId)) imports.set(body.importId, noteImport(company, body));
			onSent();
			// Of a page that is closed by now it is not sent.
			await route.continue().catch(() => {});
		}
	);
}
