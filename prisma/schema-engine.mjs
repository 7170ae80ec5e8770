#!/usr/bin/env node
/**
 * A schema engine for the Prisma CLI that is not downloaded.
 *
 * The CLI starts a native program and speaks JSON-RPC with it over stdin and stdout, one message a line.
 * Prisma also publishes that program as WebAssembly, without a connection of its own. This file joins the
 * two: it answers the CLI with `@prisma/schema-engine-wasm`, which reaches PostgreSQL through
 * `@prisma/adapter-pg`. `prisma.config.ts` puts it in the engine's place, so that `prisma generate`,
 * `validate`, `migrate` and `db` work with nothing but npm packages.
 *
 * Addresses are whatever `pg` understands, a Unix socket (`postgresql://user@localhost/name?host=/folder`)
 * included; the engine never sees them.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as wasmBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

/** JSON-RPC's number for "the method failed, see data", as the native engine uses it. */
const METHOD_FAILED = 4466;

/** Ids of our own requests to the CLI start here, out of the way of the CLI's. */
const FIRST_OWN_ID = 90000;

/** Methods that the WebAssembly engine has under another name. */
const renamedMethods = { getDatabaseVersion: 'version' };

/** PostgreSQL's internal one-byte `"char"`, which the adapter does not know, and `char(n)`, which it does. */
const INTERNAL_CHAR_TYPE = 18;
const CHAR_TYPE = 1042;

const engineArguments = readArguments(process.argv.slice(2));

if (engineArguments.command === undefined) serve();
else await runCommand(engineArguments.command);

/**
 * What the CLI passes on the command line: schema files, the datasource (JSON with the address), and for a
 * one-off question such as `cli can-connect-to-database` its name. Other options mean nothing here.
 *
 * @param {string[]} words
 */
function readArguments(words) {
	/** @type {{ schemaFiles: string[], url: string, command: string | undefined }} */
	const read = { schemaFiles: [], url: '', command: undefined };
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? '';
		const next = words[at + 1] ?? '';
		if (word === '--datamodels') read.schemaFiles.push(next);
		else if (word === '--datasource') read.url = JSON.parse(next).url ?? '';
		else if (word === 'cli') read.command = next;
		if (word === 'cli' || word.startsWith('--')) at++;
	}
	return read;
}

/**
 * Answers one-off questions by exit code, and by one line of JSON on stderr where it fails: the CLI reads
 * from its `error_code` whether the server cannot be reached (P1001) or the database is missing (P1003).
 *
 * @param {string} command
 */
async function runCommand(command) {
	try {
		if (command === 'create-database') await createDatabase();
		else await runStatement(connectionSettings(), 'SELECT 1');
	} catch (error) {
		const isMissing = error instanceof pg.DatabaseError && error.code === '3D000';
		const fields = { error_code: isMissing ? 'P1003' : 'P1001', message: messageOf(error) };
		process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`);
		process.exitCode = 1;
	}
}

/** Creates the database of the address, by way of the database `postgres` that every server has. */
async function createDatabase() {
	const { database } = connectionSettings();
	await runStatement(
		{ ...connectionSettings(), database: 'postgres' },
		`CREATE DATABASE ${quoted(database)}`
	);
	return { databaseName: database };
}

/**
 * The address as parts, the way `pg` reads it. Parts, because a shadow database differs in one of them.
 *
 * @returns {pg.PoolConfig & { database: string }}
 */
function connectionSettings() {
	const { host, port, user, password, database, ssl } = new pg.Client({
		connectionString: engineArguments.url
	});
	return { host, port, user, password: password ?? undefined, database: database ?? 'postgres', ssl };
}

/**
 * @param {pg.ClientConfig} settings
 * @param {string} sql
 */
async function runStatement(settings, sql) {
	const client = new pg.Client(settings);
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}

/** @param {string} name */
function quoted(name) {
	return `"${name.replaceAll('"', '""')}"`;
}

/** @param {unknown} error */
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}

/**
 * The adapter, with three things put right that version 7.10 of it does not do for migrations:
 * the type `"char"` of the catalog is known; a script runs in one piece instead of being cut at every `;`
 * (which breaks function bodies, and left a migration half done where it failed: PostgreSQL runs a script
 * sent at once as one transaction); and a shadow database is closed before it is dropped.
 */
function createAdapterFactory() {
	const settings = connectionSettings();
	const factory = new PrismaPg(settings);
	factory.connect = () => connect(settings);
	factory.connectToShadowDb = async () => {
		const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
		await runStatement(settings, `CREATE DATABASE ${quoted(database)}`);
		const shadow = await connect({ ...settings, database });
		const dispose = shadow.dispose.bind(shadow);
		shadow.dispose = async () => {
			await dispose();
			await runStatement(settings, `DROP DATABASE ${quoted(database)}`);
		};
		return shadow;
	};
	return bindMigrationAwareSqlAdapterFactory(factory);
}

