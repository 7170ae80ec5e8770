import type { Locator, Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { generateCustomers } from '../support/generate-customers.ts';
import { insertCustomers, query, readCustomers, setPlan, setRole } from './database.ts';
import { type Company, expect, test } from './fixtures.ts';
import { importCustomers, importRun } from './imports.ts';

const ann = customer('ann@shop.example', { name: 'Ann', creditLimit: '100.00' });
const ben = customer('ben@shop.example', { name: 'Ben' });
const cara = customer('cara@shop.example', { name: 'Cara' });

function undoAddress(importId: string): string {
	return `/dashboard/customers/imports/${importId}/undo`;
}

function sentence(page: Page): Locator {
	return page.getByRole('region', { name: 'Undo', exact: true });
}

function edit(company: Company, email: string, name: string) {
	return query(`UPDATE "Customer" SET "name" = $3 WHERE "companyId" = $1 AND "email" = $2`, [
		company.id,
		email,
		name
	]);
}

async function confirmUndo(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Undo this import…' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Undo now' }).click();
}

test('H2: the preview says what comes back, what goes and what stays; undone, it leads to the audit entry', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [ann, ben]);
	const importId = await importCustomers(page, company, [
		{ ...ann, name: 'Anna', creditLimit: null },
		{ ...ben, name: 'Benno' },
		cara
	]);
	await edit(company, ben.email, 'Mine');
	await page.goto(undoAddress(importId));
	await expect(sentence(page)).toContainText('Restore 1, remove 1; 1 was edited since and will be kept.');

	const grid = page.getByRole('grid', { name: 'What undo would do' });
	await expect(grid.getByRole('row')).toHaveCount(4);
	const restored = grid.getByRole('row', { name: /ann@shop/ });
	await expect(restored).toContainText('Restore');
	await expect(restored.locator('del').first()).toHaveText('was Anna');
	await expect(restored.locator('ins').first()).toHaveText('Ann');
	await expect(grid.getByRole('row', { name: /ben@shop/ })).toContainText('Edited since');
	await expect(grid.getByRole('row', { name: /cara@shop/ })).toContainText('Remove');

	const filters = page.getByRole('group', { name: 'Rows to show' });
	await filters.getByRole('button', { name: 'Keep' }).click();
	await expect(grid.getByRole('row')).toHaveCount(2);
	await filters.getByRole('button', { name: 'All' }).click();
	await page.getByRole('searchbox', { name: 'Find in rows' }).fill('anna');
	await expect(grid.getByRole('row')).toHaveCount(2);

	await page.getByRole('button', { name: 'Undo this import…' }).click();
	const dialog = page.getByRole('dialog', { name: 'Undo this import?' });
	await expect(dialog).toContainText('1 customer gets back the values from before the import.');
	await expect(dialog).toContainText('1 customer that the import created is deleted.');
	await expect(dialog).toContainText('1 customer stays exactly as now.');
	await expect(dialog.getByRole('button', { name: 'Back to the preview' })).toBeFocused();
	await page.keyboard.press('Escape');
	expect(await readCustomers(company.id)).toHaveLength(3);

	await confirmUndo(page);
	await expect(page.getByRole('heading', { level: 1, name: 'Import undone' })).toBeFocused();
	const result = page.getByRole('region', { name: 'Result' });
	await expect(result).toContainText('1 restored');
	await expect(result).toContainText('1 removed');
	await expect(result).toContainText('1 kept');
	expect(await readCustomers(company.id)).toEqual([ann, { ...ben, name: 'Mine' }]);

	await page.getByRole('link', { name: 'Audit log entry' }).click();
	const entry = page.getByRole('listitem').filter({ hasText: 'Undid an import' });
	await expect(entry).toHaveAttribute('aria-current', 'true');
	await expect(entry).toContainText('1 restored, 1 removed, 1 kept');
	await expect(entry).toContainText('{"kept":1,"removed":1,"restored":1}');
	await expect(entry.getByRole('link', { name: 'What it changed' })).toHaveAttribute(
		'href',
		`/dashboard/customers/imports/${importId}`
	);
});

