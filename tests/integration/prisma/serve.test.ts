import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { migrate } from '../../../prisma/migrate.ts';
import { buildApplication, generateClient } from '../../../prisma/start/freshness.ts';
import { freePort, type Program, runProgram } from '../../support/program.ts';
import { connectRaw } from '../../support/raw-connection.ts';

/** The application may have to be built first. */
const longestBuildMs = 240_000;
const secret = 's'.repeat(32);

let port: number;
let address: string;
let programs: Program[];
let servers: Server[];
beforeAll(async () => {
	await generateClient();
	await buildApplication();
}, longestBuildMs);
beforeEach(async () => {
	port = await freePort();
	address = `http://127.0.0.1:${port}`;
	programs = [];
	servers = [];
});
afterEach(async () => {
	for (const program of programs) program.kill('SIGKILL');
	await Promise.all(programs.map(({ closed }) => closed));
	for (const server of servers) server.close();
});

/** Starts the server alone, as a process manager does, and waits until it listens. */
async function serve(url: string, environment: Record<string, string> = {}): Promise<Program> {
	const program = runProgram('prisma/serve/serve.mjs', [], {
		DATABASE_URL: url,
		AUTH_SECRET: secret,
		PORT: String(port),
		LOG_LEVEL: 'info',
		...environment
	});
	programs.push(program);
	await program.until('Listening on');
	return program;
}

/** Something in a database's place that takes connections and never says a word. */
async function silentDatabase(): Promise<string> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.once('close', () => sockets.delete(socket));
	});
	server.once('close', () => sockets.forEach((socket) => socket.destroy()));
	servers.push(server);
	const silentPort = await freePort();
	await new Promise<void>((resolve) => server.listen(silentPort, '127.0.0.1', resolve));
	return `postgresql://nobody@127.0.0.1:${silentPort}/none`;
}

/** Waits until nobody is let in any more. */
async function untilClosed(): Promise<void> {
	for (;;) {
		try {
			await (await fetch(`${address}/health`)).text();
		} catch {
			return;
		}
	}
}

async function asked<Row extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<Row[]> {
	return (await client.query<Row>(sql)).rows;
}

describe.each(inject('databases'))('the server alone, on $name', ({ url }) => {
	it('says that it lives and that it is ready, and shows pages', async () => {
		const program = await serve(url);
		for (const [path, status] of [
			['health', 'alive'],
			['ready', 'ready']
		]) {
			const response = await fetch(`${address}/${path}`);
			expect(response.status).toBe(200);
			expect(response.headers.get('cache-control')).toBe('no-store');
			expect(response.headers.get('x-content-type-options')).toBe('nosniff');
			expect(response.headers.get('set-cookie')).toBeNull();
			expect(await response.json()).toEqual({ status });
		}
		expect((await fetch(`${address}/ready`, { method: 'POST' })).status).toBe(405);
		expect((await fetch(`${address}/login`)).status).toBe(200);
		expect((await fetch(`${address}/readyx`)).status).toBe(404);
		program.kill('SIGTERM');
		expect(await program.ended).toBe(0);
	});

	it('E16: when told to end, is not ready at once, finishes what it is at, and ends with 0', async () => {
		const program = await serve(url, { SHUTDOWN_DELAY: '2' });
		const upload = await connectRaw(port);
		const form = 'email=nobody%40example.com&password=correct+horse+battery';
		upload.send(
			`POST /login HTTP/1.1\r\nHost: a\r\nOrigin: http://localhost:${port}\r\n` +
				'Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n' +
				`Content-Length: ${form.length}\r\n\r\n${form.slice(0, 10)}`
		);
		// Its head has arrived once a later connection is answered.
		await fetch(`${address}/health`);
		program.kill('SIGTERM');
		let response = await fetch(`${address}/ready`);
		while (response.status === 200) response = await fetch(`${address}/ready`);
		expect(response.status).toBe(503);
		expect(await response.json()).toEqual({ status: 'not ready' });
		await untilClosed();
		upload.send(form.slice(10));
		expect(await upload.closed).toMatch(/^HTTP\/1\.1 (200|4\d\d) /);
		expect(await program.ended).toBe(0);
	});
});

