import { limitsFrom, maxRequestBytes } from '../../src/lib/import/limits.ts';
import { mailSettings } from '../../src/lib/server/mail/mail-settings.ts';
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
	/** The address of the tables' owner, who migrates; `databaseUrl` where none is named. */
	migrationUrl: string | null;
	/** The name of the data folder of the embedded database; the default one where undefined. */
	dataDir: string | undefined;
	/** Null where one is made and kept with the embedded database. */
	authSecret: string | null;
	/** Whether to add the demo companies to the database of `databaseUrl`. */
	seedsDemo: boolean;
	/** The largest request body in bytes. */
	bodySizeLimit: number;
	/** How the application ends when it is told to. */
	shutdown: ShutdownTimes;
	/** Sentences about settings that work, though perhaps not as meant. */
	warnings: string[];
}

/** In seconds. */
export interface ShutdownTimes {
	/** How long it goes on as before, but for saying that it is not ready any more. */
	delay: number;
	/** How long requests may then take to finish before they are cut off. */
	timeout: number;
}

type Environment = Record<string, string | undefined>;

const loopback = ['127.0.0.1', 'localhost', '::1'];
const everyAddress = ['0.0.0.0', '::'];
const shortestSecret = 32;
const longestShutdown = 3600;

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
	const databaseUrl = readAddress(environment, 'DATABASE_URL');
	const migrationUrl = readAddress(environment, 'MIGRATION_DATABASE_URL');
	if (migrationUrl !== null && databaseUrl === null) {
		throw new Refusal(
			'MIGRATION_DATABASE_URL names the owner of a database, and DATABASE_URL names none. Set both.'
		);
	}
	checked(() => mailSettings(environment));
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
		migrationUrl: migrationUrl ?? databaseUrl,
		dataDir: environment.DATA_DIR || undefined,
		authSecret: readSecret(environment.AUTH_SECRET, databaseUrl !== null),
		seedsDemo: environment.SEED_DEMO === '1',
		bodySizeLimit: maxRequestBytes(checked(() => limitsFrom(environment))),
		shutdown: {
			delay: readSeconds(environment, 'SHUTDOWN_DELAY', 0),
			timeout: readSeconds(environment, 'SHUTDOWN_TIMEOUT', 10)
		},
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

/**
 * The address of a PostgreSQL database in a variable; null where it is empty.
 *
 * @throws Refusal where it is something else
 */
export function readAddress(
	environment: Environment,
	name: 'DATABASE_URL' | 'MIGRATION_DATABASE_URL'
): string | null {
	const text = environment[name];
	if (!text) return null;
	const isPostgres = URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
	// Not repeated: it may hold a password.
	if (!isPostgres) {
		throw new Refusal(`${name} must be an address such as postgresql://user:password@host:5432/database.`);
	}
	return text;
}

function readSeconds(environment: Environment, name: string, otherwise: number): number {
	const text = environment[name] || String(otherwise);
	if (!/^\d+$/.test(text) || Number(text) > longestShutdown) {
		throw new Refusal(`${name} must be a number of seconds up to ${longestShutdown}. It is "${text}".`);
	}
	return Number(text);
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

/** What a reader of settings answers. @throws Refusal with its words, where it finds a value that is wrong */
function checked<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw error instanceof RangeError ? new Refusal(error.message) : error;
	}
}

function bracketed(host: string): string {
	return host.includes(':') ? `[${host}]` : host;
}
