import { type Queryable, database } from './database.ts';

/** How long a transaction may wait for a connection, and take, and one statement of it, in milliseconds. */
export interface TransactionLimits {
	maxWait: number;
	timeout: number;
	statement: number;
}

// A page's reads take a fraction of a second. Who waits longer than this is told to try again (E07).
const readLimits: TransactionLimits = { maxWait: 4000, timeout: 20_000, statement: 4000 };

/**
 * Does something for one company: a transaction whose first statement tells the database which company it is
 * for. The database shows and takes rows of that company only, whatever a query asks for, and none at all
 * outside of such a transaction (spec U2; policies in the migration `walls`).
 *
 * At READ COMMITTED: each statement sees what was committed before it.
 *
 * @throws whatever the work or the database throws; then nothing was written
 */
export function inCompany<T>(
	companyId: string,
	work: (transaction: Queryable) => Promise<T>,
	{ maxWait, timeout, statement } = readLimits
): Promise<T> {
	return database().$transaction(
		async (transaction) => {
			await enterCompany(transaction, companyId, statement);
			return await work(transaction);
		},
		{ isolationLevel: 'ReadCommitted', maxWait, timeout }
	);
}

/**
 * Tells the database which company the rest of a transaction is for, how long its statements may take, and that its tables
 * are in memory or on a disk without moving parts. It believes otherwise unless an operator says so, and then reads a table
 * of 500,000 customers from end to end, in five times the time, rather than look for 5,000 of them.
 */
async function enterCompany(transaction: Queryable, companyId: string, statementMs: number): Promise<void> {
	await transaction.$queryRaw`
		SELECT
			set_config('distribu.company', ${companyId}, true),
			set_config('statement_timeout', ${String(statementMs)}, true),
			set_config('random_page_cost', '1.1', true)
	`;
}