test('H2, W8: it is previewed, read and done by keyboard alone', async ({ page, company }) => {
	await insertCustomers(company.id, [ann]);
	const importId = await importCustomers(page, company, [{ ...ann, name: 'Anna' }, cara]);
	const laterId = await importCustomers(page, company, [{ ...cara, name: 'Later' }], {
		fileName: 'later.csv'
	});
	await page.goto(undoAddress(importId));
	await expect(sentence(page)).toContainText('1 was changed by a later import and will be kept.');
	const grid = page.getByRole('grid');

	async function tabTo(target: Locator): Promise<void> {
		for (let presses = 0; presses < 60; presses++) {
			await page.keyboard.press('Tab');
			if (await target.evaluate((element) => element.contains(document.activeElement))) return;
		}
		throw new Error('Tab does not lead there.');
	}
	await tabTo(grid);
	await page.keyboard.press('j');
	await page.keyboard.press('Enter');
	const details = page.getByRole('dialog', { name: 'Row 3' });
	await expect(details).toContainText(
		'A later import, "later.csv", changed this customer. Undo that one first'
	);
	await expect(details.getByRole('link', { name: 'To the later import' })).toHaveAttribute(
		'href',
		`/dashboard/customers/imports/${laterId}`
	);
	await page.keyboard.press('Escape');
	await page.keyboard.press('2');
	await expect(grid.getByRole('row')).toHaveCount(2);
	await expect(grid).toContainText('ann@shop.example');

	await page.keyboard.press('Shift+Tab');
	await page.goto(undoAddress(importId));
	await expect(sentence(page)).toContainText('Restore 1');
	await tabTo(page.getByRole('button', { name: 'Undo this import…' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: 'Undo this import?' })).toBeVisible();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { level: 1, name: 'Import undone' })).toBeFocused();
	expect(await readCustomers(company.id)).toEqual([ann, { ...cara, name: 'Later' }]);
});

test('A3, H2: a stale preview shows the rows that differ, and the person decides again', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [ann, ben]);
	const importId = await importCustomers(page, company, [
		{ ...ann, name: 'Anna' },
		{ ...ben, name: 'Benno' }
	]);
	await page.goto(undoAddress(importId));
	await expect(sentence(page)).toContainText('Restore 2.');
	await edit(company, ann.email, 'A colleague wrote this');
	await confirmUndo(page);

	const alert = page.getByRole('alert');
	await expect(alert).toContainText('Your customers changed since this preview. Nothing was undone.');
	await expect(alert).toBeFocused();
	const differing = page.getByRole('table', { name: 'Rows that differ from the preview' });
	await expect(differing.getByRole('rowheader')).toHaveText(['ann@shop.example']);
	await expect(differing).toContainText('Restore');
	await expect(differing).toContainText('This customer was edited since the import, so it stays as it is.');
	expect((await readCustomers(company.id))[1]).toEqual({ ...ben, name: 'Benno' });

	await alert.getByRole('button', { name: 'Review again' }).click();
	await expect(sentence(page)).toContainText('Restore 1; 1 was edited since and will be kept.');
	await confirmUndo(page);
	await expect(page.getByRole('heading', { level: 1, name: 'Import undone' })).toBeVisible();
	expect(await readCustomers(company.id)).toEqual([{ ...ann, name: 'A colleague wrote this' }, ben]);
});

