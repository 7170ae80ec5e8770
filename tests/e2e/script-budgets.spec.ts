import {
	firstLoads,
	gzipBytes,
	kilobytes,
	largestModules,
	lateLoad,
	type Load,
	workerLoad
} from './built-scripts.ts';
import { expect, test } from './fixtures.ts';
import { chooseFile, expectCounts, openImport } from './import-screen.ts';

/**
 * What each route may load before anybody does anything: script and styles in thousands of bytes, as gzip. About a
 * tenth above what they were when the budget was set; the goal for the import page is 120.
 */
const budgets: Record<string, number> = {
	'/': 44,
	'/dashboard': 51,
	'/dashboard/customers': 62,
	'/dashboard/customers/[id]': 61,
	'/dashboard/customers/import': 96,
	'/dashboard/customers/import/format': 68,
	'/dashboard/customers/imports': 65,
	'/dashboard/customers/imports/[id]': 103,
	'/dashboard/customers/imports/[id]/undo': 109,
	'/dashboard/customers/imports/runs/[id]': 68,
	'/dashboard/customers/imports/runs/[id]/undo': 86,
	'/dashboard/settings/api': 62,
	'/dashboard/settings/audit-log': 58,
	'/dashboard/settings/plan': 56,
	'/login': 54,
	'/signup': 54,
	'/store/[slug]': 49,
	'/store/[slug]/forgot': 53,
	'/store/[slug]/login': 54,
	'/store/[slug]/reset': 54
};

const importPage = '/dashboard/customers/import';

/** The parts of an import that come later or run elsewhere, each by the module that it is loaded for. */
const laterSteps = { source: 'src/lib/components/import/LaterSteps.svelte', budget: 63 };
const worker = { source: 'workers/import.worker.ts', budget: 54 };
const workbookReader = { source: 'src/lib/import/workbook/read-workbook.ts', budget: 11.5 };

/** Null within the budget; otherwise what is wrong, with the modules that are most of it. */
function excessOf(load: Load, budget: number): string | null {
	const bytes = gzipBytes(load);
	if (bytes <= budget * 1000) return null;
	const styles = gzipBytes({ ...load, files: load.files.filter((file) => file.endsWith('.css')) });
	const largest = largestModules(load, 8).join(', ');
	return `${load.name}: ${kilobytes(bytes)} as gzip, of ${budget} KB; ${kilobytes(styles)} of it styles. Largest modules before minifying: ${largest}`;
}

test('the first load of every route is within its budget', async () => {
	const loads = await firstLoads();
	expect(loads.map(({ name }) => name).sort()).toEqual(Object.keys(budgets).sort());
	expect(loads.map((load) => excessOf(load, budgets[load.name] ?? 0)).filter(Boolean)).toEqual([]);
});

/** What the import page loads when it is at work, and what it loaded before. */
async function importLoads(): Promise<{ first: Load; later: Load }> {
	const first = (await firstLoads()).find(({ name }) => name === importPage);
	if (first === undefined) throw new Error('The build has no import page');
	return { first, later: lateLoad(laterSteps.source, first) };
}

test('the later steps of an import are within their budget, and no part of the first load', async () => {
	const { first, later } = await importLoads();
	expect(excessOf(later, laterSteps.budget)).toBeNull();
	expect(largestModules(first, Infinity).join()).not.toMatch(/PreviewPanel|ReviewSection|virtua/);
});

test('later steps that do not arrive are told of, and reloading the page brings them', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	const { later } = await importLoads();
	function isLater({ pathname }: URL): boolean {
		return later.files.some((file) => pathname.endsWith(file));
	}
	await page.route(isLater, (route) => route.abort());
	await openImport(page);
	await chooseFile(page, 'email\nann@shop.example\n');
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('A part of this page could not be loaded');
	await page.unroute(isLater);
	const worker = page.waitForEvent('worker');
	await alert.getByRole('button', { name: 'Reload the page' }).click();
	await worker;
	// Where the review was kept by then, the file takes the place of itself.
	await chooseFile(page, 'email\nann@shop.example\n');
	await expectCounts(page, { create: 1 });
});

test('the worker is within its budget, and reads workbooks by a script of its own', () => {
	expect(excessOf(workerLoad(worker.source), worker.budget)).toBeNull();
	const reader = workerLoad(workbookReader.source);
	expect(excessOf(reader, workbookReader.budget)).toBeNull();
	expect(reader.files).toHaveLength(1);
	expect(workerLoad(worker.source).files).not.toContain(reader.files[0]);
});
