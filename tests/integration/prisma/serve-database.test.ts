import { connect, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../../prisma/embedded/endpoint.ts';
import { type DatabaseServer, serveDatabase } from '../../../prisma/embedded/serve-database.ts';

let database: PGlite;
let served: DatabaseServer;
let url: string;
beforeAll(async () => {
	database = await PGlite.create();
});
afterAll(() => database.close());
beforeEach(async () => {
	served = serveDatabase(database);
	const endpoint = await listenOnLoopback(served.server);
	url = endpoint.url;
	served.setPassword(endpoint.password);
});
afterEach(() => served.stop());

async function connected(): Promise<pg.Client> {
	const client = new pg.Client({ connectionString: url });
	// Some tests break the connection on purpose.
	client.on('error', () => {});
	await client.connect();
	return client;
}

/** The messages of the protocol, as a client that sends them one at a time. */
function message(type: string, body = ''): Buffer {
	const head = Buffer.alloc(5);
	head.write(type);
	head.writeInt32BE(4 + body.length, 1);
	return Buffer.concat([head, Buffer.from(body)]);
}

const bindAndRun = Buffer.concat([
	message('B', '\0\0\0\0\0\0\0\0'),
	message('E', '\0\0\0\0\0'),
	message('S')
]);

function parse(sql: string): Buffer {
	return message('P', `\0${sql}\0\0\0`);
}

describe('clients of the embedded database', () => {
	it('never get the rows of one another, however their messages arrive', async () => {
		const [slow, fast] = [await connected(), await connected()];
		const socket = (slow as unknown as { connection: { stream: Socket } }).connection.stream;
		socket.removeAllListeners('data');
		const answer = new Promise<string>((resolve) => {
			let received = '';
			socket.on('data', (data) => {
				received += data.toString('latin1');
				if (received.includes('Z\0\0\0\x05I')) resolve(received);
			});
		});
		await new Promise((resolve) => socket.write(parse(`SELECT 'of the slow one'`), resolve));
		expect((await fast.query(`SELECT 'of the fast one' AS text`)).rows).toEqual([
			{ text: 'of the fast one' }
		]);
		socket.write(bindAndRun);
		expect(await answer).toContain('of the slow one');
		socket.destroy();
		await fast.end();
	});

	it('work each as the role that they asked for when they connected, in turns (T01)', async () => {
		await database.exec('CREATE ROLE one NOLOGIN; CREATE ROLE other NOLOGIN');
		async function connectedAs(role: string): Promise<pg.Client> {
			const client = new pg.Client({ connectionString: `${url}?options=-c%20role%3D${role}` });
			client.on('error', () => {});
			await client.connect();
			return client;
		}
		const clients = [await connectedAs('one'), await connectedAs('other'), await connected()];
		for (let round = 0; round < 3; round++) {
			const answers = await Promise.all(clients.map((client) => client.query('SELECT current_user AS role')));
			expect(answers.map(({ rows }) => rows[0].role)).toEqual(['one', 'other', 'postgres']);
		}
		await clients[0]?.query('BEGIN');
		const waiting = clients[1]?.query('SELECT current_user AS role');
		expect((await clients[0]?.query('SELECT current_user AS role'))?.rows[0].role).toBe('one');
		await clients[0]?.query('COMMIT');
		expect((await waiting)?.rows[0].role).toBe('other');
		await Promise.all(clients.map((client) => client.end()));

		const stranger = await connectedAs('nobody');
		await expect(stranger.query('SELECT 1')).rejects.toThrow('The role does not exist');
		await database.exec('DROP ROLE one; DROP ROLE other');
	});

	it('can ask much at once, in a pool', async () => {
		const pool = new pg.Pool({ connectionString: url, max: 5 });
		const numbers = Array.from({ length: 200 }, (_, index) => index);
		const answers = await Promise.all(
			numbers.map(async (number) => {
				// Large enough for several packets, so that questions arrive in pieces.
				const text = String(number).repeat(number % 2 === 0 ? 1 : 60_000);
				const { rows } = await pool.query<{ text: string }>('SELECT $1::text AS text', [text]);
				return rows[0]?.text === text;
			})
		);
		expect(answers.every(Boolean)).toBe(true);
		await pool.end();
	});

	it('do not see into a transaction of another, and wait for its end', async () => {
		const [writer, reader] = [await connected(), await connected()];
		await writer.query('CREATE TABLE IF NOT EXISTS stock (item text)');
		await writer.query('BEGIN');
		await writer.query(`INSERT INTO stock VALUES ('olives')`);
		const reading = reader.query('SELECT * FROM stock');
		await writer.query(`INSERT INTO stock VALUES ('figs')`);
		await writer.query('ROLLBACK');
		expect((await reading).rows).toEqual([]);
		await Promise.all([writer.end(), reader.end()]);
	});

	it('leave nothing behind when they go in the middle of a transaction', async () => {
		const [leaving, staying] = [await connected(), await connected()];
		await leaving.query('CREATE TABLE IF NOT EXISTS pantry (item text)');
		await leaving.query('BEGIN');
		await leaving.query(`INSERT INTO pantry VALUES ('olives')`);
		(leaving as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
		expect((await staying.query('SELECT * FROM pantry')).rows).toEqual([]);
		await staying.end();
	});

	it('leave nothing behind when they go after an error in the middle of a question', async () => {
		const [leaving, staying] = [await connected(), await connected()];
		const { stream } = (leaving as unknown as { connection: { stream: Socket } }).connection;
		const answered = new Promise((resolve) => stream.once('data', resolve));
		stream.write(Buffer.concat([parse('SELECT nonsense FROM nowhere'), message('H')]));
		await answered;
		stream.destroy();
		expect((await staying.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
		await staying.end();
	});

	it('get an error as an error, and go on', async () => {
		const client = await connected();
		await expect(client.query('SELECT 1 / $1::int', [0])).rejects.toThrow('division by zero');
		expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
		await client.end();
	});

	it('need the password where there is one', async () => {
		const wrong = new URL(url);
		wrong.password = 'wrong';
		const client = new pg.Client({ connectionString: wrong.href });
		await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
	});

	it('cannot ask before the password', async () => {
		const { port } = new URL(url);
		const socket = connect(Number(port), '127.0.0.1');
		const startup = Buffer.from([0, 0, 0, 23, 0, 3, 0, 0, ...Buffer.from('user\0postgres\0\0')]);
		let received = '';
		socket.on('data', (data) => {
			received += data.toString('latin1');
		});
		socket.write(Buffer.concat([startup, message('Q', `SELECT 'secret'\0`)]));
		await new Promise((resolve) => socket.once('close', resolve));
		expect(received).not.toContain('secret');
	});

	it('that speak something else are cut off', async () => {
		const socket = connect(Number(new URL(url).port), '127.0.0.1');
		socket.write('GET / HTTP/1.1\r\n\r\n');
		await new Promise((resolve) => socket.once('close', resolve));
	});
});
