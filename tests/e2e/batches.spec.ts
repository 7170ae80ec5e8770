import type { Page } from '@playwright/test';
import { csvOf, generateCustomers } from '../support/generate-customers.ts';
import { signal } from '../support/signal.ts';
import {
	countChanges,
	expectBatchesDone,
	heading,
	holdImport,
	onImport,
	readImports,
	startBatches
} from './batches-screen.ts';
import { countAuditEntries, insertCustomers, query, readCustomers, setPlan } from './database.ts';
import { expect, test } from './fixtures.ts';
import {
	expectCounts,
	expectImportDisabled,
	expectResult,
	importButton,
	previewFile,
	recordCalls
} from './import-screen.ts';

const twelveThousand = generateCustomers(12_000, 'lean');

/** The customers of a file are there as it has them, each once, though it took several imports. */
async function expectAllImported(
	companyId: string,
	customers: readonly { email: string }[],
	batches: number
): Promise<void> {
	const stored = await readCustomers(companyId);
	expect(stored.map(({ email }) => email)).toEqual(customers.map(({ email }) => email).sort());
	expect(await countChanges(companyId)).toEqual({ changes: customers.length, customers: customers.length });
	expect(await countAuditEntries(companyId)).toBe(batches);
}

/** Opens 12,000 new customers as a file. */
async function previewTwelveThousand(page: Page, companyId: string): Promise<void> {
	await setPlan(companyId, 'ENTERPRISE');
	await previewFile(page, csvOf(twelveThousand), { create: 12_000 });
}

// One after the other: beside another large import, a lookup once had to wait for longer than a page does.
test.describe.configure({ mode: 'default' });

test('I30 a file of 12,000 rows is previewed whole, and imported in 3 batches that the history ties together', async ({
	page,
	company
}) => {
	await previewTwelveThousand(page, company.id);
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '12001');
	await expect(page.getByText('12,000 rows: more than one import holds')).toBeVisible();
	await expect(importButton(page)).toHaveAccessibleName('Import 12,000 customers in 3 batches');

	const { arrived, go } = await holdImport(page, 2);
	await startBatches(page);
	await arrived;
	await expect(heading(page, 'Importing')).toBeFocused();
	await expect(page.getByRole('progressbar', { name: 'Customers written' })).toHaveAttribute(
		'aria-valuetext',
		'5,000 of 12,000 customers'
	);
	await expect(page.getByText('Writing batch 2 of 3…')).toBeVisible();
	await expect(page.getByText(/customers\/s · .* left$/)).toBeVisible();
	await expect(page).toHaveTitle('41% - Importing - Import customers');
	go();
	await expectBatchesDone(page, 12_000);
	await expect(heading(page, 'Import finished')).toBeFocused();
	await expect(page.getByText(/3 imports, written in/)).toBeVisible();

	await expectAllImported(company.id, twelveThousand, 3);
	const imports = await readImports(company.id);
	const runId = imports[0]?.runId ?? '';
	expect(imports).toMatchObject([
		{ runId, batch: 1, batches: 3, created: 5000, updated: 0 },
		{ runId, batch: 2, batches: 3, created: 5000, updated: 0 },
		{ runId, batch: 3, batches: 3, created: 2000, updated: 0 }
	]);
	await page.getByRole('link', { name: 'See what was imported' }).click();
	await expect(page).toHaveURL(`/dashboard/customers/imports/runs/${runId}`);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	for (const { id } of imports) {
		await expect(page.locator(`a[href$="/dashboard/customers/imports/${id}"]`).first()).toBeVisible();
	}
});

test('I30 paused, loaded anew and gone on with: nothing comes twice, nothing is left out', async ({
	page,
	company
}) => {
	await previewTwelveThousand(page, company.id);
	const { arrived, go } = await holdImport(page, 1);
	await startBatches(page);
	await arrived;
	await page.getByRole('button', { name: 'Pause' }).click();
	await expect(page.getByRole('button', { name: 'Pausing after this batch…' })).toBeFocused();
	go();
	await expect(heading(page, 'Import paused')).toBeFocused();
	await expectCounts(page, { create: 7000 });
	expect(await readImports(company.id)).toHaveLength(1);

	await page.reload();
	await expect(page.getByText('1 of 3 batches is imported (5,000 customers)')).toBeVisible();
	await expectCounts(page, { create: 7000 });
	await page.getByRole('button', { name: 'Import the remaining 7,000 customers' }).click();
	await expectBatchesDone(page, 12_000);
	await expectAllImported(company.id, twelveThousand, 3);
	const imports = await readImports(company.id);
	expect(new Set(imports.map(({ runId }) => runId)).size).toBe(1);
	expect(imports.map(({ batch }) => batch)).toEqual([1, 2, 3]);
});

test('A5 loaded anew while a batch is being written: the page asks what became of it, and goes on behind it', async ({
	page,
	company
}) => {
	await previewTwelveThousand(page, company.id);
	// It is written, and the page never hears of it.
	const { come: isWritten, give: written } = signal();
	await onImport(page, 2, async (route) => {
		await route.fetch();
		written();
	});
	await startBatches(page);
	await isWritten;
	page.on('dialog', (dialog) => dialog.accept());
	await page.reload();
	await expect(page.getByText('2 of 3 batches are imported (10,000 customers)')).toBeVisible();
	await expectCounts(page, { create: 2000 });
	await page.getByRole('button', { name: 'Import the remaining 2,000 customers' }).click();
	await expectBatchesDone(page, 12_000);
	await expectAllImported(company.id, twelveThousand, 3);
});

