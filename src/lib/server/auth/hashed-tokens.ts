import { createHash } from 'node:crypto';
import type { BetterAuthOptions } from 'better-auth';
import type { DBAdapter, DBAdapterInstance, Where } from 'better-auth/types';

type Row = Record<string, unknown>;
type Operations = Omit<DBAdapter, 'transaction'>;

/**
 * The same adapter, with the tokens of sessions stored as hashes (T03): who reads the database can sign in as
 * nobody. better-auth goes on with the tokens of the cookies, and finds sessions by them. Sessions that are
 * found otherwise, by their user, have the hash for a token.
 */
export function withHashedTokens(adapter: (options: BetterAuthOptions) => DBAdapter): DBAdapterInstance {
	return (options) => {
		const plain = adapter(options);
		return {
			...plain,
			...hashing(plain),
			transaction: (work) => plain.transaction((inner) => work({ ...inner, ...hashing(inner) }))
		};
	};
}

/** SHA-256 in hex. A token has 128 bits and more, so that a fast hash without salt is enough. */
export function hashOfToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

function hashing(plain: Operations): Operations {
	return {
		...plain,
		async create<T extends Row, R = T>(call: Parameters<DBAdapter['create']>[0]) {
			const created = await plain.create<Row, Row>({ ...call, data: hashedToken(call.model, call.data) });
			return withToken(call.model, created, call.data.token) as R;
		},
		async findOne<T>(call: Parameters<DBAdapter['findOne']>[0]) {
			const found = await plain.findOne<Row>({ ...call, where: hashedWhere(call.model, call.where) });
			return withToken(call.model, found, ...tokensOf(call.where)) as T | null;
		},
		async findMany<T>(call: Parameters<DBAdapter['findMany']>[0]) {
			const { model, where = [] } = call;
			const found = await plain.findMany<Row>({ ...call, where: hashedWhere(model, where) });
			return found.map((row) => withToken(model, row, ...tokensOf(where))) as T[];
		},
		async update<T>(call: Parameters<DBAdapter['update']>[0]) {
			const { model, where, update } = call;
			const updated = await plain.update<Row>({
				model,
				where: hashedWhere(model, where),
				update: hashedToken(model, update)
			});
			return withToken(model, updated, update.token, ...tokensOf(where)) as T | null;
		},
		async consumeOne<T>(call: Parameters<DBAdapter['consumeOne']>[0]) {
			const consumed = await plain.consumeOne<Row>({ ...call, where: hashedWhere(call.model, call.where) });
			return withToken(call.model, consumed, ...tokensOf(call.where)) as T | null;
		},
		updateMany: (call) =>
			plain.updateMany({
				...call,
				where: hashedWhere(call.model, call.where),
				update: hashedToken(call.model, call.update)
			}),
		count: (call) => plain.count({ ...call, where: hashedWhere(call.model, call.where ?? []) }),
		delete: (call) => plain.delete({ ...call, where: hashedWhere(call.model, call.where) }),
		deleteMany: (call) => plain.deleteMany({ ...call, where: hashedWhere(call.model, call.where) })
	};
}

function hashedToken<T extends Row>(model: string, data: T): T {
	return model === 'session' && typeof data.token === 'string'
		? { ...data, token: hashOfToken(data.token) }
		: data;
}

function hashedWhere(model: string, where: Where[]): Where[] {
	if (model !== 'session') return where;
	return where.map((condition) => {
		if (condition.field !== 'token') return condition;
		const { value } = condition;
		if (Array.isArray(value))
			return { ...condition, value: value.map((token) => hashOfToken(String(token))) };
		return typeof value === 'string' ? { ...condition, value: hashOfToken(value) } : condition;
	});
}

function tokensOf(where: readonly Where[]): unknown[] {
	return where.filter(({ field }) => field === 'token').flatMap(({ value }) => value);
}

/** The row with that of the tokens which it stores the hash of. */
function withToken<T extends Row | null>(model: string, row: T, ...tokens: unknown[]): T {
	if (model !== 'session' || row === null) return row;
	const token = tokens.find((one) => typeof one === 'string' && hashOfToken(one) === row.token);
	return token === undefined ? row : { ...row, token };
}
