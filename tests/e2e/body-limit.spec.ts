import { defaultLimits, maxRequestBytes } from '../../src/lib/import/limits.ts';
import { expect, test } from './fixtures.ts';

const limit = maxRequestBytes(defaultLimits);

/** A JSON text of exactly so many bytes. */
function jsonOf(bytes: number): string {
	return `{"padding":"${'a'.repeat(bytes - '{"padding":""}'.length)}"}`;
}

test('a request of the largest size is read, one byte more is refused with 413 (F6)', async ({
	page,
	company
}) => {
	expect(company.id).toBeTruthy();
	const headers = { 'Content-Type': 'application/json', Origin: process.env.E2E_ADDRESS ?? '' };

	const largest = await page.request.post('/api/trpc/imports.applyPlan', { data: jsonOf(limit), headers });
	expect(largest.status()).toBe(400);
	expect(await largest.text()).toContain('BAD_INPUT');

	const larger = await page.request.post('/api/trpc/imports.applyPlan', { data: jsonOf(limit + 1), headers });
	expect(larger.status()).toBe(413);
});

test('a lookup of more addresses than rows are allowed is refused with a code', async ({ page, company }) => {
	expect(company.id).toBeTruthy();
	const emails = Array.from({ length: defaultLimits.maxRows + 1 }, (_, i) => `shop${i}@example.com`);
	const headers = { Origin: process.env.E2E_ADDRESS ?? '' };
	const refused = await page.request.post('/api/trpc/customers.lookup', { data: { emails }, headers });
	expect(refused.status()).toBe(400);
	const answered = await page.request.post('/api/trpc/customers.lookup', {
		data: { emails: emails.slice(1) },
		headers
	});
	expect(answered.status()).toBe(200);
});
