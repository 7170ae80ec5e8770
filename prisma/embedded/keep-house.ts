import pg from 'pg';

/** Who is asked: a client of the driver, or PGlite itself. */
interface Asked {
	query<Row>(statement: string): Promise<{ rows: Row[] }>;
}

/** When the embedded database's house is kept, in milliseconds. */
export interface HouseTimes {
	/** Between two rounds; also before the first. */
	between: number;
}

const usualTimes: HouseTimes = { between: 60_000 };

/**
 * Does for the embedded engine what PostgreSQL's autovacuum does, which PGlite lacks: makes room where rows were
 * replaced, and counts what is there. Without it the planner knows nothing of any table for as long as the database
 * lives, and a list of thousands is read whole for each of its pages.
 *
 * Comes as any client does, takes its turn, and waits for nobody's transaction to end but at the door.
 *
 * @returns ends it: resolves when the table that it is at, if any, is done
 */
export function startKeepingHouse(url: string, times = usualTimes): () => Promise<void> {
	let isEnding = false;
	let running = Promise.resolve();
	let timer = wait();

	function wait(): NodeJS.Timeout {
		return setTimeout(() => {
			running = round();
		}, times.between).unref();
	}

	async function round(): Promise<void> {
		const client = new pg.Client({ connectionString: url });
		client.on('error', ignore);
		try {
			await client.connect();
			await keepHouse(client, () => isEnding);
		} catch {
			// Somebody drops the table, or everything ends: the next round finds what is left to do.
		}
		await client.end().catch(ignore);
		if (!isEnding) timer = wait();
	}

	return async () => {
		isEnding = true;
		clearTimeout(timer);
		await running;
	};
}

/**
 * One round: every table that has changed as much as autovacuum would wait for, each for itself.
 *
 * @param client the tables' owner
 * @param isEnding asked between two tables
 * @returns the tables that needed it
 */
export async function keepHouse(client: Asked, isEnding = () => false): Promise<string[]> {
	const done: string[] = [];
	const { rows: tables } = await client.query<{ name: string; isLittered: boolean }>(needed);
	for (const { name, isLittered } of tables) {
		if (isEnding()) break;
		await client.query(isLittered ? `VACUUM (ANALYZE) ${name}` : `ANALYZE ${name}`);
		done.push(name);
	}
	return done;
}

/** By autovacuum's usual thresholds: a tenth changed, or a fifth dead, and fifty rows. */
const needed = `
	SELECT format('%I.%I', schemaname, relname) AS "name", n_dead_tup > 50 + 0.2 * n_live_tup AS "isLittered"
	FROM pg_stat_user_tables
	WHERE n_mod_since_analyze > 50 + 0.1 * n_live_tup OR n_dead_tup > 50 + 0.2 * n_live_tup
	ORDER BY 1`;

function ignore(): void {}
