import { Prisma } from './generated/prisma/client.ts';

/** What may be said of an unexpected error: names and codes. Messages of Prisma and better-auth hold values. */
export interface ErrorFacts {
	name: string;
	/** Prisma's code, Node's, or none. */
	code: string | undefined;
	/** PostgreSQL's five characters, where the database refused a statement. */
	sqlState: string | undefined;
}

// What the driver adapter calls the ways in which the database cannot be reached.
const unreachableKinds = new Set([
	'DatabaseNotReachable',
	'ConnectionClosed',
	'SocketTimeout',
	'TooManyConnections',
	'TlsConnectionError'
]);

// Prisma: no server, connection closed, no connection or transaction in time, transaction gone.
// It is being restored: nobody is let in, no database, no table. Our own: no answer in time.
const unreachableCodes = new Set([
	'P1000',
	'P1003',
	'P2021',
	'P1001',
	'P1002',
	'P1008',
	'P1017',
	'P2024',
	'P2028',
	'P2037',
	'DATABASE_SILENT'
]);

// PostgreSQL: shutting down, crashed, starting up, connection failures, too many clients; being restored; a
// statement, a lock or a pause in a transaction took longer than the session allows.
const unreachableStates = /^(?:08...|28...|3D000|42P01|57P0[1-3]|53300|57014|55P03|25P03)$/;

// The connection pool's errors have nothing but words.
const poolWords = /^(?:timeout exceeded when trying to connect|Connection terminated|timeout expired)/;

/** The name and codes of an error, for the log. */
export function errorFacts(error: unknown): ErrorFacts {
	return {
		name: error instanceof Error ? error.name : typeof error,
		code: codeOf(error),
		sqlState: sqlStateOf(error)
	};
}

/** Whether trying the whole transaction again may help: a serialization failure or a deadlock (spec A6). */
export function isConflict(error: unknown): boolean {
	const state = sqlStateOf(error);
	return codeOf(error) === 'P2034' || state === '40001' || state === '40P01';
}

/** Whether a lock was not to be had within the time that the transaction waits for one. */
export function isLockTimeout(error: unknown): boolean {
	return sqlStateOf(error) === '55P03';
}

/** Whether the database could not be reached, or not in time; also where better-auth or tRPC wrapped the error. */
export function isUnreachable(error: unknown): boolean {
	const { code, sqlState } = errorFacts(error);
	return (
		(code !== undefined && unreachableCodes.has(code)) ||
		(sqlState !== undefined && unreachableStates.test(sqlState)) ||
		unreachableKinds.has(driverCause(error)?.kind ?? '') ||
		(error instanceof Error && (poolWords.test(error.message) || isUnreachable(error.cause)))
	);
}

/** What a piece of work answers, or that the database could not be reached, or not in time. @throws its other errors */
export async function unlessUnreachable<T>(work: Promise<T>): Promise<T | { kind: 'unreachable' }> {
	try {
		return await work;
	} catch (error) {
		if (isUnreachable(error)) return { kind: 'unreachable' };
		throw error;
	}
}

/** Whether a check of the database refused the row (SQLSTATE 23514), such as access for a blocked customer. */
export function isRefusedByCheck(error: unknown): boolean {
	return sqlStateOf(error) === '23514';
}

/** Whether a unique index refused the row, and which fields it covers as far as the database says. */
export function isUniqueViolation(error: unknown, field: string): boolean {
	if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return false;
	return JSON.stringify(error.meta ?? {}).includes(field);
}

function codeOf(error: unknown): string | undefined {
	const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
	return typeof code === 'string' ? code : undefined;
}

function sqlStateOf(error: unknown): string | undefined {
	return driverCause(error)?.originalCode;
}

/** What the driver adapter reported, wherever Prisma put it. */
function driverCause(error: unknown): { kind?: string; originalCode?: string } | undefined {
	if (!(error instanceof Error)) return undefined;
	const meta: unknown = 'meta' in error ? error.meta : undefined;
	const wrapped = isRecord(meta) ? meta.driverAdapterError : error;
	const cause = isRecord(wrapped) ? wrapped.cause : undefined;
	if (!isRecord(cause)) return undefined;
	const { kind, originalCode } = cause;
	return {
		kind: typeof kind === 'string' ? kind : undefined,
		originalCode: typeof originalCode === 'string' ? originalCode : undefined
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
