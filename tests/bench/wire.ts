import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { packedFetch } from '../../src/lib/wire/packed-fetch.ts';
import type { Customer } from '../../src/lib/customer/customer.ts';
import type { ApplyRequest } from '../../src/lib/import/apply.ts';
import { checkSubmittedRows } from '../../src/lib/import/check/check-rows.ts';
import { defaultLimits } from '../../src/lib/import/limits.ts';
import type { StaffMember } from '../../src/lib/server/auth/staff-member.ts';
import { disconnectDatabase, setDatabaseUrl } from '../../src/lib/server/database.ts';
import { applyStruct, isConsistent } from '../../src/lib/server/import/apply-struct.ts';
import { withColumns } from '../../src/lib/server/import/row-objects.ts';
import { log } from '../../src/lib/server/log.ts';
import { handleTrpc } from '../../src/lib/server/trpc/handle-trpc.ts';
import { createJsonGauge } from '../../src/lib/server/trpc/json-gauge.ts';
import { parseInput } from '../../src/lib/server/trpc/parse-input.ts';
import { type HttpProxy, startHttpProxy } from '../faults/proxies/http-proxy.ts';
import { applyRequest, columnsOf } from '../support/apply-request.ts';
import { generateCustomers, type RowSize } from '../support/generate-customers.ts';
import { startPostgres } from '../support/postgres.ts';
import { requestEvent } from '../support/request-event.ts';
import { withRowObjects } from '../support/row-objects.ts';
import { createCompany, fill } from './company.ts';
import { type Goal, atMost } from './goal.ts';
import { type Task, measure } from './measure.ts';
import { type Section, duration, markdownTable, sectionTable } from './report.ts';
import type { Part, PartResult } from './run-parts.ts';

const rows = 5000;
const sizes = ['lean', 'full'] as const;
const rounds = 21;
const lineRounds = 7;
/** 10 Mbit/s each way, and 20 ms for each request and each answer. */
const line = { up: 1_250_000, down: 1_250_000, delayMs: 20 };

/** The way between browser and server: bytes, what the server does before it plans, and a slow line. */
export const wirePart: Part = {
	name: 'wire',
	title: 'On the wire',
	command: 'npm run bench -- wire',
	run: benchWire
};

async function benchWire(): Promise<PartResult> {
	const goals: Goal[] = [];
	const sections: string[] = [];
	for (const size of sizes) {
		const request = applyRequest(columnsOf(generateCustomers(rows, size)));
		goals.push(await bytesGoal(size, request));
		const parsing = await benchParsing(size, request);
		goals.push(parseGoal(size, parsing));
		sections.push(sectionTable(parsing));
	}
	const { lines, surroundings } = await benchLine();
	sections.push(lines);
	return { goals, sections, surroundings };
}

/** What the browser sends, in bytes. */
async function packedBytes(request: ApplyRequest): Promise<Buffer> {
	const body = await new Promise<Buffer>((resolve, reject) => {
		const server = createServer((incoming, answer) => {
			const parts: Buffer[] = [];
			incoming.on('data', (part: Buffer) => parts.push(part));
			incoming.on('end', () => {
				answer.end();
				server.close();
				resolve(Buffer.concat(parts));
			});
		});
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' ? address?.port : undefined;
			packedFetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify(request) }).catch(
				reject
			);
		});
	});
	return body;
}

async function bytesGoal(size: RowSize, request: ApplyRequest): Promise<Goal> {
	const sent = (await packedBytes(request)).length;
	const objects = Buffer.byteLength(JSON.stringify(withRowObjects(request)));
	return atMost(0.2, '× the JSON of row objects', {
		what: `Apply of ${rows.toLocaleString('en')} ${size} rows: bytes sent`,
		measured: `${kilobytes(sent)} of ${kilobytes(objects)}`,
		ratio: sent / objects
	});
}

const floor = 'floor: decode the JSON of row objects, JSON.parse';
const server = 'gauge, decode, JSON.parse, structs, digest, check of every value';

/** What the server does with the bytes of a request before it plans, inflating apart. */
async function benchParsing(size: RowSize, request: ApplyRequest): Promise<Section> {
	const packed = await packedBytes(request);
	const columns = gunzipSync(packed);
	const objects = Buffer.from(JSON.stringify(withRowObjects(request)));
	const parse = parseInput(applyStruct(defaultLimits));
	function measured(): string {
		const gauge = createJsonGauge();
		gauge.add(columns);
		return new TextDecoder().decode(columns);
	}
	function validated(text: string): ApplyRequest {
		const input = parse(withColumns(JSON.parse(text)));
		if (!isConsistent(input)) throw new Error('The request is not consistent.');
		return input;
	}
	const text = measured();
	const valid = validated(text);
	const medians = await measure(
		[
			{ name: floor, run: () => JSON.parse(new TextDecoder().decode(objects)) as unknown },
			{
				name: server,
				run() {
					const { submission } = validated(measured());
					checkSubmittedRows(submission.rowNumbers, submission.columns);
				}
			},
			{ name: '… gauge and decode alone', run: measured },
			{ name: '… JSON.parse alone', run: () => JSON.parse(text) as unknown },
			{ name: '… JSON.parse, structs and digest', run: () => validated(text) },
			{
				name: '… check of every value alone',
				run: () => checkSubmittedRows(valid.submission.rowNumbers, valid.submission.columns)
			},
			{ name: 'inflating', run: () => gunzipSync(packed) }
		],
		rounds,
		10
	);
	return {
		title: `What the server does with ${rows.toLocaleString('en')} ${size} rows before it plans`,
		note: `Medians of ${rounds} rounds.`,
		medians,
		floors: [floor]
	};
}

