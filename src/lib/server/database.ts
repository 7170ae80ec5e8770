import { PrismaPg } from '@prisma/adapter-pg';
import { addressFor, type DatabaseRole } from './database-address.ts';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

/** What a query needs: the client of the whole application, or of one transaction. */
export type Queryable = Prisma.TransactionClient;

// The embedded engine works through one connection at a time, and a PostgreSQL is shared by instances.
const poolSize = 5;

// For a new connection, and for a free one where all are busy: a server that is silent is answered for with
// 503 within five seconds (E07).
const longestConnectMs = 4000;

let databaseUrl: string | undefined;
let databaseRole: DatabaseRole = 'application';
let client: PrismaClient | undefined;

/**
 * The database client, made on first use from `DATABASE_URL` (or what `setDatabaseUrl` said).
 * A Unix socket is named by `?host=/folder`.
 *
 * @throws Error when there is no address
 */
export function database(): PrismaClient {
	return (client ??= connectDatabase(databaseUrl ?? process.env.DATABASE_URL, databaseRole));
}

/** Closes the pool; the next `database()` opens a new one. */
export async function disconnectDatabase(): Promise<void> {
	const open = client;
	client = undefined;
	await open?.$disconnect();
}

/**
 * Points the next `database()` at another address, and closes the pool to the one before. For tests and tools.
 *
 * @param role `owner` for an operator's work, which no company's wall stands in the way of
 */
export async function setDatabaseUrl(url: string, role: DatabaseRole = 'application'): Promise<void> {
	databaseUrl = url;
	databaseRole = role;
	await disconnectDatabase();
}

/**
 * A client of its own, for what `database()` is not enough for. The caller disconnects it.
 *
 * @throws Error when there is no address
 */
export function connectDatabase(url: string | undefined, role: DatabaseRole): PrismaClient {
	if (!url)
		throw new Error('DATABASE_URL is not set. Start with "npm start", or name a PostgreSQL database.');
	return new PrismaClient({
		adapter: new PrismaPg({
			connectionString: addressFor(url, role),
			max: poolSize,
			connectionTimeoutMillis: longestConnectMs
		}),
		// Prisma's own messages repeat parameters (spec 9).
		log: [],
		errorFormat: 'minimal'
	});
}
