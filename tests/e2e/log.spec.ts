import { readFileSync } from 'node:fs';
import { demoPassword } from '../../src/lib/server/auth/demo-accounts.ts';
import { query } from './database.ts';
import { expect, test } from './fixtures.ts';

/** What a line of the log may say: ids, codes, counts, sizes and durations (spec 9, T26). */
const allowed: Record<string, RegExp> = {
	level: /^\d+$/,
	time: /^\d+$/,
	msg: /^[a-z -]+$/,
	requestId: /^[0-9a-f-]{36}$/,
	companyId: /^[0-9a-f-]{36}$/,
	userId: /^[0-9a-f-]{36}$/,
	tokenId: /^[0-9a-f-]{36}$/,
	customerId: /^[0-9a-f-]{36}$/,
	importId: /^[0-9a-f-]{36}$/,
	undoId: /^[0-9a-f-]{36}$/,
	method: /^[A-Z]+$/,
	// The pattern of an address, not the address.
	route: /^\/[a-z/[\].-]*$/,
	procedure: /^[a-zA-Z.]+$/,
	status: /^\d{3}$/,
	name: /^[A-Za-z]+$/,
	code: /^[A-Z0-9_]+$/,
	sqlState: /^[0-9A-Z]{5}$/,
	limit: /^[a-zA-Z]+$/,
	signal: /^[A-Z]+$/,
	created: /^\d+$/,
	updated: /^\d+$/,
	unchanged: /^\d+$/,
	restored: /^\d+$/,
	removed: /^\d+$/,
	kept: /^\d+$/,
	durationMs: /^\d+$/,
	seconds: /^\d+$/,
	failures: /^\d+$/,
	imports: /^\d+$/,
	changes: /^\d+$/,
	folder: /^data\/mail$|^\/\S+\/mail$/
};

/** Everything that the application wrote while all other tests ran, without the start command's own words. */
function logLines(): string[] {
	const text = readFileSync(new URL('../../test-results/production.log', import.meta.url), 'utf8');
	const [, log = ''] = text.split('Stop it with Ctrl+C.\n');
	return log.split('\n').filter((line) => line !== '');
}

test('T26: the log of all tests says nothing but ids, codes, counts and durations', () => {
	const lines = logLines();
	expect(lines.filter((line) => line.includes('"import applied"')).length).toBeGreaterThan(0);
	const told = lines.flatMap((line) =>
		Object.entries(JSON.parse(line) as Record<string, unknown>)
			.filter(([key, value]) => !allowed[key]?.test(String(value)))
			.map(([key]) => `${key} in ${line}`)
	);
	expect(told).toEqual([]);
});

test('T26: none of the values that the tests stored is in it', async () => {
	const stored = await query<{ value: string }>(`
		SELECT "email" AS "value" FROM "Customer"
		UNION SELECT "name" FROM "Customer" WHERE length("name") > 5
		UNION SELECT "notes" FROM "Customer" WHERE length("notes") > 5
		UNION SELECT "email" FROM "User"
		UNION SELECT "name" FROM "User" WHERE length("name") > 5
		UNION SELECT "name" FROM "Company"
		UNION SELECT "fileName" FROM "Import"
		UNION SELECT "token" FROM "Session"
		UNION SELECT "password" FROM "Account"
		UNION SELECT "tokenHash" FROM "ApiToken"
		UNION SELECT "name" FROM "ApiToken" WHERE length("name") > 5
	`);
	expect(stored.length).toBeGreaterThan(100);
	const log = logLines().join('\n');
	const found = [
		...stored.map(({ value }) => value),
		'distribu_',
		'a long test password',
		demoPassword
	].filter((value) => value !== null && log.includes(value));
	expect(found).toEqual([]);
});
