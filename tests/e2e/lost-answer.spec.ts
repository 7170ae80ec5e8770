import { startHttpProxy } from '../faults/proxies/http-proxy.ts';
import { countAuditEntries, readCustomers } from './database.ts';
import { expect, test } from './fixtures.ts';
import { expectResult, importButton, previewFile } from './import-screen.ts';

const twoNew = 'email,name\nann@shop.example,Ann\nben@shop.example,Ben\n';
const onlyOnce = 'the import was written, and only once';

test('a connection that dies after the commit: the page says so, asks by import id, and shows the truth (A5, E12)', async ({
	browser,
	context,
	company
}) => {
	const proxy = await startHttpProxy([process.env.E2E_ADDRESS ?? '']);
	const behindProxy = await browser.newContext({
		baseURL: process.env.E2E_ADDRESS ?? '',
		storageState: await context.storageState(),
		proxy: { server: proxy.address }
	});
	try {
		const page = await behindProxy.newPage();
		await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'));
		await previewFile(page, twoNew, { create: 2 });
		proxy.cut({ path: 'imports.applyPlan', at: 'answer', hits: 'everything after' });
		await importButton(page).click();
		await expect(page.getByText('The answer was lost. Asking what happened…')).toBeVisible();
		expect(await countAuditEntries(company.id)).toBe(1);

		const notice = page.getByRole('alert');
		await expect(notice).toContainText("We couldn't reach Distribu, so we don't know whether", {
			timeout: 30_000
		});
		await expect(notice).toContainText('the same import is never written twice');
		expect(proxy.cutCount()).toBeGreaterThan(3);

		proxy.heal();
		await notice.getByRole('button', { name: 'See what happened' }).click();
		await expectResult(page, 2, 0, 0);
		await expect(page.getByText(onlyOnce)).toBeVisible();
		expect(await readCustomers(company.id)).toHaveLength(2);
		expect(await countAuditEntries(company.id)).toBe(1);
	} finally {
		await behindProxy.close();
		await proxy.stop();
	}
});

test('offline after the commit: said at once, and settled by itself when the network is back (A5)', async ({
	page,
	context,
	company
}) => {
	await previewFile(page, twoNew, { create: 2 });
	await page.route(/imports\.apply/, async (route) => {
		await route.fetch();
		await context.setOffline(true);
		await route.abort('internetdisconnected');
	});
	await importButton(page).click();
	await expect(page.getByRole('alert')).toContainText("we don't know whether the import was written");
	await context.setOffline(false);
	await expectResult(page, 2, 0, 0);
	await expect(page.getByText(onlyOnce)).toBeVisible();
	expect(await countAuditEntries(company.id)).toBe(1);
});

test('offline before the import is sent: nothing is written, and trying again imports', async ({
	page,
	context,
	company
}) => {
	await previewFile(page, twoNew, { create: 2 });
	await context.setOffline(true);
	await importButton(page).click();
	await expect(page.getByRole('alert')).toContainText("we don't know whether the import was written");
	await context.setOffline(false);
	await expect(page.getByRole('alert')).toContainText('Distribu has no record of it');
	expect(await readCustomers(company.id)).toEqual([]);
	await page.getByRole('button', { name: 'Try again' }).click();
	await expectResult(page, 2, 0, 0);
	expect(await countAuditEntries(company.id)).toBe(1);
});
