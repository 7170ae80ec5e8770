import { expect, type Locator, type Page, type Route } from '@playwright/test';
import { signal } from '../support/signal.ts';
import { query } from './database.ts';
import { importButton } from './import-screen.ts';

/** One of the imports of a company, as the history has it. */
export interface RecordedImport {
	id: string;
	runId: string | null;
	batch: number | null;
	batches: number | null;
	created: number;
	updated: number;
}

/** The heading of the screen. */
export function heading(page: Page, name: string): Locator {
	return page.getByRole('heading', { level: 1, name, exact: true });
}

/** Starts to import in batches, and agrees to what that means. */
export async function startBatches(page: Page): Promise<void> {
	await importButton(page).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('Each batch of up to 5,000 customers is all-or-nothing');
	await dialog.getByRole('button', { name: /^(Start importing|Import anyway)$/ }).click();
}

/** Waits for the result of a file that took several imports. */
export async function expectBatchesDone(page: Page, written: number): Promise<void> {
	await expect(heading(page, 'Import finished')).toBeVisible({ timeout: 40_000 });
	const figures = await page
		.getByRole('region', { name: 'Result' })
		.getByRole('definition')
		.allTextContents();
	const [created = 0, updated = 0] = figures.map((figure) => Number(figure.replaceAll(',', '')));
	expect(created + updated).toBe(written);
}

/** Does something with an import on its way to the server instead of sending it; the first has the number 1. */
export async function onImport(
	page: Page,
	number: number,
	act: (route: Route) => Promise<void>
): Promise<void> {
	let sent = 0;
	await page.route(/imports\.applyPlan/, async (route) => {
		sent++;
		if (sent === number) await act(route);
		else await route.continue();
	});
}

/** Keeps an import from the server until `go` is called. */
export async function holdImport(
	page: Page,
	number: number
): Promise<{ arrived: Promise<void>; go: () => void }> {
	const { come: arrived, give: arrive } = signal();
	const { come: released, give: go } = signal();
	await onImport(page, number, async (route) => {
		arrive();
		await released;
		await route.continue();
	});
	return { arrived, go };
}

/** The imports of a company, in the order of their batches. */
export async function readImports(companyId: string): Promise<RecordedImport[]> {
	return await query<RecordedImport & Record<string, unknown>>(
		`SELECT "id", "runId", "batch", "batches", "created", "updated" FROM "Import"
		 WHERE "companyId" = $1 ORDER BY "createdAt", "batch"`,
		[companyId]
	);
}

/** How many customers the imports of a company changed, and how many different ones: more than once would be twice. */
export async function countChanges(companyId: string): Promise<{ changes: number; customers: number }> {
	const [row] = await query<{ changes: number; customers: number }>(
		`SELECT count(*)::int AS changes, count(DISTINCT "customerId")::int AS customers
		 FROM "ImportChange" WHERE "companyId" = $1`,
		[companyId]
	);
	return row ?? { changes: 0, customers: 0 };
}
