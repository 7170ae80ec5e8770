import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { customer } from '../support/core.ts';
import { insertCustomers, query } from './database.ts';
import { expect, test } from './fixtures.ts';
import { ask } from './raw-request.ts';

const routes = fileURLToPath(new URL('../../src/routes', import.meta.url));

/** Every address that answers, told from the files of the routes, so that a new one is asked too. */
function addresses(slug: string): string[] {
	const paths = readdirSync(routes, { recursive: true, encoding: 'utf8' })
		.map((path) => `/${path.replaceAll('\\', '/')}`)
		.filter((path) => /\/\+(?:page\.svelte|page\.server\.ts|server\.ts)$/.test(path))
		.map(
			(path) =>
				path
					.replace(/\/\+[^/]+$/, '')
					.replaceAll('[slug]', slug)
					.replaceAll(/\[[^\]]+\]/g, 'x') || '/'
		);
	return [...new Set(paths)].sort();
}

// Counted are attempts; what other tests do meanwhile is theirs. A session in use is prolonged once a day.
const companyTables = ['Customer', 'Import', 'ImportChange', 'RememberedMapping', 'AuditEntry'];

/** Everything that the database has of a company and its people, as one text. */
async function stateOf(companyId: string): Promise<string> {
	const tables = companyTables.map(
		(table) =>
			`SELECT '${table}' AS "table", to_jsonb(t)::text AS "row" FROM "${table}" t WHERE "companyId" = $1::uuid`
	);
	const rows = await query(
		`${tables.join(' UNION ALL ')}
		 UNION ALL SELECT 'Company', to_jsonb(t)::text FROM "Company" t WHERE "id" = $1::uuid
		 UNION ALL SELECT 'User', to_jsonb(t)::text FROM "User" t WHERE "companyId" = $1::uuid
		 UNION ALL SELECT 'Session', to_jsonb(t)::text FROM "Session" t
			WHERE "userId" IN (SELECT "id" FROM "User" WHERE "companyId" = $1::uuid)
		 UNION ALL SELECT 'Account', to_jsonb(t)::text FROM "Account" t
			WHERE "userId" IN (SELECT "id" FROM "User" WHERE "companyId" = $1::uuid)
		 ORDER BY 1, 2`,
		[companyId]
	);
	return JSON.stringify(rows, null, '\t');
}

test('T04: reading changes nothing: every address, by GET and HEAD, twice, whoever asks', async ({
	page,
	company
}) => {
	await insertCustomers(company.id, [customer('ann@shop.example', { name: 'Ann' })]);
	const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
	const askers: Record<string, string>[] = [{ Cookie: cookie }, { Cookie: cookie, Accept: 'text/html' }, {}];
	const before = await stateOf(company.id);
	const asked = addresses(company.slug);
	expect(asked.length).toBeGreaterThan(10);
	for (const path of [...asked, ...asked]) {
		for (const method of ['GET', 'HEAD']) {
			for (const headers of askers) {
				const { status } = await ask(path, { method, headers });
				expect(status, `${method} ${path}`).toBeLessThan(500);
			}
		}
	}
	for (const procedure of ['customers.lookup', 'imports.applyPlan', 'imports.find']) {
		const input = encodeURIComponent('{"importId":"00000000-0000-4000-8000-000000000000","emails":[]}');
		const { status } = await ask(`/api/trpc/${procedure}?input=${input}`, { headers: { Cookie: cookie } });
		expect(status, procedure).toBe(405);
	}
	expect(await stateOf(company.id)).toBe(before);
});