describe('the server alone', () => {
	const databaseUrl = inject('databases').find(({ name }) => name === 'postgresql')?.url ?? '';

	it('E07: lives and is not ready while the database is silent, and says so to everyone in their way', async () => {
		await serve(await silentDatabase());
		expect((await fetch(`${address}/health`)).status).toBe(200);
		expect((await fetch(`${address}/ready`)).status).toBe(503);
		// A cookie of the right shape: nobody knows whose until the database is asked.
		const form = { email: 'nobody@example.com', password: 'correct horse battery' };
		const headers = { origin: `http://localhost:${port}`, accept: 'text/html' };
		const page = await fetch(`${address}/login`, {
			method: 'POST',
			headers,
			body: new URLSearchParams(form)
		});
		expect(page.status).toBe(503);
		expect(await page.text()).toMatch(/^<!doctype html>/i);
		expect(page.headers.get('x-frame-options')).toBe('DENY');
	});

	it('refuses to start without a database', async () => {
		const program = runProgram('prisma/serve/serve.mjs', [], { PORT: String(port) });
		await program.until('The server needs DATABASE_URL.');
		expect(await program.ended).toBe(1);
	});

	describe.skipIf(databaseUrl === '')('on a PostgreSQL database of its own', () => {
		let client: pg.Client;
		let url: string;
		beforeEach(async () => {
			client = new pg.Client({ connectionString: databaseUrl });
			await client.connect();
			const name = `serve_${randomUUID().replaceAll('-', '')}`;
			await client.query(`CREATE DATABASE ${name}`);
			const own = new URL(databaseUrl);
			own.pathname = `/${name}`;
			url = own.href;
			await client.end();
			client = new pg.Client({ connectionString: url });
			await client.connect();
		});
		afterEach(() => client.end());

		it('is ready once it is up to date, and not while a migration is missing', async () => {
			await serve(url);
			expect((await fetch(`${address}/ready`)).status).toBe(503);
			await migrate(url);
			expect((await fetch(`${address}/ready`)).status).toBe(200);
			await client.query(
				`DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)`
			);
			expect((await fetch(`${address}/ready`)).status).toBe(503);
			expect((await fetch(`${address}/health`)).status).toBe(200);
		});

		it('E16: cuts off what takes longer than SHUTDOWN_TIMEOUT: it is rolled back, and it ends with 0', async () => {
			await migrate(url);
			const program = await serve(url, { SHUTDOWN_TIMEOUT: '1' });
			const slug = `shop-${randomUUID().slice(0, 18)}`;
			// Somebody else is about to take the name, so that signing up waits for them.
			await client.query('BEGIN');
			await client.query(
				`INSERT INTO "Company" ("id", "slug", "name") VALUES (gen_random_uuid(), '${slug}', 'Taken')`
			);
			const signUp = fetch(`${address}/signup`, {
				method: 'POST',
				headers: { origin: `http://localhost:${port}` },
				body: new URLSearchParams({
					companyName: 'Shop',
					slug,
					name: 'Ann',
					email: `ann@${slug}.example`,
					password: 'correct horse battery'
				})
			});
			const watcher = new pg.Client({ connectionString: url });
			await watcher.connect();
			const waiting = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
			while ((await asked(watcher, waiting)).length === 0);
			program.kill('SIGTERM');
			await expect(signUp).rejects.toThrow();
			expect(await program.ended).toBe(0);
			await client.query('ROLLBACK');
			const others = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
				AND application_name = '' AND pid NOT IN (pg_backend_pid(), ${(await asked<{ pid: number }>(client, 'SELECT pg_backend_pid() AS pid'))[0]?.pid ?? 0})`;
			while ((await asked(watcher, others)).length > 0);
			expect(await asked(watcher, `SELECT 1 FROM "Company"`)).toEqual([]);
			expect(await asked(watcher, `SELECT 1 FROM "User"`)).toEqual([]);
			await watcher.end();
		});
	});
});