/** @param {pg.PoolConfig} settings */
async function connect(settings) {
	const adapter = await new PrismaPg(settings).connect();
	adapter.executeScript = async (script) => {
		// Through the adapter's own error handling, so that the engine gets errors of the shape it knows.
		await adapter
			.underlyingDriver()
			.query(script)
			.catch((error) => adapter['onError'](error));
	};
	const startTransaction = adapter.startTransaction.bind(adapter);
	adapter.startTransaction = async (level) => knowInternalChar(await startTransaction(level));
	return knowInternalChar(adapter);
}

/**
 * Makes columns of the type `"char"` come out as characters. The adapter refuses the type; under the name of
 * one that it takes it would come out as text, and the engine panics where the catalog has, say, a CHECK
 * constraint, whose kind is a `"char"`.
 *
 * @param {any} queryable an adapter or a transaction
 */
function knowInternalChar(queryable) {
	/** @type {WeakMap<object, number[]>} */
	const charColumns = new WeakMap();
	const performIO = queryable.performIO.bind(queryable);
	queryable.performIO = async (/** @type {object} */ query) => {
		const result = await performIO(query);
		charColumns.set(query, []);
		for (const [index, field] of (result.fields ?? []).entries()) {
			if (field.dataTypeID !== INTERNAL_CHAR_TYPE) continue;
			charColumns.get(query)?.push(index);
			field.dataTypeID = CHAR_TYPE;
		}
		return result;
	};
	const queryRaw = queryable.queryRaw.bind(queryable);
	queryable.queryRaw = async (/** @type {object} */ query) => {
		const result = await queryRaw(query);
		for (const index of charColumns.get(query) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
		return result;
	};
	return queryable;
}

/** Loads the WebAssembly module, which expects its host to link it to its bindings. */
async function loadEngine() {
	const bindingsPath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
	const module = new WebAssembly.Module(await readFile(bindingsPath.replace(/\.js$/, '.wasm')));
	const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': wasmBindings });
	wasmBindings.__wbg_set_wasm(instance.exports);
	instance.exports.__wbindgen_start();

	const files = engineArguments.schemaFiles.map(async (path) => [path, await readFile(path, 'utf8')]);
	const datamodels = files.length === 0 ? undefined : await Promise.all(files);
	return await wasmBindings.SchemaEngine.new({ datamodels }, ignoreLog, createAdapterFactory());
}

/** The engine's log repeats what its answers say. */
function ignoreLog() {}

/** Answers the CLI's requests, strictly one after the other, until it closes our stdin. */
function serve() {
	/** @type {ReturnType<typeof loadEngine> | undefined} */
	let engine;
	let lastAnswer = Promise.resolve();
	const panic = whenEngineFails();

	/**
	 * @param {string} method
	 * @param {unknown} params
	 */
	async function call(method, params) {
		if (method === 'createDatabase') return await createDatabase();
		engine ??= loadEngine();
		const name = renamedMethods[method] ?? method;
		return (await Promise.race([(await engine)[name](params), panic])) ?? null;
	}

	/** @param {string} line */
	async function answer(line) {
		const { id, method, params } = JSON.parse(line);
		const isAnswerToUs = method === undefined;
		if (isAnswerToUs) return;
		try {
			const result = await call(method, params);
			if (method === 'diff' && result.stdout) {
				send({ id: FIRST_OWN_ID + id, method: 'print', params: { content: result.stdout } });
			}
			send({ id, result });
		} catch (error) {
			const message = 'An error happened. Check the data field for details.';
			send({ id, error: { code: METHOD_FAILED, message, data: failureData(error) } });
		}
	}

	const requests = createInterface({ input: process.stdin });
	requests.on('line', (line) => {
		lastAnswer = lastAnswer.then(() => answer(line));
	});
	requests.on('close', () => lastAnswer.then(() => process.exit()));
}

/**
 * Rejects when the engine panics. Its answer then never comes, and the CLI would wait for it, find nothing
 * else to do, and end with exit code 0 as if all were well. The bindings expect a place for the message.
 *
 * @returns {Promise<never>}
 */
function whenEngineFails() {
	let message = 'The schema engine failed';
	globalThis.PRISMA_WASM_PANIC_REGISTRY = {
		set_message(/** @type {string} */ text) {
			message = text;
		}
	};
	const failure = new Promise((_, reject) => {
		process.once('uncaughtException', () => reject(new Error(message)));
	});
	failure.catch(() => {});
	return failure;
}

/**
 * An error in the shape that the CLI prints. Errors of the engine carry it already, or at least a code.
 *
 * @param {any} error
 */
function failureData(error) {
	if (error?.data !== undefined) return error.data;
	const known = error?.code === undefined ? {} : { error_code: error.code, meta: error.meta };
	return { is_panic: false, message: messageOf(error), ...known };
}

/** @param {object} message */
function send(message) {
	process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
