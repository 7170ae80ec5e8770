import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { type ClientUnit, createClientReader } from './client-messages.ts';
import { findPanic } from './panic.ts';
import { requestedRole } from './requested-role.ts';
import { createTurns, type Turns } from './turns.ts';

/** PGlite behind a socket, for any PostgreSQL client. */
export interface DatabaseServer {
	/** To be told where to listen. */
	server: Server;
	/** From now on a client must say this password; null asks for none. */
	setPassword(password: string | null): void;
	/** Ends every connection, rolls back what they left open, and stops listening. */
	stop(): Promise<void>;
	/**
	 * Rejects when PGlite itself failed, as it does where its folder takes no more bytes. It cannot be used any
	 * more then, nor closed, and everybody would wait for ever; what was committed is in its folder. Never resolves.
	 */
	failure: Promise<never>;
}

interface Connection {
	socket: Socket;
	/** Held while the client has no session yet because its password is not checked. */
	startup: Uint8Array | null;
	/** The role that it asked to work as; null for the owner's own. */
	role: string | null;
	/** The unit that is being worked on, and all before it. */
	work: Promise<void>;
}

/** Messages of the protocol that we send or ask ourselves, rather than a client. */
const noEncryption = Buffer.from('N');
const askPassword = Buffer.from([...Buffer.from('R'), 0, 0, 0, 8, 0, 0, 0, 3]);
const wrongPassword = errorMessage('28P01', 'The password is wrong');
const unknownRole = errorMessage('22023', 'The role does not exist');
const sync = message('S', Buffer.alloc(0));
const rollback = query('ROLLBACK');

/**
 * Serves one PGlite to many clients. PGlite has a single session, so clients take turns: a turn lasts until
 * a client's question is answered, and for a whole transaction where one is open. (The socket server that
 * is published with PGlite passes the turn on between the messages of one question; two clients at once
 * then bind each other's statements, and get each other's rows.)
 *
 * What a session keeps is shared by all clients: named prepared statements, `SET` without `LOCAL`,
 * temporary tables, advisory locks. But for the role that a client asks for when it connects
 * (`options=-c role=…`): each works as its own, unless one sets another for good.
 */
export function serveDatabase(database: PGlite): DatabaseServer {
	const turns = createTurns<Connection>();
	const connections = new Set<Connection>();
	let password: string | null = null;
	/** The role of PGlite's session. */
	let sessionRole: string | null = null;

	const server = createServer((socket) => {
		const connection: Connection = { socket, startup: null, role: null, work: Promise.resolve() };
		const reader = createClientReader();
		connections.add(connection);
		socket.setNoDelay(true);
		socket.on('data', (chunk) => {
			try {
				for (const unit of reader.read(chunk)) enqueue(connection, () => answer(connection, unit));
			} catch {
				socket.destroy();
			}
		});
		// An error is followed by a close, which does all there is to do.
		socket.on('error', () => {});
		socket.on('close', () => {
			connections.delete(connection);
			enqueue(connection, () => abandon(database, turns, connection));
		});
	});

	let fail: (reason: unknown) => void = () => {};
	const failure = new Promise<never>((_, reject) => {
		fail = reject;
	});
	// Whoever does not wait for it closes the server before it can happen.
	failure.catch(() => {});

	function enqueue(connection: Connection, task: () => Promise<void>): void {
		// A statement's error is an answer like any other. What is thrown comes from PGlite.
		connection.work = connection.work.then(task).catch((error: unknown) => {
			connection.socket.destroy();
			fail(error);
		});
	}

	async function answer(connection: Connection, unit: ClientUnit): Promise<void> {
		const { socket } = connection;
		if (socket.destroyed) return;
		switch (unit.kind) {
			case 'encryption-request':
				socket.write(noEncryption);
				return;
			case 'startup':
				if (password === null) return await begin(connection, unit.bytes);
				connection.startup = unit.bytes;
				socket.write(askPassword);
				return;
			case 'password': {
				const { startup } = connection;
				connection.startup = null;
				if (startup !== null && isSame(unit.text, password ?? '')) return await begin(connection, startup);
				socket.end(wrongPassword);
				return;
			}
			case 'messages':
				if (connection.startup !== null) socket.destroy();
				else await run(connection, unit.bytes, unit.isComplete);
				return;
			case 'cancel-request':
			case 'terminate':
				socket.end();
		}
	}

	async function begin(connection: Connection, startup: Uint8Array): Promise<void> {
		await run(connection, startup, true);
		connection.role = requestedRole(startup);
	}

	/** Gives the session the role of the one whose turn begins; false, with the client told, where there is no such role. */
	async function takeRole({ role, socket }: Connection): Promise<boolean> {
		if (role === sessionRole) return true;
		const answer = await ask(database, query(role === null ? 'RESET ROLE' : `SET ROLE "${role}"`));
		if (isError(answer)) socket.end(unknownRole);
		else sessionRole = role;
		return role === sessionRole;
	}

	async function run(connection: Connection, bytes: Uint8Array, isComplete: boolean): Promise<void> {
		const isBeginning = !turns.has(connection);
		await turns.take(connection);
		const { socket } = connection;
		const isReady = !socket.destroyed && (!isBeginning || (await takeRole(connection)));
		if (isReady) socket.write(await ask(database, bytes));
		if (isComplete && !database.isInTransaction()) turns.pass(connection);
	}

	return {
		server,
		failure,
		setPassword(value) {
			password = value;
		},
		async stop() {
			const closed = new Promise((resolve) => server.close(resolve));
			const open = [...connections];
			for (const { socket } of open) socket.destroy();
			await closed;
			await Promise.all(open.map(({ work }) => work));
			if (sessionRole !== null) await ask(database, query('RESET ROLE'));
		}
	};
}

/** Clears away what a client left in the session when it went, so that the next one finds it clean. */
async function abandon(database: PGlite, turns: Turns<Connection>, connection: Connection): Promise<void> {
	if (!turns.has(connection)) return;
	await ask(database, sync);
	if (database.isInTransaction()) await ask(database, rollback);
	turns.pass(connection);
}

/**
 * Sends bytes of the protocol to PGlite and returns its answer. It is copied: PGlite reuses its memory.
 *
 * @throws Panic, or what PGlite throws, where it failed
 */
async function ask(database: PGlite, bytes: Uint8Array): Promise<Buffer> {
	const parts: Buffer[] = [];
	await database.execProtocolRawStream(bytes, { onRawData: (data) => parts.push(Buffer.from(data)) });
	const answer = Buffer.concat(parts);
	const panic = findPanic(answer);
	if (panic !== null) throw panic;
	return answer;
}

function isSame(given: string, expected: string): boolean {
	const [one, other] = [Buffer.from(given), Buffer.from(expected)];
	return one.length === other.length && timingSafeEqual(one, other);
}

function message(type: string, body: Buffer): Buffer {
	const head = Buffer.alloc(5);
	head.write(type);
	head.writeInt32BE(4 + body.length, 1);
	return Buffer.concat([head, body]);
}

function query(sql: string): Buffer {
	return message('Q', Buffer.from(`${sql}\0`));
}

/** Whether an answer begins with an error. */
function isError(answer: Buffer): boolean {
	return answer[0] === 'E'.charCodeAt(0);
}

function errorMessage(code: string, text: string): Buffer {
	return message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`));
}
