import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';

/** What a query needs: the client of the whole application, or of one transaction. */
export type Queryable = Prisma.TransactionClient;

// The embedded engine works through one connection at a time, and a PostgreSQL is shared by instances.
const poolSize = 5;

// For a new connection, and for a free one where all are busy. Without it a silent server would hang requests.
const longestConnectMs = 10_000;

let databaseUrl: string | undefined;
let client: PrismaClient | undefined;

/**
 * The database client, made on first use from `DATABASE_URL` (or what `setDatabaseUrl` said).
 * A Unix socket is named by `?host=/folder`.
 *
 * @throws Error when there is no address
 */
export function database(): PrismaClient {
	return (client ??= connect(databaseUrl ?? process.env.DATABASE_URL));
}

/** Closes the pool; the next `database()` opens a new one. */
export async function disconnectDatabase(): Promise<void> {
	const open = client;
	client = undefined;
	await open?.$disconnect();
}

/** Points the next `database()` at another address, and closes the pool to the one before. For tests and tools. */
export async function setDatabaseUrl(url: string): Promise<void> {
	databaseUrl = url;
	await disconnectDatabase();
}

function connect(url: string | undefined): PrismaClient {
	if (!url)
		throw new Error('DATABASE_URL is not set. Start with "npm start", or name a PostgreSQL database.');
	return new PrismaClient({
		adapter: new PrismaPg({
			connectionString: withTimeZone(url),
			max: poolSize,
			connectionTimeoutMillis: longestConnectMs
		}),
		// Prisma's own messages repeat parameters (spec 9).
		log: [],
		errorFormat: 'minimal'
	});
}

/**
 * Makes every session use UTC: the driver adapter sends instants without an offset and drops the offset
 * of what it reads, so that any other session time zone would shift them.
 */
function withTimeZone(address: string): string {
	// Only the part after "?" is read as an address: in front of it PostgreSQL allows what other addresses do not.
	const [place = '', query = ''] = address.split('?', 2);
	const parameters = new URLSearchParams(query);
	const options = [parameters.get('options'), '-c TimeZone=UTC'].filter((option) => option !== null);
	parameters.set('options', options.join(' '));
	return `${place}?${parameters.toString()}`;
}
