import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demoOwner } from '../../src/lib/server/auth/demo-accounts.ts';
import { startApplication } from './application.ts';
import { test } from './fixtures.ts';
import { chooseFile, expectCounts } from './import-screen.ts';

const optimizedPackages = fileURLToPath(new URL('../../node_modules/.vite/deps', import.meta.url));

// Vite's own client, which is not in a build, asks for a worker made from a blob when it lost its server.
test.use({ breaksPolicy: true });

test('`npm run dev` from cold: the first upload at the first try is previewed (F3)', async ({ page }) => {
	test.setTimeout(240_000);
	// As on a fresh clone, where Vite finds out which packages to bundle while the page is being used.
	rmSync(optimizedPackages, { recursive: true, force: true });
	const application = await startApplication('development');
	try {
		await page.goto(`${application.address}/login?next=/dashboard/customers/import`);
		await page.getByLabel('Email').fill(demoOwner.email);
		await page.getByLabel('Password', { exact: true }).fill(demoOwner.password);
		// The page is compiled and its packages are bundled before there is one.
		const worker = page.waitForEvent('worker', { timeout: 60_000 });
		await page.getByRole('button', { name: 'Sign in' }).click();
		await worker;
		await chooseFile(page, 'email\nfirst@try.example\n');
		await expectCounts(page, { create: 1 });
	} finally {
		await application.stop();
	}
});
