import { afterAll, expect, test } from 'vitest';
import { database, disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import { makeCompany } from '../support/companies.ts';
import { describeEachEngine } from '../support/each-engine.ts';

describeEachEngine('the database client', ({ name, url }) => {
	afterAll(() => setDatabaseUrl(url));

	test('instants are stored and read as they are, whatever the time zone of server and address', async () => {
		const other = new URL(url);
		other.searchParams.set('options', '-c TimeZone=America/New_York -c application_name=kept');
		await setDatabaseUrl(other.href);
		const { id } = await makeCompany();
		const createdAt = new Date('2026-07-01T12:34:56.789Z');
		await database().company.update({ where: { id }, data: { createdAt } });
		expect((await database().company.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(createdAt);
		const [row] = await database().$queryRaw<{ text: string; zone: string }[]>`
			SELECT to_char("createdAt" AT TIME ZONE 'UTC', 'HH24:MI:SS.MS') AS "text", current_setting('TimeZone') AS "zone"
			FROM "Company" WHERE "id" = ${id}::uuid
		`;
		expect(row).toEqual({ text: '12:34:56.789', zone: 'UTC' });
		if (name === 'postgresql') {
			const [kept] = await database().$queryRaw<
				{ name: string }[]
			>`SELECT current_setting('application_name') AS "name"`;
			expect(kept?.name).toBe('kept');
		}
	});

	test('it opens again after it was closed', async () => {
		await disconnectDatabase();
		expect(await database().$queryRaw`SELECT 1 AS "one"`).toEqual([{ one: 1 }]);
	});
});
