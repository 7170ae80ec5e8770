import { type Server, type Socket, connect, createServer } from 'node:net';

/** Where a connection between application and database breaks. */
export interface ConnectionFault {
	/** The how-many-th call from now on, from 1. */
	at: number;
	/** Before the call reaches the database, or once it was carried out and only its answer is missing. */
	when: 'before' | 'after';
	/** Only this connection, or every one from then on, until `heal`. */
	lasts: 'once' | 'forever';
}

/** A proxy between application and database that counts calls and breaks connections. */
export interface DatabaseProxy {
	/** The database's address through the proxy. */
	url: string;
	/** How many calls came since the last `arm` or `heal`; a call is a simple query, or all up to a Sync. */
	calls(): number;
	/** Whether the fault has happened. */
	hasBroken(): boolean;
	/** Begins to count anew, and breaks the connection as told. */
	arm(fault: ConnectionFault): void;
	/** Begins to count anew, and lets everything through. */
	heal(): void;
	stop(): Promise<void>;
}

const sslRequestCode = 80877103;
const gssRequestCode = 80877104;

// Parts of a call whose end is a Sync: Parse, Bind, Describe, Execute, Close.
const partsOfCall = new Set(['P', 'B', 'D', 'E', 'C']);

/** Speaks for the application: counts, decides, remembers the open connections. */
interface Line {
	fault: ConnectionFault | null;
	calls: number;
	hasBroken: boolean;
	sockets: Set<Socket>;
}

/**
 * Starts the proxy on a free port of the loopback address. It reads the application's side of PostgreSQL's
 * protocol (version 3), so that the n-th call is the same place in every run.
 *
 * @param databaseUrl of the database behind it, on TCP or, with `?host=/folder`, on a Unix socket
 */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
	const line: Line = { fault: null, calls: 0, hasBroken: false, sockets: new Set() };
	const server = createServer((application) => {
		if (line.hasBroken && line.fault?.lasts === 'forever') application.destroy();
		else carry(application, connectTo(databaseUrl), line);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	function start(fault: ConnectionFault | null): void {
		Object.assign(line, { fault, calls: 0, hasBroken: false });
	}
	return {
		url: throughPort(databaseUrl, portOf(server)),
		calls: () => line.calls,
		hasBroken: () => line.hasBroken,
		arm: start,
		heal: () => start(null),
		async stop() {
			for (const socket of line.sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}

/** Carries one connection until one side ends it or the fault does. */
function carry(application: Socket, database: Socket, line: Line): void {
	for (const socket of [application, database]) line.sockets.add(socket);
	function end(): void {
		for (const socket of [application, database]) {
			socket.destroy();
			line.sockets.delete(socket);
		}
	}
	for (const socket of [application, database]) socket.on('error', end).on('close', end);

	let isAnswerLost = false;
	const answers = createReader(false);
	database.on('data', (chunk: Buffer) => {
		if (!isAnswerLost) {
			application.write(chunk);
			return;
		}
		// ReadyForQuery: the call has been carried out, to its end.
		if (answers.read(chunk).some(({ type }) => type === 'Z')) breakLine(line, end);
	});

	const calls = createReader(true);
	let held: Buffer[] = [];
	application.on('data', (chunk: Buffer) => {
		for (const message of calls.read(chunk)) {
			held.push(message.bytes);
			if (partsOfCall.has(message.type)) continue;
			const call = Buffer.concat(held);
			held = [];
			if (message.type === 'Q' || message.type === 'S') {
				const { fault } = line;
				if (++line.calls === fault?.at && !line.hasBroken) {
					if (fault.when === 'before') {
						breakLine(line, end);
						return;
					}
					isAnswerLost = true;
				}
			}
			database.write(call);
		}
	});
}

function breakLine(line: Line, end: () => void): void {
	line.hasBroken = true;
	end();
	if (line.fault?.lasts === 'forever') for (const socket of line.sockets) socket.destroy();
}

interface Message {
	/** One letter; empty for what comes before the first typed message. */
	type: string;
	bytes: Buffer;
}

/** Cuts a stream into messages: a type, then a length that counts itself. */
function createReader(hasStartup: boolean): { read(chunk: Buffer): Message[] } {
	let rest = Buffer.alloc(0);
	let isStarting = hasStartup;
	function read(chunk: Buffer): Message[] {
		rest = Buffer.concat([rest, chunk]);
		const messages: Message[] = [];
		for (;;) {
			const typeBytes = isStarting ? 0 : 1;
			if (rest.length < typeBytes + 4) return messages;
			const length = typeBytes + rest.readUInt32BE(typeBytes);
			if (rest.length < length) return messages;
			const bytes = rest.subarray(0, length);
			rest = rest.subarray(length);
			messages.push({ type: isStarting ? '' : String.fromCharCode(bytes[0] ?? 0), bytes });
			if (isStarting) isStarting = isEncryptionRequest(bytes);
		}
	}
	return { read };
}

/** After a question for encryption, which this proxy lets the database refuse, comes another start. */
function isEncryptionRequest(start: Buffer): boolean {
	const code = start.length === 8 ? start.readUInt32BE(4) : 0;
	return code === sslRequestCode || code === gssRequestCode;
}

function connectTo(databaseUrl: string): Socket {
	const { place, parameters } = partsOf(databaseUrl);
	const { hostname, port } = new URL(place);
	const folder = parameters.get('host');
	const number = Number(port || 5432);
	return folder?.startsWith('/')
		? connect({ path: `${folder}/.s.PGSQL.${number}` })
		: connect({ host: folder ?? hostname, port: number });
}

function throughPort(databaseUrl: string, port: number): string {
	const { place, parameters } = partsOf(databaseUrl);
	const url = new URL(place);
	url.hostname = '127.0.0.1';
	url.port = String(port);
	parameters.delete('host');
	return `${url.href}?${parameters.toString()}`;
}

function partsOf(databaseUrl: string): { place: string; parameters: URLSearchParams } {
	const [place = '', query = ''] = databaseUrl.split('?', 2);
	return { place, parameters: new URLSearchParams(query) };
}

function portOf(server: Server): number {
	const address = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('The proxy has no port.');
	return address.port;
}