function parseGoal(size: RowSize, { medians }: Section): Goal {
	const [time = Number.NaN, least = Number.NaN] = [medians.get(server), medians.get(floor)];
	return atMost(1, '× JSON.parse of row objects', {
		what: `Apply of ${rows.toLocaleString('en')} ${size} rows: parse and check`,
		measured: `${duration(time)}, JSON.parse ${duration(least)}`,
		ratio: time / least
	});
}

/** Applies and lookups through a slow line, packed and not. */
async function benchLine(): Promise<{ lines: string; surroundings: string[] }> {
	const started = await startPostgres();
	if (started.kind !== 'started') throw new Error(started.reason);
	const { database } = started;
	// Each import is logged.
	log.level = 'silent';
	const client = new pg.Client({ connectionString: database.url });
	await client.connect();
	await setDatabaseUrl(database.url);
	const staff = await createCompany(client);
	const { address, stop } = await serve(staff);
	const proxy = await startHttpProxy([address]);
	try {
		proxy.setConditions(line);
		const measured: string[][] = [];
		for (const size of sizes) measured.push(...(await benchSize(size, { client, staff, proxy })));
		const header = [`${rows.toLocaleString('en')} rows`, 'plain, ms', 'gzip, ms', 'ratio'];
		const lines = [
			'### On a line of 10 Mbit/s with 40 ms for a round trip',
			`From the call to its answer, on PostgreSQL; medians of ${lineRounds} rounds.`,
			markdownTable(header, [1, 2, 3], measured)
		].join('\n\n');
		return { lines, surroundings: ['The slow line is a proxy that lets so many bytes a second through'] };
	} finally {
		await proxy.stop();
		await stop();
		await disconnectDatabase();
		await client.end();
		await database.stop();
	}
}

interface Surroundings {
	client: pg.Client;
	staff: StaffMember;
	proxy: HttpProxy;
}

async function benchSize(size: RowSize, { client, staff, proxy }: Surroundings): Promise<string[][]> {
	const customers = generateCustomers(rows, size);
	const ids = new Map(customers.map(({ email }) => [email, randomUUID()]));
	const request = applyRequest(columnsOf(customers));
	const emails = { emails: customers.map(({ email }) => email) };
	function hold(present: readonly Customer[]): Promise<void> {
		return fill(client, staff, present, ids);
	}
	async function call(path: string, input: object, isPacked: boolean): Promise<void> {
		const answer = await (isPacked ? packedFetch : fetch)(`${proxy.address}/api/trpc/${path}`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'accept-encoding': isPacked ? 'gzip' : 'identity'
			},
			body: JSON.stringify(input)
		});
		const text = await answer.text();
		if (answer.status !== 200) throw new Error(text);
	}
	function apply(isPacked: boolean): Task {
		return {
			name: `apply ${isPacked}`,
			prepare: () => hold([]),
			run: () => call('imports.applyPlan', { ...request, importId: randomUUID() }, isPacked)
		};
	}
	function lookup(isPacked: boolean): Task {
		return {
			name: `lookup ${isPacked}`,
			prepare: () => hold(customers),
			run: () => call('customers.lookup', emails, isPacked)
		};
	}
	const medians = await measure([apply(false), apply(true), lookup(false), lookup(true)], lineRounds, 1);
	return ['apply', 'lookup'].map((name) => {
		const [plain = Number.NaN, packed = Number.NaN] = [
			medians.get(`${name} false`),
			medians.get(`${name} true`)
		];
		return [`${name}, ${size}`, plain.toFixed(0), packed.toFixed(0), (packed / plain).toFixed(2)];
	});
}

/** The procedures as this person calls them, on the loopback address; without session and limits of the door. */
async function serve(staff: StaffMember): Promise<{ address: string; stop: () => Promise<void> }> {
	const server = createServer((incoming, answer) => {
		void answerWith(staff, incoming, answer);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const own = server.address();
	if (typeof own !== 'object' || own === null) throw new Error('The server has no port.');
	return {
		address: `http://127.0.0.1:${own.port}`,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}

async function answerWith(
	staff: StaffMember,
	incoming: IncomingMessage,
	outgoing: ServerResponse
): Promise<void> {
	const init: RequestInit & { duplex: 'half' } = {
		method: incoming.method,
		headers: incoming.headers as Record<string, string>,
		body: Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>,
		duplex: 'half'
	};
	const request = new Request(`http://127.0.0.1${incoming.url}`, init);
	const answer = await handleTrpc(requestEvent(request, { staff }).event);
	outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
	outgoing.end(Buffer.from(await answer.arrayBuffer()));
}

function kilobytes(bytes: number): string {
	return `${Math.round(bytes / 1000).toLocaleString('en')} kB`;
}