test('A5, H2: where the answer is lost the same is asked again, and the page says that it is undone, and once', async ({
	page,
	company
}) => {
	const importId = await importCustomers(page, company, [ann, ben]);
	await page.goto(undoAddress(importId));
	await expect(sentence(page)).toContainText('Remove 2.');
	const sent: (string | null)[] = [];
	await page.route(/imports\.undo/, async (route) => {
		sent.push(route.request().postData());
		if (sent.length > 1) return route.fallback();
		await route.fetch();
		await route.abort('connectionreset');
	});
	await confirmUndo(page);
	await expect(page.getByRole('region', { name: 'Result' })).toContainText(
		'the import is undone, and only once'
	);
	expect(sent).toHaveLength(2);
	expect(sent[1]).toBe(sent[0]);
	const undos = await query(`SELECT FROM "ImportUndo" WHERE "companyId" = $1`, [company.id]);
	expect(undos).toHaveLength(1);
	expect(await readCustomers(company.id)).toEqual([]);
});

test('A5, H2: offline after it was done: said at once, and settled by itself when the network is back', async ({
	page,
	context,
	company
}) => {
	const importId = await importCustomers(page, company, [ann]);
	await page.goto(undoAddress(importId));
	await expect(sentence(page)).toContainText('Remove 1.');
	let isCut = false;
	await page.route(/imports\.undo/, async (route) => {
		if (isCut) return route.fallback();
		isCut = true;
		await route.fetch();
		await context.setOffline(true);
		await route.abort('internetdisconnected');
	});
	await confirmUndo(page);
	await expect(page.getByRole('alert')).toContainText("so we don't know whether the import was undone");
	await context.setOffline(false);
	await expect(page.getByRole('region', { name: 'Result' })).toContainText('and only once');
});

test('spec 9, H2: undone, expired, unknown and foreign imports are a sentence each, and a member may not', async ({
	page,
	company
}) => {
	const importId = await importCustomers(page, company, [ann]);
	await page.goto(undoAddress(importId));
	await expect(sentence(page)).toContainText('Remove 1.');
	await confirmUndo(page);
	await expect(page.getByRole('heading', { level: 1, name: 'Import undone' })).toBeVisible();
	await page.goto(undoAddress(importId));
	await expect(page.getByRole('alert')).toContainText('This import is undone already');

	const oldId = await importCustomers(page, company, [ben]);
	await query(`UPDATE "Import" SET "createdAt" = now() - interval '31 days' WHERE "id" = $1`, [oldId]);
	await page.goto(undoAddress(oldId));
	await expect(page.getByRole('alert')).toContainText('more than 30 days old');
	await expect(page.getByRole('button', { name: /Undo/ })).toHaveCount(0);

	await edit(company, ben.email, 'Mine');
	const changedId = await importCustomers(page, company, [{ ...ben, name: 'Benno' }]);
	await edit(company, ben.email, 'Mine');
	await page.goto(undoAddress(changedId));
	await expect(sentence(page)).toContainText('There is nothing that could be taken back now.');
	await expect(page.getByRole('button', { name: /Undo/ })).toHaveCount(0);

	for (const id of ['00000000-0000-4000-8000-000000000000', 'nonsense']) {
		for (const address of [undoAddress(id), `/dashboard/customers/imports/runs/${id}/undo`]) {
			expect((await page.goto(address))?.status()).toBe(404);
			await expect(page.getByText('There is no such import.')).toBeVisible();
		}
	}
	await setRole(company.owner.email, 'MEMBER');
	expect((await page.goto(undoAddress(importId)))?.status()).toBe(403);
});

test('H2, W2: 5,000 customers are previewed in pieces and undone at once', async ({ page, company }) => {
	await setPlan(company.id, 'ENTERPRISE');
	const importId = await importCustomers(page, company, generateCustomers(5000, 'lean'));
	await page.goto(undoAddress(importId));
	await expect(sentence(page)).toContainText('Remove 5,000.');
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '5001');
	expect(await page.getByRole('row').count()).toBeLessThan(120);
	await confirmUndo(page);
	await expect(page.getByRole('region', { name: 'Result' })).toContainText('5,000 removed');
	expect(await readCustomers(company.id)).toEqual([]);
});

const batches = ['one', 'two', 'three'].map((batch) =>
	Array.from({ length: 4 }, (_, i) => customer(`${batch}-${i}@shop.example`))
);

