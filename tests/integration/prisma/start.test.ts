import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { demoOwner } from '../../../src/lib/server/auth/demo-accounts.ts';
import { dataFolder } from '../../../prisma/embedded/data-folder.ts';
import { readHolder } from '../../../prisma/embedded/holder.ts';
import { openEmbedded } from '../../../prisma/embedded/open-embedded.ts';
import { freePort, type Program, runProgram, runScript } from '../../support/program.ts';

/** A start may have to build the application first. */
const longestTestMs = 240_000;
const upMessage = 'Stop it with Ctrl+C.';

/** A data folder with an empty database, to be copied: making one takes seconds. */
let made: string;
beforeAll(async () => {
	made = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	await (await openEmbedded({ dataDir: made, address: null })).close();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

let dataDir: string;
let port: number;
let programs: Program[];
beforeEach(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'distribu-test-'));
	cpSync(made, dataDir, { recursive: true });
	port = await freePort();
	programs = [];
});
afterEach(async () => {
	for (const program of programs) program.kill('SIGTERM');
	await Promise.all(programs.map(({ closed }) => closed));
	rmSync(dataDir, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}, args: string[] = []): Program {
	const program = runProgram('prisma/start.ts', args, {
		DATA_DIR: dataDir,
		PORT: String(port),
		...environment
	});
	programs.push(program);
	return program;
}

async function signInPage(): Promise<string> {
	const response = await fetch(`http://localhost:${port}/login`);
	expect(response.status).toBe(200);
	return await response.text();
}

/** The embedded database of a running application, asked past the application. */
async function countCustomers(): Promise<number> {
	const client = new pg.Client({ connectionString: readHolder(dataFolder(dataDir))?.databaseUrl ?? '' });
	await client.connect();
	const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM "Customer"');
	await client.end();
	return rows[0]?.count ?? 0;
}

describe('npm start', { timeout: longestTestMs }, () => {
	it('brings up everything from nothing, refuses a second, stops in order, and comes up again', async () => {
		rmSync(dataDir, { recursive: true });
		const first = start();
		await first.until(upMessage);
		expect(first.output()).toContain(`Distribu runs at http://localhost:${port}`);
		expect(first.output()).toContain(
			`Sign in to the demo company as ${demoOwner.email} with the password ${demoOwner.password}`
		);
		expect(await signInPage()).toContain(demoOwner.email);
		expect(await countCustomers()).toBe(1223);
		const { authSecret } = dataFolder(dataDir);
		expect(statSync(authSecret).mode & 0o777).toBe(0o600);
		const secret = readFileSync(authSecret, 'utf8');

		const second = start({ PORT: String(await freePort()) });
		await second.until(`is in use by Distribu at http://localhost:${port} (process ${first.pid}, since `);
		expect(await second.ended).toBe(1);
		await signInPage();

		const plan = runProgram('prisma/commands/set-plan.ts', ['blue-plate', 'GROWTH'], { DATA_DIR: dataDir });
		await plan.until('Blue Plate Supply is now on Growth (was Starter): 23 of 250 customers.');
		expect(await plan.ended).toBe(0);

		first.kill('SIGTERM');
		expect(await first.ended).toBe(0);
		expect(readHolder(dataFolder(dataDir))).toBeNull();

		const alone = runProgram('prisma/commands/set-plan.ts', ['blue-plate', 'STARTER'], { DATA_DIR: dataDir });
		await alone.until('Blue Plate Supply is now on Starter (was Growth): 23 of 25 customers.');
		expect(await alone.ended).toBe(0);

		const again = start();
		await again.until(upMessage);
		expect(again.output()).not.toContain('Adding the demo');
		expect(await countCustomers()).toBe(1223);
		expect(readFileSync(authSecret, 'utf8')).toBe(secret);
	});

	it('leaves neither port nor folder taken when it is killed', async () => {
		const first = start();
		await first.until(upMessage);
		first.kill('SIGKILL');
		expect(await first.ended).toBe('SIGKILL');

		const second = start();
		await second.until(upMessage);
		await signInPage();
		second.kill('SIGINT');
		expect(await second.ended).toBe(0);
	});

	it('ends in order when npm is told to end, which passes no signal on', async () => {
		const program = runScript('start', { DATA_DIR: dataDir, PORT: String(port) });
		programs.push(program);
		await program.until(upMessage);
		program.kill('SIGTERM');
		await program.closed;
		expect(program.output()).toContain('Stopping');
		expect(readHolder(dataFolder(dataDir))).toBeNull();
	});

	it.skipIf(process.platform !== 'linux')(
		'ends in order when npm is killed, where the shell waits on',
		async () => {
			const program = runScript('start', { DATA_DIR: dataDir, PORT: String(port) });
			programs.push(program);
			await program.until(upMessage);
			program.kill('SIGKILL');
			await program.closed;
			expect(program.output()).toContain('Stopping');
			expect(readHolder(dataFolder(dataDir))).toBeNull();
		}
	);

	it('refuses a port that is in use with a sentence', async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
		const program = start();
		await program.until(`Port ${port} is in use by another program. Stop it, or set PORT to another number.`);
		expect(await program.ended).toBe(1);
		await new Promise((resolve) => other.close(resolve));
	});

	it.each([
		[{ PORT: 'http' }, 'PORT must be a number'],
		[{ DATABASE_URL: 'postgresql://postgres@localhost/postgres' }, 'AUTH_SECRET is needed'],
		[{ HOST: '192.0.2.1' }, 'HOST=192.0.2.1 is not an address of this machine.']
	])('refuses %j with a sentence and no stack', async (environment, sentence) => {
		const program = start(environment);
		await program.until(sentence);
		expect(await program.ended).toBe(1);
		expect(program.output()).not.toMatch(/^\s+at /m);
	});

	it('uses the database of DATABASE_URL, and seeds nothing unless asked', async () => {
		const [database] = inject('databases');
		const program = start({ DATABASE_URL: database?.url ?? '', AUTH_SECRET: 's'.repeat(32) });
		await program.until(upMessage);
		expect(program.output()).not.toMatch(/demo/);
		expect(await signInPage()).not.toContain(demoOwner.password);
		program.kill('SIGTERM');
		expect(await program.ended).toBe(0);
	});

	const postgres = inject('databases').find(({ name }) => name === 'postgresql')?.url;

	it.skipIf(postgres === undefined)('waits for a database that is not there yet, and says so', async () => {
		const databasePort = await freePort();
		const address = new URL(postgres ?? '');
		const socketFile = `${address.searchParams.get('host')}/.s.PGSQL.5432`;
		const program = start({
			DATABASE_URL: `postgresql://postgres@127.0.0.1:${databasePort}/postgres`,
			AUTH_SECRET: 's'.repeat(32)
		});
		await program.until(`Waiting for the database at 127.0.0.1:${databasePort}/postgres …`);
		const door = createServer((socket) => {
			const inside = connect(socketFile);
			socket.pipe(inside).pipe(socket);
			for (const end of [socket, inside]) end.on('error', () => end.destroy());
		});
		await new Promise<void>((resolve) => door.listen(databasePort, '127.0.0.1', resolve));
		await program.until(upMessage);
		expect((await fetch(`http://localhost:${port}/ready`)).status).toBe(200);
		program.kill('SIGTERM');
		expect(await program.ended).toBe(0);
		await new Promise((resolve) => door.close(resolve));
	});

	it.skipIf(postgres === undefined)('brings two instances up at once on one empty database', async () => {
		const client = new pg.Client({ connectionString: postgres });
		await client.connect();
		await client.query('CREATE DATABASE two_instances');
		await client.end();
		const address = new URL(postgres ?? '');
		address.pathname = '/two_instances';
		const ports = [port, await freePort()];
		const instances = ports.map((own) =>
			start({ DATABASE_URL: address.href, AUTH_SECRET: 's'.repeat(32), PORT: String(own) })
		);
		await Promise.all(instances.map((instance) => instance.until(upMessage)));
		for (const own of ports) expect((await fetch(`http://localhost:${own}/ready`)).status).toBe(200);
		const inspector = new pg.Client({ connectionString: address.href });
		await inspector.connect();
		const { rows } = await inspector.query(
			'SELECT migration_name FROM _prisma_migrations GROUP BY 1 HAVING count(*) > 1'
		);
		expect(rows).toEqual([]);
		await inspector.end();
		for (const instance of instances) instance.kill('SIGTERM');
		expect(await Promise.all(instances.map(({ ended }) => ended))).toEqual([0, 0]);
	});

	it('with --dev serves the sources with Vite', async () => {
		const program = start({}, ['--dev']);
		await program.until(upMessage);
		expect(await signInPage()).toContain(demoOwner.email);
		const client = await fetch(`http://localhost:${port}/@vite/client`);
		expect(client.status).toBe(200);
		program.kill('SIGTERM');
		expect(await program.ended).toBe(0);
	});
});
