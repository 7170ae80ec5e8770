import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepHouse, startKeepingHouse } from '../../../prisma/embedded/keep-house.ts';
import { serveDatabase } from '../../../prisma/embedded/serve-database.ts';

const rows = 1000;

/** A client of the driver, or PGlite itself. */
interface Asked {
	query<Row extends object>(statement: string): Promise<{ rows: Row[] }>;
}

/** How many rows the planner believes in, and how many are dead. */
interface Facts {
	believed: number;
	dead: number;
}

describe("the embedded database's house (issue 6)", () => {
	let database: PGlite;

	beforeAll(async () => {
		database = await PGlite.create();
	});
	afterAll(() => database.close());

	beforeEach(async () => {
		await database.exec(`
			DROP TABLE IF EXISTS "Listed";
			CREATE TABLE "Listed" AS SELECT n FROM generate_series(1, ${rows}) AS n;
			SELECT pg_stat_force_next_flush();
		`);
	});

	async function facts(asked: Asked = database): Promise<Facts | undefined> {
		const { rows: found } = await asked.query<Facts>(
			`SELECT c.reltuples AS "believed", s.n_dead_tup::int AS "dead"
			 FROM pg_class AS c JOIN pg_stat_user_tables AS s ON s.relid = c.oid WHERE c.relname = 'Listed'`
		);
		return found[0];
	}

	test('what was added is counted, once', async () => {
		expect(await facts()).toMatchObject({ believed: -1 });
		expect(await keepHouse(database)).toEqual(['public."Listed"']);
		expect(await facts()).toMatchObject({ believed: rows });
		expect(await keepHouse(database)).toEqual([]);
	});

	test('what was replaced makes room', async () => {
		await database.exec(`UPDATE "Listed" SET n = n + 1; SELECT pg_stat_force_next_flush();`);
		expect(await facts()).toMatchObject({ dead: rows });
		await keepHouse(database);
		expect(await facts()).toMatchObject({ dead: 0 });
	});

	test('a little is left alone', async () => {
		await keepHouse(database);
		await database.exec(`DELETE FROM "Listed" WHERE n <= 20; SELECT pg_stat_force_next_flush();`);
		expect(await keepHouse(database)).toEqual([]);
	});

	test('it is kept for as long as the database is served, and ends when it is told to', async () => {
		const { server, stop } = serveDatabase(database);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
		const client = new pg.Client({ connectionString: url });
		await client.connect();
		const stopKeepingHouse = startKeepingHouse(url, { between: 1 });
		while ((await facts(client))?.believed !== rows);
		await stopKeepingHouse();
		await client.end();
		await stop();
	});
});