async function openRun(page: Page, runId: string): Promise<void> {
	await page.goto(`/dashboard/customers/imports/runs/${runId}/undo`);
}

async function confirmRun(page: Page, button: RegExp): Promise<void> {
	await page.getByRole('button', { name: button }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Undo now' }).click();
}

test('I30, H2: the imports of a large file are undone one after the other, the latest first', async ({
	page,
	company
}) => {
	const { runId, importIds } = await importRun(page, company, batches);
	await openRun(page, runId);
	await expect(sentence(page)).toContainText('3 imports: 12 to remove.');
	const list = page.getByRole('list', { name: 'Imports, the latest first' });
	await expect(list.getByRole('listitem')).toContainText(['Import 3', 'Import 2', 'Import 1']);
	await page.getByRole('button', { name: 'Undo 3 imports…' }).click();
	await expect(page.getByRole('dialog')).toContainText('Each is undone completely or not at all');
	await page.getByRole('dialog').getByRole('button', { name: 'Undo now' }).click();
	await expect(page.getByText('12 removed. Each')).toBeVisible();
	await expect(page.getByRole('link', { name: /^Audit log entry of import/ })).toHaveCount(3);
	expect(await readCustomers(company.id)).toEqual([]);
	const undone = await query<{ importId: string }>(
		`SELECT "importId" FROM "ImportUndo" WHERE "companyId" = $1 ORDER BY "createdAt"`,
		[company.id]
	);
	expect(undone.map(({ importId }) => importId)).toEqual([...importIds].reverse());
	await openRun(page, runId);
	await expect(page.getByText('Nothing is left to take back', { exact: true }).first()).toBeVisible();
});

test('I30, H2: an import whose customers changed stops it; what is undone stays, and it goes on after a decision', async ({
	page,
	company
}) => {
	const { runId } = await importRun(page, company, batches);
	await openRun(page, runId);
	await expect(sentence(page)).toContainText('12 to remove');
	await edit(company, 'two-1@shop.example', 'Mine');
	await confirmRun(page, /^Undo 3 imports/);
	const alert = page.getByRole('alert');
	await expect(alert).toContainText('Customers of import 2 changed since the preview.');
	await expect(alert).toBeFocused();
	const differing = page.getByRole('table', { name: 'Rows that differ from the preview' });
	await expect(differing.getByRole('rowheader')).toHaveText(['two-1@shop.example']);
	expect(await readCustomers(company.id)).toHaveLength(8);

	await alert.getByRole('button', { name: 'Review again' }).click();
	await expect(sentence(page)).toContainText('2 imports: 7 to remove, 1 to keep.');
	await confirmRun(page, /^Go on/);
	await expect(page.getByText('11 removed, 1 kept. Each')).toBeVisible();
	expect((await readCustomers(company.id)).map(({ email }) => email)).toEqual(['two-1@shop.example']);
});

test('I30, H2: it stops when told to and goes on later, also after a reload', async ({ page, company }) => {
	const { runId } = await importRun(page, company, batches);
	await openRun(page, runId);
	await expect(sentence(page)).toContainText('12 to remove');
	let release: () => void = () => undefined;
	const held = new Promise<void>((resolve) => (release = resolve));
	await page.route(/imports\.undo/, async (route) => {
		await held;
		await route.fallback();
	});
	await confirmRun(page, /^Undo 3 imports/);
	await page.getByRole('button', { name: 'Stop after this import' }).click();
	release();
	await expect(sentence(page)).toContainText('2 imports: 8 to remove.');
	expect(await readCustomers(company.id)).toHaveLength(8);

	await page.reload();
	await expect(sentence(page)).toContainText('2 imports: 8 to remove.');
	await confirmRun(page, /^Undo 2 imports/);
	await expect(page.getByText('8 removed. Each')).toBeVisible();
	expect(await readCustomers(company.id)).toEqual([]);
});
