import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { customer } from '../support/core.ts';
import { csvOf, generateCustomers } from '../support/generate-customers.ts';
import { expectBatchesDone, holdImport, onImport, startBatches } from './batches-screen.ts';
import { insertCustomers, query, setPlan, setRole } from './database.ts';
import { type Company, expect, test } from './fixtures.ts';
import { importCustomers, importRun } from './imports.ts';
import { askForLink } from './mails.ts';
import { insertToken } from './tokens.ts';
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

/** More customers than one import holds. */
const largeFile = csvOf(generateCustomers(5100, 'lean'));

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
	'import: a file again that was imported before': async (page) => {
		await previewFile(page, 'email\nann@shop.example\n', { create: 1 });
		await importButton(page).click();
		await expectResult(page, 1, 0, 0);
		await previewFile(page, 'email\nann@shop.example\n', { unchanged: 1 });
		await expect(page.getByText('This very file was imported today')).toBeVisible();
	},
	'import: what importing in batches means': async (page, company) => {
		await previewLargeFile(page, company);
		await importButton(page).click();
		await expect(page.getByRole('dialog')).toBeVisible();
	},
	'import: a large file being compared': async (page, company) => {
		await setPlan(company.id, 'ENTERPRISE');
		await openImport(page);
		// Both lookups are under way; the one of the last 100 addresses, too small to be packed, gets no answer.
		await page.route(/customers\.lookup/, async (route) => {
			if (route.request().headers()['content-encoding'] === 'gzip') await route.continue();
		});
		await chooseFile(page, largeFile);
		await expect(page.getByText('5,000 of 5,100 addresses')).toBeVisible();
	},
	'import: a large file too many for the plan': async (page) => {
		await previewFile(page, largeFile, { create: 5100 });
		await expect(page.getByText('More customers than your plan allows')).toBeVisible();
	},
	'import: in batches': async (page, company) => {
		await previewLargeFile(page, company);
		const { arrived } = await holdImport(page, 2);
		await startBatches(page);
		await arrived;
		await expect(page.getByText('Writing batch 2 of 2…')).toBeVisible();
	},
	'import: in batches, paused': async (page, company) => {
		await previewLargeFile(page, company);
		const { arrived, go } = await holdImport(page, 1);
		await startBatches(page);
		await arrived;
		await page.getByRole('button', { name: 'Pause' }).click();
		go();
		await expect(page.getByRole('button', { name: 'Import the remaining 100 customers' })).toBeVisible();
	},
	'import: in batches, the connection lost': async (page, company) => {
		await previewLargeFile(page, company);
		await onImport(page, 2, async (route) => {
			await page.context().setOffline(true);
			await route.abort('internetdisconnected');
		});
		await startBatches(page);
		await expect(page.getByRole('alert')).toContainText('whether batch 2 was written');
	},
	'import: in batches, done': async (page, company) => {
		await previewLargeFile(page, company);
		await startBatches(page);
		await expectBatchesDone(page, 5100);
	},
	'imports: none': (page) => openPage(page, '/dashboard/customers/imports'),
	'imports: a list': async (page, company) => {
		await openImports(page, company);
		await openPage(page, '/dashboard/customers/imports');
	},
	'imports: one of them': async (page, company) => {
		const { importId } = await openImports(page, company);
		await page.goto(`/dashboard/customers/imports/${importId}`);
		await expect(page.getByRole('grid').getByText('ann@shop.example')).toBeVisible();
	},
	'imports: one change of it': async (page, company) => {
		const { importId } = await openImports(page, company);
		await page.goto(`/dashboard/customers/imports/${importId}`);
		await page.getByRole('button', { name: 'Details of row 2' }).click();
		await expect(page.getByRole('dialog', { name: 'Row 2' })).toBeVisible();
	},
	'imports: without old values': async (page, company) => {
		const { importId } = await openImports(page, company);
		await query(`UPDATE "ImportChange" SET "before" = NULL WHERE "importId" = $1`, [importId]);
		await query(`UPDATE "Import" SET "imagesDeletedAt" = now() WHERE "id" = $1`, [importId]);
		await page.goto(`/dashboard/customers/imports/${importId}`);
		await expect(page.getByText('Old values were deleted')).toBeVisible();
		await expect(page.getByRole('grid').getByText('ann@shop.example')).toBeVisible();
	},
	'imports: those of a large file': async (page, company) => {
		const { runId } = await openImports(page, company);
		await openPage(page, `/dashboard/customers/imports/runs/${runId}`);
	},
	'imports: the changes cannot be loaded': async (page, company) => {
		const { importId } = await openImports(page, company);
		await page.route(/imports\.changes/, (route) => route.abort('connectionrefused'));
		await page.goto(`/dashboard/customers/imports/${importId}`);
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'customer: its history': async (page, company) => {
		await openImports(page, company);
		await page.goto('/dashboard/customers?q=ann');
		await page.getByRole('link', { name: 'ann@shop.example' }).click();
		await expect(page.getByRole('heading', { name: 'Fields and their history' })).toBeVisible();
	},
	'customer: unknown': (page) => openPage(page, '/dashboard/customers/00000000-0000-4000-8000-000000000000'),
	'undo: a preview': (page, company) => openUndo(page, company),
	'undo: the question': async (page, company) => {
		await openUndo(page, company);
		await page.getByRole('button', { name: 'Undo this import…' }).click();
		await expect(page.getByRole('dialog')).toBeVisible();
	},
	'undo: a row that is kept': async (page, company) => {
		await openUndo(page, company);
		await page.getByRole('button', { name: 'Details of row 4' }).click();
		await expect(page.getByRole('dialog', { name: 'Row 4' })).toBeVisible();
	},
	'undo: a stale preview': async (page, company) => {
		await openUndo(page, company);
		await query(`UPDATE "Customer" SET "notes" = $2 WHERE "companyId" = $1`, [company.id, longWord]);
		await page.getByRole('button', { name: 'Undo this import…' }).click();
		await page.getByRole('button', { name: 'Undo now' }).click();
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'undo: done': async (page, company) => {
		await openUndo(page, company);
		await page.getByRole('button', { name: 'Undo this import…' }).click();
		await page.getByRole('button', { name: 'Undo now' }).click();
		await expect(page.getByRole('region', { name: 'Result' })).toBeVisible();
	},
	'undo: undone already': async (page, company) => {
		const importId = await importCustomers(page, company, [customer('ann@shop.example')]);
		await query(`UPDATE "ImportChange" SET "undoId" = gen_random_uuid() WHERE "importId" = $1`, [importId]);
		await page.goto(`/dashboard/customers/imports/${importId}/undo`);
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'undo of a large file: a preview': (page, company) => openRunUndo(page, company),
	'undo of a large file: stopped': async (page, company) => {
		await openRunUndo(page, company);
		await query(`UPDATE "Customer" SET "notes" = $2 WHERE "companyId" = $1 AND "email" LIKE 'a1%'`, [
			company.id,
			longWord
		]);
		await page.getByRole('button', { name: 'Undo 2 imports…' }).click();
		await page.getByRole('button', { name: 'Undo now' }).click();
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'undo of a large file: done': async (page, company) => {
		await openRunUndo(page, company);
		await page.getByRole('button', { name: 'Undo 2 imports…' }).click();
		await page.getByRole('button', { name: 'Undo now' }).click();
		await expect(page.getByText('Done', { exact: true })).toBeVisible();
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
	'api: no tokens': (page) => openPage(page, '/dashboard/settings/api'),
	'api: tokens in every state': async (page, company) => {
		for (const name of ['live', longWord.repeat(2).slice(0, 100), 'expired']) {
			await insertToken(company.owner.email, { name });
		}
		const where = `"companyId" = $1 AND "name" =`;
		await query(`UPDATE "ApiToken" SET "revokedAt" = now() WHERE ${where} 'live'`, [company.id]);
		const longAgo = `"createdAt" = now() - interval '40 days', "expiresAt" = now() - interval '10 days'`;
		await query(`UPDATE "ApiToken" SET ${longAgo} WHERE ${where} 'expired'`, [company.id]);
		await insertToken(company.owner.email);
		await openPage(page, '/dashboard/settings/api');
		for (const summary of await page.locator('summary').all()) await summary.click();
	},
	'api: a token that was made': async (page) => {
		await openPage(page, '/dashboard/settings/api');
		await page.getByLabel('Name').fill(longWord);
		await page.getByRole('checkbox').first().check();
		await page.getByRole('button', { name: 'Make token' }).click();
		await expect(page.getByText(/^distribu_/)).toBeVisible();
	},
	'api: a form that is refused': async (page) => {
		await openPage(page, '/dashboard/settings/api');
		await page.getByRole('button', { name: 'Make token' }).click();
		await expect(page.getByRole('alert')).toBeVisible();
	},
	'api: the question before revoking': async (page, company) => {
		await insertToken(company.owner.email, { name: longWord });
		await openPage(page, '/dashboard/settings/api');
		await page.getByRole('button', { name: /^Revoke/ }).click();
		await expect(page.getByRole('dialog')).toBeVisible();
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

/** Opens a file that comes as two imports. */
async function previewLargeFile(page: Page, company: Company): Promise<void> {
	await setPlan(company.id, 'ENTERPRISE');
	await previewFile(page, largeFile, { create: 5100 });
}

/** A customer of a company with a long name, and without a password. */
async function addShop(company: Company): Promise<string> {
	const email = `${longWord.replaceAll('ä', 'a').toLowerCase()}@${company.slug}.example`;
	await insertCustomers(company.id, [customer(email, { name: longWord })]);
	return email;
}

/** The preview of an undo that restores, removes and keeps, with the longest words. */
async function openUndo(page: Page, company: Company): Promise<void> {
	const shop = customer('ann@shop.example', { name: longWord, notes: `${longWord} ${longWord}` });
	await insertCustomers(company.id, [shop]);
	const wanted = [
		{ ...shop, name: 'Ann', notes: null },
		customer('ben@b.example'),
		customer('cara@c.example')
	];
	const importId = await importCustomers(page, company, wanted, { fileName: `${longWord}.csv` });
	await importCustomers(page, company, [customer('cara@c.example', { name: longWord })]);
	await page.goto(`/dashboard/customers/imports/${importId}/undo`);
	await expect(page.getByText('Restore 1, remove 1')).toBeVisible();
}

/** An import with its undo, and one of a large file that stopped, with the longest words. */
async function openImports(page: Page, company: Company): Promise<{ importId: string; runId: string }> {
	const shop = customer('ann@shop.example', { name: longWord, notes: `${longWord} ${longWord}` });
	await insertCustomers(company.id, [shop]);
	const wanted = [{ ...shop, name: null, creditLimit: '9999999999.99' }, customer('ben@b.example')];
	const importId = await importCustomers(page, company, wanted, { fileName: `${longWord}.csv` });
	await query(
		`INSERT INTO "ImportUndo" ("companyId", "id", "importId", "userId", "digest", "restored", "removed", "kept", "durationMs")
		 SELECT "companyId", gen_random_uuid(), "id", "userId", "planDigest", 0, 1, 1, 12 FROM "Import" WHERE "id" = $1`,
		[importId]
	);
	await query(`UPDATE "ImportChange" SET "undoId" = gen_random_uuid() WHERE "importId" = $1 AND "row" = 3`, [
		importId
	]);
	const { runId } = await importRun(
		page,
		company,
		[[customer('cara@c.example')], [customer('dora@d.example')]],
		`${longWord} large.csv`
	);
	await query(`UPDATE "Import" SET "batches" = 3 WHERE "runId" = $1`, [runId]);
	return { importId, runId };
}

async function openRunUndo(page: Page, company: Company): Promise<void> {
	const lists = ['a', 'b'].map((list) => [
		customer(`${list}1@shop.example`),
		customer(`${list}2@shop.example`)
	]);
	const { runId } = await importRun(page, company, lists, `${longWord}.csv`);
	await page.goto(`/dashboard/customers/imports/runs/${runId}/undo`);
	await expect(page.getByText('4 to remove')).toBeVisible();
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
