import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { database, disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import { describeEachEngine } from '../support/each-engine.ts';

describeEachEngine('the database client', ({ name, url }) => {
	afterAll(() => setDatabaseUrl(url));

	test('instants are stored and read as they are, whatever the time zone of server and address', async () => {
		const other = new URL(url);
		other.searchParams.set('options', '-c TimeZone=America/New_York -c application_name=kept');
		await setDatabaseUrl(other.href);
		const createdAt = new Date('2026-07-01T12:34:56.789Z');
		const { id } = await database().company.create({
			data: { slug: `company-${randomUUID()}`, name: 'Test Company', createdAt }
		});
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

	test('it works as a role that owns nothing, and sees no more than its policies let through (T01)', async () => {
		const [role] = await database().$queryRaw<object[]>`
			SELECT
				rolname AS "name", rolsuper AS "isSuperuser", rolbypassrls AS "seesAll",
				(SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS "owned"
			FROM pg_roles AS r WHERE rolname = current_user
		`;
		expect(role).toEqual({ name: 'distribu_app', isSuperuser: false, seesAll: false, owned: 0 });
	});

	test('it opens again after it was closed', async () => {
		await disconnectDatabase();
		expect(await database().$queryRaw`SELECT 1 AS "one"`).toEqual([{ one: 1 }]);
	});
});
