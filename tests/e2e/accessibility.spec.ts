import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { generateCustomers } from '../support/generate-customers.ts';
import { insertCustomers, query, setRole } from './database.ts';
import { type Company, expect, test } from './fixtures.ts';
import { askForLink } from './mails.ts';
import {
	chooseFile,
	expectCounts,
	expectResult,
	importButton,
	keptFixes,
	openImport,
	previewFile
} from './import-screen.ts';

const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk';

/** Every screen in every state that looks different, and how to get there. */
const screens: Record<string, (page: Page, company: Company) => Promise<void>> = {
	'sign in': async (page) => {
		await page.context().clearCookies();
		await page.goto('/login');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByText('Enter your email.', { exact: false }).first()).toBeVisible();
	},
	'sign up': async (page) => {
		await page.context().clearCookies();
		await page.goto('/signup');
		await page.getByRole('button', { name: 'Create company' }).click();
		await expect(page.getByLabel('Company name')).toHaveAttribute('aria-invalid', 'true');
	},
	'customers: none': (page) => openPage(page, '/dashboard/customers'),
	'customers: a list': async (page, company) => {
		const long = customer('long@shop.example', {
			name: longWord,
			notes: `${longWord}\n${longWord}`,
			creditLimit: '9999999999.99'
		});
		await insertCustomers(company.id, [...generateCustomers(60, 'lean'), long]);
		await openPage(page, '/dashboard/customers');
	},
	'customers: no match': async (page, company) => {
		await insertCustomers(company.id, [customer('ann@shop.example')]);
		await openPage(page, '/dashboard/customers?q=nobody');
	},
	'import: upload': openImport,
	'import: a member': async (page, company) => {
		await setRole(company.owner.email, 'MEMBER');
		await openPage(page, '/dashboard/customers/import');
	},
	'import: unreadable file': async (page) => {
		await openImport(page);
		await chooseFile(page, '');
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'import: no email column': async (page) => {
		await openImport(page);
		await chooseFile(page, `${longWord},b\n1,2\n`);
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'import: preview with issues': (page) =>
		previewFile(page, `email,name,credit,password\nann@shop.example,${longWord},1\nno,,-1\nno,,x\n`, {
			create: 1,
			issues: 4
		}),
	'import: preview with losses and warnings': async (page, company) => {
		const shops = generateCustomers(24, 'lean');
		await insertCustomers(company.id, shops);
		const rows = shops.map(({ email }) => `${email},New name,,odd word`);
		await previewFile(
			page,
			`email,name,notes,status\n${rows.join('\n')}\na@b.example,A,,\nb@b.example,B,,\n`,
			{
				create: 2,
				update: 24
			}
		);
	},
	'import: suggested columns': async (page) => {
		const header = 'E-Mail-Adresse,Vorname,Nachname,Bemerkungen,Kreditlimit,Passwort';
		await openImport(page);
		await chooseFile(page, `${header}\nann@shop.example,Ann,${longWord},,5,x\n`);
		await expect(page.getByRole('button', { name: /^Use “E-Mail/ }).first()).toBeFocused();
		await expect(page.getByRole('button', { name: 'Use “Vorname + Nachname”' })).toBeVisible();
	},
	'import: how the file is read': async (page) => {
		await previewFile(page, `Customers of ${longWord}\n\nemail,name\nann@shop.example,Ännchen\n`, {
			create: 1
		});
		await page.getByRole('button', { name: 'Change how it is read' }).click();
		await expect(page.getByRole('radio', { name: /Windows-1252/ })).toBeVisible();
	},
	'import: a file in place of another': async (page) => {
		await previewFile(page, 'email\nno address\nnone\n', { issues: 2 });
		await chooseFile(page, 'email\nann@shop.example\nnone\n', `${longWord}.csv`);
		await expectCounts(page, { create: 1, issues: 1 });
		await expect(page.getByText('2 issues → 1')).toBeVisible();
	},
	'import: suggested fixes, status words and fixes': async (page, company) => {
		await insertCustomers(company.id, [customer('ann@shop.example', { status: 'BLOCKED' })]);
		const rows = ['ann@shop.example,on hold,$5', `ben\u200b@shop.example,${longWord},6`, 'carl@gmial.com,,7'];
		await previewFile(page, `email,status,limit\n${rows.join('\n')}\nno address,,8\n`, {
			create: 1,
			issues: 3
		});
		await page.getByRole('button', { name: /^Fix it: 1 email with invisible/ }).click();
		await page.getByRole('button', { name: /^Read as Blocked: Donau/ }).click();
		await expect(page.getByRole('region', { name: '2 fixes' })).toBeVisible();
		await expect(page.getByRole('region', { name: 'Suggested fixes' })).toBeVisible();
		await expect(page.getByRole('region', { name: /unknown status/ })).toBeVisible();
	},
	'import: an unusual size': async (page, company) => {
		await insertCustomers(company.id, [customer('ann@shop.example', { creditLimit: '10.00' })]);
		await previewFile(page, 'email,limit\nann@shop.example,1000\n', { update: 1 });
		await importButton(page).click();
		await expect(page.getByRole('dialog')).toBeVisible();
	},
	'import: a review of an earlier visit': async (page) => {
		const earlier = await page.context().newPage();
		await previewFile(earlier, 'email\nann@shop.example\n', { create: 1 });
		await expect.poll(() => keptFixes(earlier)).toHaveLength(1);
		await earlier.close();
		await openImport(page);
		await expect(page.getByText('You have an unfinished review')).toBeVisible();
	},
	'import: the details of a row': async (page, company) => {
		await insertCustomers(company.id, [customer('ann@shop.example', { name: 'Before', notes: longWord })]);
		await previewFile(page, `email,name,notes,city\nann@shop.example,${longWord},,Gent,${longWord}\n`, {
			issues: 1
		});
		await page.locator('#row-2').getByRole('rowheader').focus();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('dialog').getByText('Beyond the last column')).toBeVisible();
		await page.getByRole('dialog').getByRole('button', { name: 'Edit name' }).click();
	},
	'import: a cell being edited': async (page) => {
		await previewFile(page, `email,name\nno address,${longWord}\n`, { issues: 1 });
		await page.locator('#row-2').getByRole('rowheader').focus();
		await page.keyboard.press('e');
		await expect(page.getByRole('textbox', { name: 'Email of row 2' })).toBeFocused();
		await expect(page.locator('#row-2').getByRole('status')).toContainText('Not a valid email. Example:');
	},
	'import: the keys': async (page) => {
		await previewFile(page, 'email\nann@shop.example\n', { create: 1 });
		await page.keyboard.press('?');
		await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
	},
	'import: fixed rows, rows left out and a search': async (page) => {
		await previewFile(
			page,
			`email,name\nno address,${longWord}\nann@shop.example,Ann\nben@shop.example,Ben\n`,
			{
				create: 2,
				issues: 1
			}
		);
		await page.locator('#row-2').getByRole('rowheader').focus();
		await page.keyboard.press('x');
		await expectCounts(page, { create: 2 });
		await page.locator('#row-3').getByRole('gridcell', { name: 'Ann' }).focus();
		await page.keyboard.press('e');
		await page.keyboard.type(longWord);
		await page.keyboard.press('Enter');
		await expect(page.getByText('Row 3 changed.', { exact: false }).first()).toBeVisible();
		await page.getByRole('searchbox').fill('Donau');
		await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '3');
	},
	'import: a search without rows': async (page) => {
		await previewFile(page, 'email\nann@shop.example\n', { create: 1 });
		await page.getByRole('searchbox').fill('nobody');
		await expect(page.getByText('No rows with “nobody”.')).toBeVisible();
	},
	'import: nothing to change': async (page, company) => {
		await insertCustomers(company.id, [customer('ann@shop.example')]);
		await previewFile(page, 'email\nann@shop.example\n', { unchanged: 1 });
	},
	'import: stale preview': async (page, company) => {
		await previewFile(page, 'email,name\nann@shop.example,Ann\n', { create: 1 });
		await insertCustomers(company.id, [customer('ann@shop.example', { name: longWord })]);
		await importButton(page).click();
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'import: server unreachable': async (page) => {
		await previewFile(page, 'email\nann@shop.example\n', { create: 1 });
		await page.route(/imports\./, (route) => route.abort('connectionrefused'));
		await importButton(page).click();
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'import: done': async (page) => {
		await previewFile(page, 'email\nann@shop.example\n', { create: 1 });
		await importButton(page).click();
		await expectResult(page, 1, 0, 0);
	},
	'csv format': (page) => openPage(page, '/dashboard/customers/import/format?header=Contact+E-Mail'),
	'audit log: none': (page) => openPage(page, '/dashboard/settings/audit-log'),
	'audit log: entries': async (page, company) => {
		await query(
			`INSERT INTO "AuditEntry" ("id", "companyId", "userId", "userName", "action", "metadata")
			 SELECT gen_random_uuid(), $1, 'x', 'Olive Owner', 'CustomerBulkImported', '{"created": 1, "updated": 2}'
			 FROM generate_series(1, 60)`,
			[company.id]
		);
		await openPage(page, '/dashboard/settings/audit-log');
		await page.getByText('Details').first().click();
	},
	'store: sign in, refused': async (page, company) => {
		await query('UPDATE "Company" SET "name" = $2 WHERE "id" = $1', [company.id, longWord]);
		await page.goto(`/store/${company.slug}/login`);
		await page.getByLabel('Email').fill('nobody@shop.example');
		await page.getByLabel('Password', { exact: true }).fill('not the password');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByText('Email or password is wrong.')).toBeVisible();
	},
	'store: sign in, nothing typed': async (page, company) => {
		await page.goto(`/store/${company.slug}/login`);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
	},
	'store: no email to send a link to': async (page, company) => {
		await page.goto(`/store/${company.slug}/forgot`);
		await page.getByRole('button', { name: 'Send link' }).click();
		await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
	},
	'store: a link is on its way': async (page, company) => {
		await page.goto(`/store/${company.slug}/forgot`);
		await page.getByLabel('Email').fill(`${longWord.replaceAll('ä', 'a')}@shop.example`);
		await page.getByRole('button', { name: 'Send link' }).click();
		await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
	},
	'store: a password that is refused': async (page, company) => {
		const email = await addShop(company);
		await page.goto(await askForLink(page, company.slug, email));
		await page.getByLabel('New password').fill('password1234');
		await page.getByRole('button', { name: 'Save and sign in' }).click();
		await expect(page.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true');
	},
	'store: a link that does not work': async (page, company) => {
		await openPage(page, `/store/${company.slug}/reset?token=${'a'.repeat(43)}`);
		await expect(page.getByRole('link', { name: 'Get a new link' })).toBeVisible();
	},
	'store: signed in': async (page, company) => {
		await query('UPDATE "Company" SET "name" = $2 WHERE "id" = $1', [company.id, longWord]);
		const email = await addShop(company);
		await page.goto(await askForLink(page, company.slug, email));
		await page.getByLabel('New password').fill('copper lantern river');
		await page.getByRole('button', { name: 'Save and sign in' }).click();
		await expect(page.getByRole('heading', { name: `Welcome, ${longWord}` })).toBeVisible();
	},
	plan: async (page, company) => {
		await insertCustomers(company.id, generateCustomers(24, 'lean'));
		await openPage(page, '/dashboard/settings/plan');
	},
	'no such page': (page) => openPage(page, '/dashboard/nowhere')
};

// A narrow telephone, and both sides of where tables become cards and the menu stands beside the page.
const widths = [320, 480, 768, 1023, 1024, 1180, 1240, 1280, 1366];

/** A customer of a company with a long name, and without a password. */
async function addShop(company: Company): Promise<string> {
	const email = `${longWord.replaceAll('ä', 'a').toLowerCase()}@${company.slug}.example`;
	await insertCustomers(company.id, [customer(email, { name: longWord })]);
	return email;
}

async function openPage(page: Page, path: string): Promise<void> {
	await page.goto(path);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** What axe finds wrong, WCAG 2.2 AA and its best practices: the rule and the elements. */
async function violations(page: Page, without: string[] = []): Promise<string[]> {
	const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
	const results = await new AxeBuilder({ page }).withTags(tags).disableRules(without).analyze();
	return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const [name, prepare] of Object.entries(screens)) {
	test(`${name}: axe finds nothing, light, dark, forced colors and narrow, and nothing scrolls sideways at any width`, async ({
		page,
		company
	}) => {
		// Colors on their way from light to dark are neither.
		await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
		await prepare(page, company);
		expect(await violations(page), 'light').toEqual([]);
		await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
		expect(await violations(page), 'dark').toEqual([]);
		await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
		// The system's colors are on the screen then, but axe reads the page's own for text.
		expect(await violations(page, ['color-contrast']), 'forced colors').toEqual([]);
		await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'none' });

		await page.setViewportSize({ width: 320, height: 640 });
		// Where the bar lies over half of a button, that button is too small for axe; scrolling uncovers it.
		await page.evaluate(() => {
			document.querySelector<HTMLElement>('[data-import-bar]')?.style.setProperty('position', 'static');
		});
		expect(await violations(page), 'narrow').toEqual([]);
		for (const width of widths) {
			await page.setViewportSize({ width, height: 640 });
			const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
			expect(scrollWidth, 'the page is as wide as the screen').toBeLessThanOrEqual(width);
		}
	});
}

test('the preview of a file is the same at 320 px: the counts, the rows, Import', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	await page.setViewportSize({ width: 320, height: 640 });
	await openImport(page);
	await chooseFile(page, 'email,name\nann@shop.example,Ann\n');
	await expectCounts(page, { create: 1 });
	await importButton(page).click();
	await expectResult(page, 1, 0, 0);
});