test('A5 offline in the middle of a batch: said at once, and the run goes on when the network is back', async ({
	page,
	context,
	company
}) => {
	await previewTwelveThousand(page, company.id);
	await onImport(page, 2, async (route) => {
		await route.fetch();
		await context.setOffline(true);
		await route.abort('internetdisconnected');
	});
	await startBatches(page);
	await expect(page.getByRole('alert')).toContainText("we don't know whether batch 2 was written");
	await expect(page.getByText('1 of 3 batches is imported (5,000 customers)')).toBeVisible();
	await context.setOffline(false);
	await expectBatchesDone(page, 12_000);
	await expectAllImported(company.id, twelveThousand, 3);
});

test('A3 a colleague changes a customer of the second batch: it stops there, shows the difference, and goes on', async ({
	page,
	company
}) => {
	await setPlan(company.id, 'ENTERPRISE');
	const before = generateCustomers(6000, 'lean');
	await insertCustomers(company.id, before);
	const after = before.map((one) => ({ ...one, notes: 'New terms' }));
	await previewFile(page, csvOf(after), { update: 6000 });
	const changed = before[5500]?.email ?? '';
	await onImport(page, 2, async (route) => {
		await query('UPDATE "Customer" SET "name" = $3 WHERE "companyId" = $1 AND "email" = $2', [
			company.id,
			changed,
			'A colleague wrote this'
		]);
		await route.continue();
	});
	await startBatches(page);

	const alert = page.getByRole('alert');
	await expect(alert).toContainText(
		'Your customers changed since this preview: 1 row differs. Nothing of batch 2 was imported.'
	);
	await expect(alert).toBeFocused();
	await expect(alert.getByRole('rowheader')).toHaveText([changed]);
	await expect(alert).toContainText('A colleague wrote this');
	await expect(page.getByText('1 of 2 batches is imported (5,000 customers)')).toBeVisible();
	expect(await readImports(company.id)).toHaveLength(1);

	await page.getByRole('button', { name: 'Review again' }).click();
	await expectCounts(page, { update: 1000 });
	await page.getByRole('button', { name: 'Import the remaining 1,000 customers' }).click();
	await expectBatchesDone(page, 6000);
	expect(new Set((await readCustomers(company.id)).map(({ notes }) => notes))).toEqual(
		new Set(['New terms'])
	);
	expect((await readImports(company.id)).map(({ batch, updated }) => [batch, updated])).toEqual([
		[1, 5000],
		[2, 1000]
	]);
});

test('I30 the export of 20,000 customers, edited in 60 places, comes back as one import of 60 updates', async ({
	page,
	company
}) => {
	const customers = generateCustomers(20_000, 'lean');
	await setPlan(company.id, 'ENTERPRISE');
	await insertCustomers(company.id, customers);
	await page.goto('/dashboard/customers');
	const exported = await (await page.request.get('/dashboard/customers/export')).text();
	const lines = exported.split('\r\n');
	// Every 333rd customer gets other notes, as somebody does in a spreadsheet.
	const edited = lines.map((line, i) =>
		i > 0 && i % 333 === 0 && i <= 333 * 60
			? line.replace(/,(ACTIVE|BLOCKED),.*,([^,]*)$/, ',$1,Called in May,$2')
			: line
	);
	await previewFile(page, edited.join('\r\n'), { update: 60, unchanged: 19_940 });
	await expect(page.getByText('20,000 rows, of which 60 change something')).toBeVisible();
	await importButton(page).click();
	await expectResult(page, 0, 60, 19_940);
	expect(await readImports(company.id)).toMatchObject([
		{ runId: null, batch: null, batches: null, created: 0, updated: 60 }
	]);
	expect(await countAuditEntries(company.id)).toBe(1);
	const changed = (await readCustomers(company.id)).filter(({ notes }) => notes === 'Called in May');
	expect(changed).toHaveLength(60);
});

test('I30 W6 a plan that does not allow the whole of a file: said before anything is sent', async ({
	page,
	company
}) => {
	await setPlan(company.id, 'GROWTH');
	await previewFile(page, csvOf(generateCustomers(5100, 'lean')), { create: 5100 });
	const calls = recordCalls(page);
	await expect(page.getByText('More customers than your plan allows')).toBeVisible();
	await expectImportDisabled(page, /^Your plan does not allow so many customers\./);
	await page.keyboard.press('Control+Enter');
	await expect(page.locator('#import-state')).toBeFocused();
	expect(calls.filter((call) => call.includes('applyPlan'))).toEqual([]);
	expect(await readCustomers(company.id)).toEqual([]);

	await setPlan(company.id, 'ENTERPRISE');
	await page.getByRole('button', { name: 'Check again' }).click();
	await startBatches(page);
	await expectBatchesDone(page, 5100);
});

test('3.9 paused and gone on with by keyboard alone, and the focus follows', async ({ page, company }) => {
	await previewTwelveThousand(page, company.id);
	const { arrived, go } = await holdImport(page, 1);
	await page.keyboard.press('Control+Enter');
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByRole('button', { name: 'Back to the preview' })).toBeFocused();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await arrived;
	await expect(heading(page, 'Importing')).toBeFocused();
	while (!(await page.getByRole('button', { name: 'Pause' }).evaluate((e) => e === document.activeElement))) {
		await page.keyboard.press('Tab');
	}
	await page.keyboard.press('Enter');
	go();
	await expect(heading(page, 'Import paused')).toBeFocused();
	await expect(page.getByRole('button', { name: 'Import the remaining 7,000 customers' })).toBeVisible();
	const rest = await holdImport(page, 1);
	await page.keyboard.press('Control+Enter');
	await rest.arrived;
	await expect(heading(page, 'Importing')).toBeFocused();
	rest.go();
	await expectBatchesDone(page, 12_000);
	await expect(heading(page, 'Import finished')).toBeFocused();
	await expectAllImported(company.id, twelveThousand, 3);
});
