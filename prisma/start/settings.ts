import { type ImportLimits, limitsFrom, maxRequestBytes } from '../../src/lib/import/limits.ts';
import { Refusal } from '../refusal.ts';

/** What the start command does, read from the environment (`.env.example` lists the variables). */
export interface StartSettings {
	isDevelopment: boolean;
	host: string;
	port: number;
	/** Where a person on this machine opens the application. */
	address: string;
	/** The application's own address for origin checks and cookies. */
	origin: string;
	/** Null for the embedded database. */
	databaseUrl: string | null;
	/** The name of the data folder of the embedded database; the default one where undefined. */
	dataDir: string | undefined;
	/** Null where one is made and kept with the embedded database. */
	authSecret: string | null;
	/** Whether to add the demo companies to the database of `databaseUrl`. */
	seedsDemo: boolean;
	/** The largest request body in bytes. */
	bodySizeLimit: number;
	/** Sentences about settings that work, though perhaps not as meant. */
	warnings: string[];
}

type Environment = Record<string, string | undefined>;

const loopback = ['127.0.0.1', 'localhost', '::1'];
const everyAddress = ['0.0.0.0', '::'];
const shortestSecret = 32;

/**
 * Reads the settings of the start command.
 *
 * @throws Refusal with the variable and what it should be, where one is wrong or missing
 */
export function readSettings(environment: Environment, isDevelopment: boolean): StartSettings {
	const host = environment.HOST || '127.0.0.1';
	const port = readPort(environment.PORT || (isDevelopment ? '5173' : '3000'));
	const isReachableByName = loopback.includes(host) || everyAddress.includes(host);
	const address = `http://${isReachableByName ? 'localhost' : bracketed(host)}:${port}`;
	const databaseUrl = environment.DATABASE_URL ? readDatabaseUrl(environment.DATABASE_URL) : null;
	const warnings = [];
	if (everyAddress.includes(host) && !environment.ORIGIN) {
		warnings.push(
			`HOST=${host} lets other machines in, and ORIGIN is not set: signing in works at ${address} only. ` +
				'Set ORIGIN to the address that people use.'
		);
	}
	return {
		isDevelopment,
		host,
		port,
		address,
		origin: environment.ORIGIN ? readOrigin(environment.ORIGIN) : address,
		databaseUrl,
		dataDir: environment.DATA_DIR || undefined,
		authSecret: readSecret(environment.AUTH_SECRET, databaseUrl !== null),
		seedsDemo: environment.SEED_DEMO === '1',
		bodySizeLimit: maxRequestBytes(readLimits(environment)),
		warnings
	};
}

function readPort(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
		throw new Refusal(`PORT must be a number from 1 to 65535, such as 3000. It is "${text}".`);
	}
	return port;
}

/** Checks `DATABASE_URL`. @throws Refusal where it is no address of a PostgreSQL database */
export function readDatabaseUrl(text: string): string {
	const isPostgres = URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
	// Not repeated: it may hold a password.
	if (!isPostgres) {
		throw new Refusal(
			'DATABASE_URL must be an address such as postgresql://user:password@host:5432/database.'
		);
	}
	return text;
}

function readOrigin(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/') {
		throw new Refusal(`ORIGIN must be an address such as https://customers.example.com. It is "${text}".`);
	}
	return url.origin;
}

function readSecret(text: string | undefined, isNeeded: boolean): string | null {
	const advice = 'Put a line AUTH_SECRET=… into .env, with what "openssl rand -base64 32" prints.';
	if (!text) {
		if (!isNeeded) return null;
		throw new Refusal(
			`With DATABASE_URL, AUTH_SECRET is needed too: it signs sessions, the same for every instance. ${advice}`
		);
	}
	if (text.length < shortestSecret) {
		throw new Refusal(`AUTH_SECRET must have ${shortestSecret} characters or more. ${advice}`);
	}
	return text;
}

function readLimits(environment: Environment): ImportLimits {
	try {
		return limitsFrom(environment);
	} catch (error) {
		throw error instanceof RangeError ? new Refusal(error.message) : error;
	}
}

function bracketed(host: string): string {
	return host.includes(':') ? `[${host}]` : host;
}
