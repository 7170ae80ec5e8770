import type { Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { csvOf, generateCustomers } from '../support/generate-customers.ts';
import { insertCustomers, readCustomers } from './database.ts';
import { expect, test } from './fixtures.ts';
import { expectCounts, expectResult, openImport, previewFile } from './import-screen.ts';

/** What screen readers were told, in turn: every change of the announcer's words. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
	await page.evaluate(() => {
		const heard: string[] = [];
		Object.assign(window, { heard });
		const status = document.querySelector('[role="status"]');
		if (status === null) throw new Error('There is no announcer.');
		new MutationObserver(() => {
			const text = status.textContent.trim();
			if (text !== '' && text !== heard.at(-1)) heard.push(text);
		}).observe(status, { childList: true, subtree: true, characterData: true });
	});
	return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

/** The row and the column with the focus, such as "row-4 email". */
function place(page: Page): Promise<string> {
	return page.evaluate(() => {
		const cell = document.activeElement as HTMLElement | null;
		return `${cell?.closest('[role="row"]')?.id} ${cell?.dataset.column}`;
	});
}

async function expectPlace(page: Page, wanted: string): Promise<void> {
	await expect.poll(() => place(page)).toBe(wanted);
}

test('from upload to the undo of a fix to Import by keyboard alone (W8, 3.9)', async ({ page, company }) => {
	await insertCustomers(company.id, [customer('old@shop.example', { name: 'Old', creditLimit: '100.00' })]);
	await openImport(page);
	const heard = await listen(page);

	const choosing = page.waitForEvent('filechooser');
	for (let stops = 0; stops < 40; stops++) {
		await page.keyboard.press('Tab');
		const isFile = await page.evaluate(() => document.activeElement?.matches('input[type="file"]'));
		if (isFile) break;
	}
	await page.keyboard.press('Space');
	const file = [
		'email,name,Firma,credit limit',
		'no address,Ann,A,1',
		'ben@shop.example,Ben,B,"$1,250.00"',
		'cat@shop.example,Cat,C,$5',
		',Dan,D,1',
		'old@shop.example,Old,E,50'
	].join('\n');
	await (await choosing).setFiles({ name: 'shops.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
	await expectCounts(page, { update: 1, issues: 4 });
	await expect.poll(heard).toContain('0 to create, 1 to update, 0 unchanged, 4 rows with issues');

	// The first issue, from wherever one is; then its fix.
	await page.keyboard.press('F8');
	await expectPlace(page, 'row-2 email');
	await page.keyboard.press('e');
	await expect(page.getByRole('textbox', { name: 'Email of row 2' })).toBeFocused();
	await page.keyboard.type('ann@shop');
	await expect(page.getByRole('textbox', { name: 'Email of row 2' })).toHaveAttribute('aria-invalid', 'true');
	await page.keyboard.type('.example');
	await expect(page.getByRole('textbox', { name: 'Email of row 2' })).toHaveAttribute(
		'aria-invalid',
		'false'
	);
	await page.keyboard.press('Enter');
	await expectCounts(page, { create: 1, update: 1, issues: 3 });
	await expectPlace(page, 'row-3 email');
	await expect.poll(heard).toContain('Row 2 fixed. 3 issues left. Now on row 3.');

	// One suggestion for all cells alike, taken back, and again.
	await page.keyboard.press('n');
	await expectPlace(page, 'row-3 creditLimit');
	await page.keyboard.press('Shift+F');
	await expectCounts(page, { create: 3, update: 1, issues: 1 });
	await page.keyboard.press('u');
	await expectCounts(page, { create: 1, update: 1, issues: 3 });
	await expectPlace(page, 'row-3 creditLimit');
	await page.keyboard.type('fnfn');
	await expectPlace(page, 'row-5 email');
	await page.keyboard.press('x');
	await expectCounts(page, { create: 3, update: 1 });
	await expect.poll(heard).toContain('Row 5 left out. No issues left. Now on row 6.');

	// The details of the row that the cursor is on now, the keys, the columns.
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: /^Row \d/ })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.press('m');
	await expect(page.getByLabel('Column for Email')).toBeFocused();
	await page.keyboard.press('Shift+Tab');

	await page.keyboard.press('Control+Enter');
	await expectResult(page, 3, 1, 0);
	expect((await readCustomers(company.id)).map(({ email, creditLimit }) => [email, creditLimit])).toEqual([
		['ann@shop.example', '1.00'],
		['ben@shop.example', '1250.00'],
		['cat@shop.example', '5.00'],
		['old@shop.example', '50.00']
	]);
	await expect.poll(heard).toContain('Import finished: 3 created, 1 updated, 0 unchanged');
});

test('what screen readers find, in order: counts, losses, issues, filters, rows, Import (1.3.2, 4.1.2)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [customer('old@shop.example', { name: 'Old', creditLimit: '100.00' })]);
	await previewFile(page, 'email,name,credit limit\nno address,Ann,$5\nold@shop.example,Older,\n', {
		update: 1,
		issues: 2
	});
	await expect(page.locator('.result')).toMatchAriaSnapshot(`
		- paragraph: 0 to create , 1 to update , 0 unchanged , 2 issues
		- heading "Losses" [level=3]
		- list "Losses":
		  - listitem:
		    - button "1 credit limit will be removed"
		- region "Suggested fixes":
		  - heading "Suggested fixes" [level=2]
		- region "2 issues in 1 row":
		  - heading "2 issues in 1 row" [level=2]
		  - paragraph: Fix them here, or fix your file and replace it. Nothing has been imported.
		  - group "Go through the issues":
		    - button "Previous"
		    - paragraph: 2 in all
		    - button "Next"
		  - 'heading "Not a valid email. Example: name@company.com" [level=3]'
		  - list:
		    - listitem:
		      - button "Row 2 “no address”"
		  - heading "Credit limit is not a plain number. Write 1500 or 1500.50, without currency sign or thousands separator." [level=3]
		  - list:
		    - listitem:
		      - button "Row 2 “$5”"
		  - button "Leave out the row with issues"
		  - button "Download issues"
		  - button "Replace file"
		- region "Rows of the file":
		  - group "Rows to show":
		    - button "All 2" [pressed]
		    - button "Create 0"
		    - button "Update 1"
		    - button "Unchanged 0"
		    - button "Issues 1"
		    - button "Limits removed 1"
		  - search:
		    - searchbox "Find in rows"
		  - paragraph: 2 rows
		  - button "Keyboard"
		  - grid "Rows of customers.csv":
		    - rowgroup:
		      - row "Action Row Email Name Credit limit":
		        - columnheader "Action"
		        - columnheader "Row"
		        - columnheader "Email"
		        - columnheader "Name"
		        - columnheader "Credit limit"
		    - rowgroup:
		      - row:
		        - gridcell "Issue"
		        - gridcell "Details of row 2"
		        - rowheader "no address Not a valid email" [invalid]
		        - gridcell "Ann"
		        - 'gridcell "$5 Not a plain number Fix: 5" [invalid]':
		          - 'button "Fix: 5"'
		      - row:
		        - gridcell "Update"
		        - gridcell "Details of row 3"
		        - rowheader "old@shop.example"
		        - gridcell "was Old now Older":
		          - deletion: was Old
		          - text: now
		          - insertion: Older
		        - gridcell "was 100.00 now removed (no limit)":
		          - deletion: was 100.00
		          - text: now
		          - insertion: removed
		          - text: (no limit)
	`);
	await page.keyboard.press('F8');
	await expect(page.locator(':focus')).toHaveAccessibleName('no address Not a valid email');
	await expect(page.locator(':focus')).toHaveAccessibleDescription(
		'Not a valid email. Example: name@company.com'
	);
});

