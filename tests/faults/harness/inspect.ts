import pg from 'pg';

/** Works on a database past the application, as the owner of its tables. */
export async function inspect<Result>(
	databaseUrl: string,
	work: (client: pg.Client) => Promise<Result>
): Promise<Result> {
	const client = new pg.Client({ connectionString: databaseUrl });
	// A connection that breaks is told by the query that fails.
	client.on('error', () => {});
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
