import { hashPassword } from 'better-auth/crypto';
import { hashOfToken } from '../auth/hashed-tokens.ts';
import { type PasswordProblem, passwordProblem } from '../auth/password-rules.ts';
import { inCompany } from '../company-scope.ts';
import type { Queryable } from '../database.ts';
import type { Store } from './store.ts';

/** Whose password a link can set. */
export interface ResetCustomer {
	id: string;
	email: string;
	name: string | null;
}

/** `closed`: the link was used, is too old, was followed by a newer one, is another store's, or never was one. */
export type ResetUse =
	{ kind: 'set'; customer: ResetCustomer } | { kind: 'refused'; code: PasswordProblem } | { kind: 'closed' };

/** Whose link this is, while it can be used; null otherwise. Changes nothing: mail scanners open links too (T23). */
export function findReset(store: Store, token: string, now = new Date()): Promise<ResetCustomer | null> {
	return inCompany(store.id, (transaction) => customerOfToken(transaction, store, token, now));
}

/**
 * Sets the password of the customer whom the link was mailed to, and uses the link up. Whoever was signed in as
 * that customer is signed out, by the trigger of the migration `storefront`. Of two uses at once, one succeeds.
 */
export async function useReset(
	store: Store,
	token: string,
	password: string,
	now = new Date()
): Promise<ResetUse> {
	const known = await findReset(store, token, now);
	if (known === null) return { kind: 'closed' };
	const problem = passwordProblem(password, [store.name, store.slug, known.name, known.email]);
	if (problem !== null) return { kind: 'refused', code: problem };
	// Slow on purpose, so before anything is locked.
	const passwordHash = await hashPassword(password);
	const customer = await inCompany(store.id, async (transaction) => {
		// Locks in the order of every other path: the customer first, then what hangs on it.
		const locked = await customerOfToken(transaction, store, token, now, 'lock');
		if (locked === null || !(await removeToken(transaction, store, token))) return null;
		await transaction.$executeRaw`
			UPDATE "Customer" SET "passwordHash" = ${passwordHash}, "emailVerified" = true
			WHERE "companyId" = ${store.id}::uuid AND "id" = ${locked.id}::uuid
		`;
		return locked;
	});
	return customer === null ? { kind: 'closed' } : { kind: 'set', customer };
}

async function customerOfToken(
	transaction: Queryable,
	store: Store,
	token: string,
	now: Date,
	lock?: 'lock'
): Promise<ResetCustomer | null> {
	const reset = await transaction.passwordReset.findFirst({
		where: {
			companyId: store.id,
			tokenHash: hashOfToken(token),
			expiresAt: { gt: now },
			customer: { status: 'ACTIVE' }
		},
		select: { customer: { select: { id: true, email: true, name: true } } }
	});
	if (reset === null) return null;
	if (lock === 'lock') {
		const [still] = await transaction.$queryRaw<unknown[]>`
			SELECT 1 FROM "Customer"
			WHERE "companyId" = ${store.id}::uuid AND "id" = ${reset.customer.id}::uuid AND "status" = 'ACTIVE'
			FOR UPDATE
		`;
		if (still === undefined) return null;
	}
	return reset.customer;
}

/** Whether it was there to be removed: of two at once, and of an older link, it is not. */
async function removeToken(transaction: Queryable, store: Store, token: string): Promise<boolean> {
	const { count } = await transaction.passwordReset.deleteMany({
		where: { companyId: store.id, tokenHash: hashOfToken(token) }
	});
	return count === 1;
}
