import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../prisma/start/settings.ts';

const secret = 's'.repeat(32);
const database = { DATABASE_URL: 'postgresql://user:hunter2@db.example.com/distribu', AUTH_SECRET: secret };

describe('the settings of the start command', () => {
	it('need nothing: loopback, port 3000, embedded database', () => {
		expect(readSettings({}, false)).toEqual({
			isDevelopment: false,
			host: '127.0.0.1',
			port: 3000,
			address: 'http://localhost:3000',
			origin: 'http://localhost:3000',
			databaseUrl: null,
			migrationUrl: null,
			dataDir: undefined,
			authSecret: null,
			seedsDemo: false,
			bodySizeLimit: 8 * 2 * 1024 * 1024,
			shutdown: { delay: 0, timeout: 10 },
			warnings: []
		});
	});

	it('refuse mail settings that no mail could be sent with (T2)', () => {
		expect(() => readSettings({ SMTP_URL: 'smtp.example.com' }, false)).toThrow(
			/^SMTP_URL must be an address/
		);
		expect(() => readSettings({ SMTP_URL: 'smtps://smtp.example.com' }, false)).toThrow(
			/MAIL_FROM is needed/
		);
	});

	it('use another port in development, where Vite is expected', () => {
		expect(readSettings({}, true).origin).toBe('http://localhost:5173');
		expect(readSettings({ PORT: '3100' }, true).port).toBe(3100);
	});

	it('let a request be as large as the largest import that is allowed (F6)', () => {
		expect(readSettings({ IMPORT_MAX_BYTES: '1000' }, false).bodySizeLimit).toBe(8000);
	});

	it('take the origin from ORIGIN, else from where the application listens', () => {
		expect(readSettings({ ORIGIN: 'https://shop.example.com' }, false).origin).toBe(
			'https://shop.example.com'
		);
		expect(readSettings({ HOST: '192.168.1.5' }, false).origin).toBe('http://192.168.1.5:3000');
		expect(readSettings({ HOST: '::1' }, false).origin).toBe('http://localhost:3000');
		expect(readSettings({ HOST: 'fe80::1' }, false).origin).toBe('http://[fe80::1]:3000');
	});

	it('warn that listening everywhere without ORIGIN lets people sign in here only', () => {
		const { origin, warnings } = readSettings({ HOST: '0.0.0.0' }, false);
		expect(origin).toBe('http://localhost:3000');
		expect(warnings).toEqual([expect.stringContaining('Set ORIGIN')]);
		expect(readSettings({ HOST: '0.0.0.0', ORIGIN: 'http://10.0.0.1:3000' }, false).warnings).toEqual([]);
	});

	it('migrate as who MIGRATION_DATABASE_URL names, else as who DATABASE_URL does (spec U2)', () => {
		expect(readSettings(database, false).migrationUrl).toBe(database.DATABASE_URL);
		const owner = 'postgresql://owner:hunter2@db.example.com/distribu';
		const both = readSettings({ ...database, MIGRATION_DATABASE_URL: owner }, false);
		expect(both).toMatchObject({ databaseUrl: database.DATABASE_URL, migrationUrl: owner });
	});

	it('say how the application ends (E16)', () => {
		const environment = { SHUTDOWN_DELAY: '5', SHUTDOWN_TIMEOUT: '30' };
		expect(readSettings(environment, false).shutdown).toEqual({ delay: 5, timeout: 30 });
	});

	it('take a Unix socket as the address of a database', () => {
		const address = 'postgresql://postgres@localhost/postgres?host=/run/postgresql';
		expect(readSettings({ ...database, DATABASE_URL: address }, false).databaseUrl).toBe(address);
	});

	it.each([
		[{ PORT: '0' }, 'PORT must be'],
		[{ PORT: '3000x' }, 'PORT must be'],
		[{ PORT: '65536' }, 'PORT must be'],
		[{ ORIGIN: 'shop.example.com' }, 'ORIGIN must be'],
		[{ ORIGIN: 'https://shop.example.com/dashboard' }, 'ORIGIN must be'],
		[{ IMPORT_MAX_ROWS: 'many' }, 'IMPORT_MAX_ROWS must be'],
		[{ AUTH_SECRET: 'short' }, 'AUTH_SECRET must have 32'],
		[{ ...database, AUTH_SECRET: '' }, 'AUTH_SECRET is needed'],
		[{ SHUTDOWN_TIMEOUT: '1.5' }, 'SHUTDOWN_TIMEOUT must be'],
		[{ SHUTDOWN_DELAY: '3601' }, 'SHUTDOWN_DELAY must be'],
		[{ MIGRATION_DATABASE_URL: 'postgresql://owner@host/db' }, 'Set both.'],
		[{ ...database, MIGRATION_DATABASE_URL: 'host/db' }, 'MIGRATION_DATABASE_URL must be'],
		[{ ...database, DATABASE_URL: 'mysql://user@host/db' }, 'DATABASE_URL must be']
	])('refuse %j with a sentence', (environment, sentence) => {
		expect(() => readSettings(environment, false)).toThrow(sentence);
	});

	it('never repeat an address that may hold a password', () => {
		expect(() => readSettings({ DATABASE_URL: 'mysql://user:hunter2@host/db' }, false)).toThrow(
			expect.objectContaining({ message: expect.not.stringContaining('hunter2') })
		);
	});
});
