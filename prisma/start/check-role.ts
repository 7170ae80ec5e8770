import pg from 'pg';
import { addressFor } from '../../src/lib/server/database-address.ts';
import { Refusal } from '../refusal.ts';

/** What PostgreSQL says of the role that a connection works as. */
interface Role {
	name: string;
	isSuperuser: boolean;
	bypassesRowSecurity: boolean;
	ownsTables: boolean;
}

const applicationRole = 'distribu_app';

/**
 * Makes sure that the application will work as its own role, which the database keeps to one company at a
 * time (spec U2): connects as it does, and asks who it is.
 *
 * @param url the address that the application gets
 * @throws Refusal with what to grant where the address may not take the role, or what stands in between
 */
export async function checkRole(url: string): Promise<void> {
	const client = new pg.Client({ connectionString: addressFor(url, 'application') });
	client.on('error', ignore);
	try {
		await client.connect();
		const { rows } = await client.query<Role>(
			`SELECT rolname AS name, rolsuper AS "isSuperuser", rolbypassrls AS "bypassesRowSecurity",
			   EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relkind = 'r') AS "ownsTables"
			 FROM pg_roles WHERE rolname = current_user`
		);
		const problem = rows[0] === undefined ? 'nobody' : problemOf(rows[0]);
		if (problem !== null) {
			throw new Refusal(
				`The application works as ${problem}, not as ${applicationRole}, and nothing would keep companies apart. ` +
					'A pooler between it and the database must pass startup options on, or the user must have the role by itself: ' +
					`ALTER ROLE ${userOf(url)} SET role TO ${applicationRole};`
			);
		}
	} catch (error) {
		if (!(error instanceof pg.DatabaseError)) throw error;
		// As a startup option, a role that is refused is an invalid value too.
		if (error.code !== '42501' && error.code !== '22023') throw error;
		const user = userOf(url);
		throw new Refusal(
			`The user ${user} of DATABASE_URL may not work as ${applicationRole} (${error.code}). ` +
				`Let the owner of the tables or an administrator run: GRANT ${applicationRole} TO ${user};`
		);
	} finally {
		await client.end().catch(ignore);
	}
}

function problemOf({ name, isSuperuser, bypassesRowSecurity, ownsTables }: Role): string | null {
	if (isSuperuser) return `the superuser ${name}`;
	if (bypassesRowSecurity) return `${name}, which bypasses row-level security`;
	if (ownsTables) return `${name}, which owns tables`;
	return name === applicationRole ? null : name;
}

function userOf(url: string): string {
	const { user } = new pg.Client({ connectionString: url });
	return pg.escapeIdentifier(user ?? '');
}

function ignore(): void {}
