import type { Locator, Page } from '@playwright/test';
import { readCustomers } from './database.ts';
import { expect, test } from './fixtures.ts';
import { expectCounts, expectResult, openImport } from './import-screen.ts';

const mostStops = 60;

/** Presses Tab until this element has the focus, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
	for (let stops = 0; stops < mostStops; stops++) {
		await page.keyboard.press('Tab');
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	throw new Error(`The focus did not come to ${target.toString()} within ${mostStops} stops.`);
}

test('from upload to result with the keyboard alone, and the focus follows (W8, I1)', async ({
	page,
	company
}) => {
	await openImport(page);
	const choosing = page.waitForEvent('filechooser');
	await tabTo(page, page.getByLabel('Choose file'));
	await page.keyboard.press('Space');
	const chooser = await choosing;
	const file = 'email,Firma\nann@shop.example,Ann\nno address,Ben\n';
	await chooser.setFiles({ name: 'shops.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
	await expectCounts(page, { create: 1, issues: 1 });
	await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

	await page.keyboard.press('Control+Enter');
	await expect(page.getByRole('heading', { name: '1 issue in 1 row' })).toBeFocused();

	const replacing = page.waitForEvent('filechooser');
	await tabTo(page, page.getByLabel('Replace file').last());
	await page.keyboard.press('Space');
	const corrected = Buffer.from(file.replace('no address', 'ben@shop.example'));
	await (await replacing).setFiles({ name: 'shops.csv', mimeType: 'text/csv', buffer: corrected });
	await expectCounts(page, { create: 2 });

	await page.getByRole('heading', { level: 1 }).focus();
	await tabTo(page, page.getByLabel('Column for Name'));
	await page.keyboard.type('Firma');
	await expect(page.getByLabel('Column for Name').locator('option:checked')).toHaveText(/^Firma/);

	await tabTo(page, page.getByRole('button', { name: /^Import 2 customers/ }));
	await page.keyboard.press('Control+Enter');
	await expectResult(page, 2, 0, 0);
	await expect(page.getByRole('heading', { level: 1, name: 'Import finished' })).toBeFocused();
	expect((await readCustomers(company.id)).map(({ name }) => name)).toEqual(['Ann', 'Ben']);
});

test('the focus is never hidden behind the bar at the bottom (WCAG 2.4.11)', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	await page.setViewportSize({ width: 1024, height: 500 });
	await openImport(page);
	await page.getByLabel('Choose file').setInputFiles({
		name: 'shops.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(
			`email,name\n${Array.from({ length: 60 }, (_, i) => `shop${i}@shop.example,${i}`).join('\n')}\n`
		)
	});
	await expectCounts(page, { create: 60 });
	const bar = await page.getByRole('region', { name: 'Import', exact: true }).boundingBox();
	for (let stops = 0; stops < 30; stops++) {
		await page.keyboard.press('Tab');
		const hidden = await page.evaluate((top) => {
			const focused = document.activeElement;
			if (focused === null || focused.closest('[aria-label="Import"]')) return false;
			const { top: from, bottom } = focused.getBoundingClientRect();
			return from >= top && bottom > top;
		}, bar?.y ?? 0);
		expect(hidden, `after ${stops + 1} stops`).toBe(false);
	}
});
