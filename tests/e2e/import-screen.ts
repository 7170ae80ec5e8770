import { expect, type Locator, type Page } from '@playwright/test';

/** What the preview says, in numbers; what is left out is 0. */
export interface Counts {
	create?: number;
	update?: number;
	unchanged?: number;
	issues?: number;
}

/** Opens the import screen, and waits until its script is at work: it starts the worker as soon as it is. */
export async function openImport(page: Page): Promise<void> {
	const worker = page.waitForEvent('worker');
	await page.goto('/dashboard/customers/import');
	await worker;
}

/** Gives the screen a file, as the first one or in place of the one that is open. */
export async function chooseFile(
	page: Page,
	content: string | Uint8Array,
	name = 'customers.csv'
): Promise<void> {
	await page
		.getByLabel(/(Choose|Replace) file/)
		.first()
		.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
}

/** Opens the import screen with a file and waits for its preview. */
export async function previewFile(page: Page, content: string | Uint8Array, counts: Counts): Promise<void> {
	await openImport(page);
	await chooseFile(page, content);
	await expectCounts(page, counts);
}

/** The calls to the server that the page makes from now on; its own pictures and scripts may still come in. */
export function recordCalls(page: Page): string[] {
	const calls: string[] = [];
	page.on('request', (request) => {
		if (request.method() !== 'GET' || request.url().includes('/api/')) calls.push(request.url());
	});
	return calls;
}

/** Waits until the preview's sentence says exactly this. */
export async function expectCounts(page: Page, counts: Counts): Promise<void> {
	const { create = 0, update = 0, unchanged = 0, issues = 0 } = counts;
	const figures = [`${create} to create`, `${update} to update`, `${unchanged} unchanged`];
	figures.push(`${issues} ${issues === 1 ? 'issue' : 'issues'}`);
	for (const figure of figures) {
		const written = figure.replace(/^\d+/, (digits) => Number(digits).toLocaleString('en-US'));
		await expect(page.locator('.counts').getByText(written, { exact: true })).toBeVisible();
	}
}

/** The button that applies the import, whether it can be pressed or not. */
export function importButton(page: Page): Locator {
	return page.getByRole('region', { name: 'Import', exact: true }).getByRole('button', { name: /^Import/ });
}

export async function expectImportDisabled(page: Page, reason: string | RegExp): Promise<void> {
	await expect(importButton(page)).toHaveAttribute('aria-disabled', 'true');
	await expect(importButton(page)).toHaveAccessibleDescription(reason);
}

/** Presses a button that says it is disabled but answers with the reason. */
export async function pressDisabled(button: Locator): Promise<void> {
	await button.click({ force: true });
}

/** Waits for the result screen and compares its figures. */
export async function expectResult(
	page: Page,
	created: number,
	updated: number,
	unchanged: number
): Promise<void> {
	await expect(page.getByRole('heading', { level: 1, name: 'Import finished' })).toBeVisible();
	const result = page.getByRole('region', { name: 'Result' });
	for (const [figure, word] of [
		[created, 'created'],
		[updated, 'updated'],
		[unchanged, 'unchanged']
	] as const) {
		const written = figure.toLocaleString('en-US');
		await expect(
			result
				.getByRole('definition')
				.filter({ hasText: new RegExp(`^${written}$`) })
				.first()
		).toBeVisible();
		await expect(result.getByText(word, { exact: true })).toBeVisible();
	}
}

/** The row of the preview's table that has this spreadsheet row number. */
export function previewRow(page: Page, row: number): Locator {
	return page.locator(`#row-${row}`);
}

/** The fixes of every review that this browser keeps. */
export async function keptFixes(page: Page): Promise<string[]> {
	return await page.evaluate(async () => {
		function answer<T>(request: IDBRequest<T>): Promise<T> {
			return new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('no answer'));
			});
		}
		const databases = await indexedDB.databases();
		if (!databases.some(({ name }) => name === 'import-drafts')) return [];
		const database = await answer(indexedDB.open('import-drafts'));
		const records: { fixes?: Blob }[] = await answer(
			database.transaction('drafts').objectStore('drafts').getAll()
		);
		database.close();
		return await Promise.all(records.flatMap(({ fixes }) => (fixes ? [fixes.text()] : [])));
	});
}
