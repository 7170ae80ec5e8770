import { createServer } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import { expect, test } from 'vitest';
import { errorFacts, isConflict, isUnreachable } from '../../../src/lib/server/error-facts.ts';
import { PrismaClient } from '../../../src/lib/server/generated/prisma/client.ts';

/** What the database client throws for a server at this port. */
async function errorAt(port: number): Promise<unknown> {
	const connectionString = `postgresql://nobody@127.0.0.1:${port}/none`;
	const client = new PrismaClient({
		adapter: new PrismaPg({ connectionString, connectionTimeoutMillis: 200 })
	});
	return client.company.findFirst().then(
		() => undefined,
		(error: unknown) => error
	);
}

/** An error as Prisma throws it for a raw statement, with PostgreSQL's words and values. */
function rawError(originalCode: string, kind = 'postgres') {
	const driverAdapterError = Object.assign(new Error(kind), {
		cause: { originalCode, kind, originalMessage: 'secret' }
	});
	return Object.assign(new Error('secret'), {
		name: 'PrismaClientKnownRequestError',
		code: 'P2010',
		meta: { driverAdapterError }
	});
}

test('E07: a port where nobody listens is unreachable', async () => {
	expect(isUnreachable(await errorAt(9))).toBe(true);
});

test('E07: a server that accepts and says nothing is unreachable, after the time allowed', async () => {
	const silent = createServer((socket) => void socket.on('error', () => {}));
	await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
	const { port } = silent.address() as { port: number };
	expect(isUnreachable(await errorAt(port))).toBe(true);
	silent.close();
});

test('E07: a server that hangs up is unreachable', async () => {
	const rude = createServer((socket) => void socket.destroy());
	await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
	const { port } = rude.address() as { port: number };
	expect(isUnreachable(await errorAt(port))).toBe(true);
	rude.close();
});

test.each(['57P01', '57P03', '08006', '53300', '57014', '55P03', '25P03', '28P01', '3D000', '42P01'])(
	"E07: PostgreSQL's %s is unreachable, also when it is wrapped",
	(state) => {
		expect(isUnreachable(rawError(state))).toBe(true);
		expect(isUnreachable(new Error('wrapped', { cause: rawError(state) }))).toBe(true);
	}
);

test('A6: serialization failures and deadlocks are conflicts, other refusals are not', () => {
	expect(isConflict(rawError('40001', 'TransactionWriteConflict'))).toBe(true);
	expect(isConflict(rawError('40P01', 'TransactionWriteConflict'))).toBe(true);
	expect(isConflict(Object.assign(new Error(), { code: 'P2034' }))).toBe(true);
	expect(isConflict(rawError('23505'))).toBe(false);
	expect(isUnreachable(rawError('23505'))).toBe(false);
});

test('T26: of an error only its name and codes are said', () => {
	expect(errorFacts(rawError('22021'))).toEqual({
		name: 'PrismaClientKnownRequestError',
		code: 'P2010',
		sqlState: '22021'
	});
	expect(errorFacts(new Error('secret'))).toEqual({ name: 'Error', code: undefined, sqlState: undefined });
	expect(errorFacts('secret')).toEqual({ name: 'string', code: undefined, sqlState: undefined });
});