test('every one of 5,000 rows can be reached, few of them are in the page, and the focus is never hidden (W2, WCAG 2.4.11)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	await page.setViewportSize({ width: 1280, height: 620 });
	await previewFile(page, csvOf(generateCustomers(5000, 'lean')), { create: 5000 });
	const grid = page.getByRole('grid');
	await expect(grid).toHaveAttribute('aria-rowcount', '5001');
	await page.locator('#row-2').getByRole('rowheader').focus();
	await page.keyboard.press('Control+End');
	await expect(page.locator('#row-5001').getByRole('rowheader')).toBeFocused();
	expect(await grid.getByRole('row').count()).toBeLessThan(60);
	for (const key of [
		'PageUp',
		'k',
		'k',
		'PageUp',
		'ArrowUp',
		'PageDown',
		'j',
		'Control+Home',
		'j',
		'PageDown'
	]) {
		await page.keyboard.press(key);
		const isWhole = await expect
			.poll(() =>
				page.evaluate(() => {
					const cell = document.activeElement;
					if (cell?.getAttribute('role') !== 'rowheader') return 'no cell';
					const { left, top, right, bottom } = cell.getBoundingClientRect();
					const seen = [top + 3, bottom - 3].map((y) => document.elementFromPoint((left + right) / 2, y));
					return seen.every((element) => element !== null && cell.contains(element)) ? 'seen' : 'hidden';
				})
			)
			.toBe('seen');
		expect(isWhole).toBeUndefined();
	}
});

test('a row in the middle of 5,000 is found by a word, edited, and found again (W2, W4)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	const customers = generateCustomers(5000, 'lean');
	await previewFile(page, csvOf(customers), { create: 5000 });
	const wanted = customers[3210]?.email ?? '';
	await page.getByRole('searchbox', { name: 'Find in rows' }).fill(wanted);
	await expect(page.getByText(`1 row with “${wanted}”`, { exact: true }).first()).toBeVisible();
	await page.keyboard.press('Enter');
	await expectPlace(page, 'row-3212 email');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('F2');
	await page.keyboard.type('Found and renamed');
	await page.keyboard.press('Enter');
	await expect(page.locator('#row-3212').getByRole('gridcell', { name: /^Found and renamed/ })).toBeFocused();
	await page.keyboard.press('Escape');
	await expectPlace(page, 'row-3212 name');
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '5001');
});

test('at 320 px the journey is the same: show issues, fix one in its card, import (1.4.10)', async ({
	page,
	company
}) => {
	await page.setViewportSize({ width: 320, height: 640 });
	await previewFile(page, 'email,name\nno address,Ann\nben@shop.example,Ben\n', { create: 1, issues: 1 });
	await page.getByRole('combobox', { name: /^Show/ }).selectOption({ label: '! Issues 1' });
	await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '2');
	await page.locator('#row-2').getByRole('button', { name: 'Details of row 2' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Edit email' }).click();
	await page.keyboard.type('ann@shop.example');
	await page.keyboard.press('Enter');
	await expect(page.getByText('No customer has this email, so a new one is created.')).toBeVisible();
	await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
	await expectPlace(page, 'row-2 row');
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
	await page.keyboard.press('Control+Enter');
	await expectResult(page, 2, 0, 0);
	expect((await readCustomers(company.id)).map(({ email }) => email)).toEqual([
		'ann@shop.example',
		'ben@shop.example'
	]);
});
