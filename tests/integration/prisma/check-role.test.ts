import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkRole } from '../../../prisma/start/check-role.ts';
import { describeEachEngine } from '../../support/each-engine.ts';

describeEachEngine('the role of the application (spec U2)', ({ name, url }) => {
	it('is taken by the owner of the tables', async () => {
		await checkRole(url);
	});

	// The embedded database lets everybody of this user in, under every name.
	if (name !== 'postgresql') return;

	const client = new pg.Client({ connectionString: url });
	const login = `login_${randomUUID().replaceAll('-', '')}`;
	const address = new URL(url);
	address.username = login;
	beforeAll(async () => {
		await client.connect();
		await client.query(`CREATE ROLE ${login} LOGIN`);
	});
	afterAll(async () => {
		await client.query(`DROP ROLE ${login}`);
		await client.end();
	});

	it('is refused to who is no member, with what to grant', async () => {
		await expect(checkRole(address.href)).rejects.toThrow(
			`The user "${login}" of DATABASE_URL may not work as distribu_app (42501). ` +
				`Let the owner of the tables or an administrator run: GRANT distribu_app TO "${login}";`
		);
	});

	it('is taken by a member that owns nothing', async () => {
		await client.query(`GRANT distribu_app TO ${login}`);
		await checkRole(address.href);
	});

	it('is refused where it would see every company', async () => {
		await client.query('ALTER ROLE distribu_app BYPASSRLS');
		try {
			await expect(checkRole(url)).rejects.toThrow('distribu_app, which bypasses row-level security');
		} finally {
			await client.query('ALTER ROLE distribu_app NOBYPASSRLS');
		}
	});
});
