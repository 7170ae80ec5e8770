import { randomUUID } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { inCompany } from '../company-scope.ts';
import type { Store } from './store.ts';

/** Of a password that nobody knows, made with the same parameters as the hashes of customers, before it is needed. */
const nobodysHash = hashPassword(randomUUID());

/**
 * The customer of a store with this address and password, or null. A customer who is unknown, is blocked, has no
 * password yet, or has another one: each costs one question and one slow hash, no more and no less (T21).
 */
export async function checkPassword(
	store: Store,
	email: string,
	password: string
): Promise<{ id: string } | null> {
	const [found] = await inCompany(
		store.id,
		(transaction) => transaction.$queryRaw<{ id: string; passwordHash: string | null }[]>`
			SELECT "id", "passwordHash" FROM "Customer"
			WHERE "companyId" = ${store.id}::uuid AND "email" = ${email} AND "status" = 'ACTIVE'
		`
	);
	const hash = found?.passwordHash ?? (await nobodysHash);
	const isRight = await verifyPassword({ hash, password });
	return isRight && found?.passwordHash ? { id: found.id } : null;
}
