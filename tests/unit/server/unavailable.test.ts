import { expect, test } from 'vitest';
import { unavailable } from '../../../src/lib/server/http/unavailable.ts';

const words = 'The database cannot be reached right now.';

test('E07: a browser gets a page that stands alone', async () => {
	const response = unavailable('browser');
	expect(response.status).toBe(503);
	expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
	const page = await response.text();
	expect(page).toContain(words);
	expect(page).not.toMatch(/<script|src=|<link/);
});

test.each(['router', 'program'] as const)('E07: a %s gets the code', async (asker) => {
	const response = unavailable(asker);
	expect(response.status).toBe(503);
	expect(await response.json()).toMatchObject({ code: 'UNAVAILABLE' });
});

test('E07: a form of the app gets what it shows as an error', async () => {
	const body: unknown = await unavailable('form').json();
	expect(body).toMatchObject({
		type: 'error',
		status: 503,
		error: { message: expect.stringContaining(words) }
	});
});

test.each(['browser', 'router', 'form', 'program'] as const)(
	'E07: a %s is told when to come again',
	(asker) => {
		const { headers } = unavailable(asker);
		expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
		expect(headers.get('cache-control')).toBe('no-store');
	}
);
