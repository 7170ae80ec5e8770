import { customer } from '../support/core.ts';
import { insertCustomers } from './database.ts';
import { expect, test } from './fixtures.ts';
import { openImport, previewFile } from './import-screen.ts';

const markup = '<img src=x onerror="window.ran = true"><script>window.ran = true</script>';

test.describe('the policy', () => {
	test.use({ breaksPolicy: true });

	test('a page runs no script but its own: the policy has a nonce, and an inline script is stopped (T07)', async ({
		page,
		company
	}) => {
		expect(company.id).toBeTruthy();
		const response = await page.goto('/dashboard/customers');
		const policy = response?.headers()['content-security-policy'] ?? '';
		expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'(?:;|$)/);
		expect(policy).toMatch(/style-src 'self'(?: 'nonce-[^']+')?(?:;|$)/);
		expect(policy).not.toContain("'unsafe-inline'");
		expect(policy).not.toContain("'unsafe-eval'");
		for (const directive of [
			"default-src 'none'",
			"object-src 'none'",
			"base-uri 'none'",
			"frame-ancestors 'none'"
		]) {
			expect(policy).toContain(directive);
		}

		const stopped = await page.evaluate(
			() =>
				new Promise<string>((resolve) => {
					addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
						once: true
					});
					const script = document.createElement('script');
					script.textContent = 'window.ran = true';
					document.body.append(script);
				})
		);
		expect(stopped).toBe('script-src-elem');
		expect(await page.evaluate(() => 'ran' in window)).toBe(false);
	});
});

test('markup in names, notes and headers is shown as text, in the list and in the preview (T07)', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [customer('ann@shop.example', { name: markup, notes: markup })]);
	await page.goto('/dashboard/customers');
	await expect(page.getByText(markup).first()).toBeVisible();

	await openImport(page);
	const cell = `"${markup.replaceAll('"', '""')}"`;
	await previewFile(page, `email,name,${cell}\nbob@shop.example,${cell},${cell}\n`, { create: 1 });
	await expect(page.getByText(markup).first()).toBeVisible();
	expect(await page.locator('img[src="x"]').count()).toBe(0);
	expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});
