import type pg from 'pg';

/** So many at a time that each statement fits in memory. */
const batchSize = 100_000;

/**
 * Gives a company that has none a list of customers, made by the database in a fraction of the time that imports take:
 * without the indexes that are no constraint, which are made again afterwards. The same ones each time, with addresses and
 * names of a few words, a twentieth of them blocked and a fifth without a credit limit. Needs a database of its own.
 *
 * @param client the tables' owner
 */
export async function fillWithCustomers(
	client: pg.ClientBase,
	companyId: string,
	count: number
): Promise<void> {
	const { rows: indexes } = await client.query<{ name: string; definition: string }>(
		`SELECT i.indexrelid::regclass::text AS "name", pg_get_indexdef(i.indexrelid) AS "definition"
		 FROM pg_index AS i WHERE i.indrelid = '"Customer"'::regclass AND NOT i.indisprimary`
	);
	for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
	await client.query(`SET maintenance_work_mem = '512MB'`);
	for (let from = 1; from <= count; from += batchSize) {
		await client.query(insertion, [companyId, from, Math.min(from + batchSize - 1, count)]);
	}
	for (const { definition } of indexes) await client.query(definition);
	await client.query('VACUUM (ANALYZE)');
}

/** Numbers in place of chance, so that neighbors in one order are far from each other in every other. */
const insertion = `
	INSERT INTO "Customer"
		("id", "companyId", "email", "name", "status", "notes", "creditLimit", "createdAt", "updatedAt")
	SELECT
		md5('customer ' || n)::uuid, $1,
		m.words[1 + a % 12] || n || '@' || w.words[1 + b % 16] || '-' || k.words[1 + c % 12] || '.example',
		CASE WHEN a % 30 = 0 THEN NULL ELSE initcap(w.words[1 + b % 16] || ' ' || k.words[1 + c % 12]) || ' ' || d % 1000 END,
		CASE WHEN d % 20 = 0 THEN 'BLOCKED' ELSE 'ACTIVE' END::"CustomerStatus",
		CASE WHEN c % 3 = 0 THEN 'Net 30, before eight' END,
		CASE WHEN b % 5 = 0 THEN NULL ELSE (d % 100000) / 10.0 END,
		t.at, t.at
	FROM generate_series($2::int, $3::int) AS n
	CROSS JOIN LATERAL (SELECT
		hashint4(n) & 1048575 AS a, hashint4(n + 1000000000) & 1048575 AS b,
		hashint4(n + 1500000000) & 1048575 AS c, hashint4(n + 2000000000) & 1048575 AS d) AS h
	CROSS JOIN LATERAL (SELECT timestamptz '2026-01-01' + d * interval '20 seconds' AS at) AS t
	CROSS JOIN (SELECT '{orders,hello,info,kitchen,accounts,office,buying,team,zoe,marco,priya,bjorn}'::text[]) AS m(words)
	CROSS JOIN (SELECT '{bella,mill,copper,blue,corner,juniper,saffron,olive,lantern,golden,lemon,river,market,north,thyme,fig}'::text[]) AS w(words)
	CROSS JOIN (SELECT '{bistro,cafe,deli,trattoria,kitchen,bakery,grill,diner,brasserie,pizzeria,smokehouse,catering}'::text[]) AS k(words)
`;
